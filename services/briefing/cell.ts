import { percentFigure } from './sentences/percentage.js';

/** Where a number comes from: indicator, year and row lead to its drill-down as they are. */
export type FigureReference = {
  readonly indicator: string;
  readonly year: number;
  readonly key: string;
  readonly measure: string;
};

export type Cell = {
  /** As printed; never empty. */
  readonly text: string;
  /** The number itself, for a spreadsheet; absent where there is none. */
  readonly value?: number;
  readonly decimals?: number;
  /** Printed with its sign. */
  readonly signed?: true;
  readonly figure?: FigureReference;
};

/** What cannot be computed prints as a dash, never as 0 and never as an empty cell. */
export const DASH = '—';

export const NO_VALUE: Cell = { text: DASH };

export const textCell = (text: string): Cell => ({ text });

export function countCell(value: number, figure?: FigureReference): Cell {
  // The mean of two headcounts may end in .5.
  const decimals = Number.isInteger(value) ? 0 : 1;
  return { text: value.toFixed(decimals), value, decimals, ...(figure ? { figure } : {}) };
}

export function signedCell(value: number): Cell {
  return { text: value > 0 ? `+${value}` : String(value), value, decimals: 0, signed: true };
}

/** A share in per cent; without a whole there is none. */
export function shareCell(part: number, whole: number): Cell {
  if (!(whole > 0)) return NO_VALUE;
  return { text: percentFigure(part, whole), value: (part * 100) / whole, decimals: 1 };
}

/** A change in per cent of what it was before. */
export function changeRateCell(now: number, before: number): Cell {
  if (!(before > 0)) return NO_VALUE;
  const difference = now - before;
  const value = (difference * 100) / before;
  if (difference === 0) return { text: '0.0', value: 0, decimals: 1 };
  const rate = percentFigure(Math.abs(difference), before);
  // 不足0.1 takes no sign: the column before it tells the direction.
  const text = difference > 0 || rate.startsWith('不足') ? rate : `-${rate}`;
  return { text, value, decimals: 1 };
}

export function decimalCell(value: number | null, decimals: number, figure?: FigureReference): Cell {
  if (value === null) return NO_VALUE;
  return { text: decimal(value, decimals), value, decimals, ...(figure ? { figure } : {}) };
}

/** Rounded half away from nought, in decimal places and not in binary ones. */
export function decimal(value: number, decimals: number): string {
  const scale = 10 ** decimals;
  const rounded = Math.round(Math.abs(value) * scale + 1e-9) / scale;
  return `${value < 0 && rounded > 0 ? '-' : ''}${rounded.toFixed(decimals)}`;
}
