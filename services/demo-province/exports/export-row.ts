import type { Person } from '../people.js';
import type { DirtKind } from '../profile.js';
import type { DemoSource } from '../sources.js';
import type { Cells } from './cell.js';
import type { Statement } from './statement.js';

export const FEEDS = [
  'occupational-disease',
  'work-safety-accident',
  'accident-casualty',
  'injury-determination',
  'employer-enrolment',
  'period-statement',
] as const;
export type Feed = (typeof FEEDS)[number];

export type RowKind = 'new' | 'progress' | 'correction' | 'revocation' | 'replacement' | 'retraction' | 'resent';

export type ExportRow = {
  readonly cells: Cells;
  /** Of a row with a fault: its cells as they should be. */
  readonly rightCells?: Cells;
  /** Cells more (or, negative, fewer) than the headings have: a broken line. */
  readonly cellsTooMany?: number;
  /** Null when the fault is that the key is missing. */
  readonly recordId: string | null;
  readonly kind: RowKind;
  readonly fault: string | null;
  readonly operation: 'ASSERT' | 'RETRACT';
  /** Orders the versions of one record; compares as text. */
  readonly basis: string;
  readonly statement: Statement;
  /** What the version before this one said; null for the first of a record. */
  readonly previous: Statement | null;
  /** The worker that the row is about. */
  readonly person: Person | null;
  /** A natural person stands where the employer would. */
  readonly personEmployer: boolean;
  /** Kinds of dirt in the cells. */
  readonly dirt: readonly DirtKind[];
  readonly world: {
    /** What happened; two records of one event have it in common. */
    readonly event: string;
    readonly person: number | null;
    readonly employer: number | null;
    readonly accident: number | null;
    readonly story: string;
  };
};

/** A corrected natural key: the old record is retracted and sent anew under a number of its own range. */
export function replacementNumber(number: string): string {
  return `${number}-1`;
}

/** Rows in order, to be gone through once; the long lists make each row only when it is its turn. */
export type Rows = Iterable<ExportRow> & { readonly length: number };

/** A row an item, made when asked for: kept rows of a large area would be most of the memory. */
export function lazyRows<T>(items: { readonly length: number } & Iterable<T>, make: (item: T) => ExportRow): Rows {
  return {
    length: items.length,
    *[Symbol.iterator]() {
      for (const item of items) yield make(item);
    },
  };
}

/** One file a department sends, before it is written. */
export type PlannedFile = {
  readonly department: DemoSource['department'];
  readonly feed: Feed;
  readonly sourceId: string;
  /** Whose events it lists first. */
  readonly year: number;
  /** Inside the folder `exports/`. */
  readonly path: string;
  readonly format: FileFormat;
  readonly asOf: string | null;
  readonly rows: Rows;
  readonly note: string;
};

export type FileFormat =
  | { readonly type: 'csv'; readonly encoding: 'gb18030' | 'utf-8-bom' | 'utf-8'; readonly days: DayStyle }
  | { readonly type: 'xlsx' }
  | { readonly type: 'ndjson' }
  | { readonly type: 'json' };

/** Clerks change their system's date format more often than their system. */
export type DayStyle = 'dashes' | 'slashes' | 'characters' | 'digits';

export const CONTENT_TYPES = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

const FORGOTTEN_REASON = '经核实重复报送';

/**
 * A row that says a record should never have been sent; null where the clerk forgot to say why.
 *
 * @param row the record as it would be sent again: its statement is what the record last said
 */
export function retractionOf(row: ExportRow, reason: string | null): ExportRow {
  const cells = { ...row.cells, operation: '撤回', reason };
  const rightCells = { ...cells, reason: reason ?? FORGOTTEN_REASON };
  return { ...row, cells, rightCells, kind: 'retraction', operation: 'RETRACT', previous: row.statement };
}

/** What all first versions of right rows have in common. */
export const FIRST = { fault: null, operation: 'ASSERT', previous: null, dirt: [] } as const;
