import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError in Chinese, for commander to show */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('须为大于 0 的数字');
}

/** @throws InvalidArgumentError in Chinese, for commander to show */
export function yearList(text: string): number[] {
  const years = text.split(',').map(Number);
  if (years.every((year) => Number.isInteger(year) && year >= 2000 && year <= 2100)) return years;
  throw new InvalidArgumentError('须为逗号分隔的年份，例如 2023,2024,2025');
}
