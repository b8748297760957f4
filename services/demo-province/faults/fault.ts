import type { Cell, Cells } from '../exports/cell.js';
import type { Feed } from '../exports/export-row.js';
import type { Random } from '../random.js';

/** What to put into the cells of a right row to make it wrong in one way. */
export type Spoiling = { readonly cells: Cells; readonly cellsTooMany?: number };

/**
 * One way in which a clerk or a system goes wrong. `Ground` says which right row it takes: the row must be so that this
 * is its only fault.
 */
export type Fault<Ground> = {
  /** In words of the office, not the hub's finding codes: a test maps the one to the other. */
  readonly fault: string;
  readonly feed: Feed;
  readonly description: string;
  readonly ground: Ground;
  readonly spoil: (cells: Cells, random: Random) => Spoiling;
};

export function textIn(cells: Cells, key: string): string {
  const cell = cells[key];
  if (typeof cell === 'string') return cell;
  throw new Error(`A fault is planted on a right row with text in ${key}; found ${JSON.stringify(cell ?? null)}.`);
}

export function dayIn(cells: Cells, key: string): string {
  const cell = cells[key];
  if (cell && typeof cell === 'object' && 'day' in cell) return cell.day;
  throw new Error(`A fault is planted on a right row with a date in ${key}; found ${JSON.stringify(cell ?? null)}.`);
}

export function momentIn(cells: Cells, key: string): string {
  const cell = cells[key];
  if (cell && typeof cell === 'object' && 'moment' in cell) return cell.moment;
  throw new Error(`A fault is planted on a right row with a time in ${key}; found ${JSON.stringify(cell ?? null)}.`);
}

/** A spoiling that puts one value into one cell. */
export function put(key: string, cell: Cell): (cells: Cells) => Spoiling {
  return () => ({ cells: { [key]: cell } });
}
