import type { Day, Moment } from '../calendar.js';

/** What a department's system puts in one cell; how it looks is the file's affair. */
export type Cell =
  | null
  | string
  | { readonly day: Day }
  | { readonly moment: Moment }
  /** A cell typed as a number, which costs long numbers their last digits. */
  | { readonly number: number }
  | { readonly formula: string; readonly result: string };

/** Cells by the column's key; an absent key is an empty cell. */
export type Cells = Readonly<Record<string, Cell>>;

export function dayCell(day: Day | null): Cell {
  return day === null ? null : { day };
}

export function momentCell(moment: Moment | null): Cell {
  return moment === null ? null : { moment };
}

export function yesNo(value: boolean | null): Cell {
  if (value === null) return null;
  return value ? '是' : '否';
}
