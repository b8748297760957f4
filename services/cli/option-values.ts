import { InvalidArgumentError, Option } from 'commander';
import { PROFILE_NAMES } from '../demo-province/commands.js';

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

/** Times are told with their zone; a day begins at midnight here. */
export const instantOf = (text: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+08:00` : text);

/** How dirty the exports of the demo province are. */
export function profileOption(): Option {
  return new Option(
    '--profile <name>',
    '示例省数据质量：clean 无差错，default 同公开登记数据的实测比例，stress 各类差错加密',
  )
    .choices(PROFILE_NAMES)
    .default('default');
}
