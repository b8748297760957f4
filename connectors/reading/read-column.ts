import type { SourceColumn } from '../connector.js';
import type { CellKind } from './cell-kind.js';

/** A column as the mappings know it: with the way its cells are read. */
export type ReadColumn = SourceColumn & { readonly reading: CellKind };

/** How a feed's column is read; undefined for a column that no mapping of ours reads. */
export function readingOf(column: SourceColumn): CellKind | undefined {
  return (column as Partial<ReadColumn>).reading;
}
