import type { CellKind } from './cell-kind.js';
import type { ReadColumn } from './read-column.js';

type Rest = Omit<ReadColumn, 'key' | 'heading' | 'reading' | 'required'>;

/** A column that may be empty. */
export function optional(key: string, heading: string, reading: CellKind, rest: Rest): ReadColumn {
  return { key, heading, reading, required: false, field: key, ...rest };
}

/** A column that must be filled. */
export function required(key: string, heading: string, reading: CellKind, rest: Rest): ReadColumn {
  return { ...optional(key, heading, reading, rest), required: true };
}
