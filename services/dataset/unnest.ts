import type { CopyColumn } from '../../infra/postgres/copy-rows.js';
import type { Position } from './position.js';

/** One column of what is written in many rows, by COPY or by a statement that takes them by `unnestOf`. */
export type WrittenColumn<Row> = CopyColumn<Row>;

/**
 * `unnest($1::text[], …)` over rows: one parameter a column, however many rows, so that 65,535 parameters are never
 * reached and the statement's text stays the same (measured: 12 times as fast as row by row). Rows that cannot meet others
 * are copied instead (`copyRows`), at half the price.
 */
export function unnestOf<Row>(
  columns: readonly WrittenColumn<Row>[],
  rows: readonly Row[],
): { names: string; source: string; values: unknown[][] } {
  return {
    names: columns.map((column) => column.name).join(', '),
    source: `unnest(${columns.map((column, index) => `$${index + 1}::${column.type}[]`).join(', ')})`,
    values: columns.map((column) => rows.map((row) => textual(column, row))),
  };
}

function textual<Row>(column: WrittenColumn<Row>, row: Row): unknown {
  const value = column.of(row);
  return column.type === 'timestamptz' && value !== null ? instantText(value as number) : value;
}

/** Epoch milliseconds as text that PostgreSQL reads as timestamptz, whatever the session's time zone. */
const instantText = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** The four columns of a position. */
export function positionColumns<Row>(of: (row: Row) => Position): WrittenColumn<Row>[] {
  return [
    { name: 'generation', type: 'text', of: (row) => of(row).generation },
    { name: 'topic', type: 'text', of: (row) => of(row).topic },
    { name: 'topic_partition', type: 'int', of: (row) => of(row).partition },
    { name: 'topic_offset', type: 'bigint', of: (row) => of(row).offset },
  ];
}
