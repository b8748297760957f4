import type { Position } from './position.js';

/** One column of a statement that writes many rows: its PostgreSQL type, and its value in a row. */
export type WrittenColumn<Row> = { name: string; type: string; of: (row: Row) => unknown };

/**
 * `unnest($1::text[], …)` over rows: one parameter a column, however many rows, so that 65,535 parameters are never
 * reached and the statement's text stays the same (measured: 12 times as fast as row by row).
 */
export function unnestOf<Row>(
  columns: readonly WrittenColumn<Row>[],
  rows: readonly Row[],
): { names: string; source: string; values: unknown[][] } {
  return {
    names: columns.map((column) => column.name).join(', '),
    source: `unnest(${columns.map((column, index) => `$${index + 1}::${column.type}[]`).join(', ')})`,
    values: columns.map((column) => rows.map((row) => column.of(row))),
  };
}

/** Epoch milliseconds as text that PostgreSQL reads as timestamptz, whatever the session's time zone. */
export function instantText(milliseconds: number | null | undefined): string | null {
  return milliseconds === null || milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}

/** The four columns of a position. */
export function positionColumns<Row>(of: (row: Row) => Position): WrittenColumn<Row>[] {
  return [
    { name: 'generation', type: 'text', of: (row) => of(row).generation },
    { name: 'topic', type: 'text', of: (row) => of(row).topic },
    { name: 'topic_partition', type: 'integer', of: (row) => of(row).partition },
    { name: 'topic_offset', type: 'bigint', of: (row) => of(row).offset },
  ];
}
