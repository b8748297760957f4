import type { Cells } from './cell.js';

export type Feed = 'occupational-disease' | 'work-safety-accident' | 'injury-determination';

export type RowKind = 'new' | 'progress' | 'correction' | 'revocation' | 'replacement' | 'retraction' | 'resent';

/** What one row says, for the expected figures; kept apart from the cells, which are for the hub to read. */
export type Statement =
  | {
      readonly feed: 'occupational-disease';
      readonly year: number;
      readonly reportKind: string;
      readonly category: string;
    }
  | {
      readonly feed: 'work-safety-accident';
      readonly year: number;
      readonly reportGroup: string;
      readonly grade: string;
      readonly deaths: number;
    }
  | {
      readonly feed: 'injury-determination';
      readonly year: number;
      readonly prefecture: string;
      readonly situation: string | null;
      /** Recognised or deemed by a decision that stands. */
      readonly counted: boolean;
    };

export type ExportRow = {
  readonly cells: Cells;
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
  readonly world: {
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

/** One file a department sends, before it is written. */
export type PlannedFile = {
  readonly department: 'health-commission' | 'emergency-management' | 'human-resources';
  readonly feed: Feed;
  readonly sourceId: string;
  /** Inside the folder `exports/`. */
  readonly path: string;
  readonly format: FileFormat;
  readonly asOf: string | null;
  readonly rows: readonly ExportRow[];
  readonly note: string;
};

export type FileFormat =
  | { readonly type: 'csv'; readonly encoding: 'gb18030' | 'utf-8-bom'; readonly days: DayStyle }
  | { readonly type: 'xlsx' };

/** An old list comes once more, byte for byte and with the same basis: it is no correction. */
export function resentFile(first: PlannedFile): PlannedFile {
  const rows = first.rows.map((row) => ({ ...row, kind: 'resent' as const }));
  return { ...first, path: first.path.replace(/(?=\.\w+$)/, '（重发）'), rows, note: `${first.note}（旧表重发）` };
}

/** Clerks change their system's date format more often than their system. */
export type DayStyle = 'dashes' | 'slashes' | 'characters' | 'digits';

export const CONTENT_TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** A row that says a record should never have been sent; null where the clerk forgot to say why. */
export function retractionOf(row: ExportRow, reason: string | null): ExportRow {
  return { ...row, cells: { ...row.cells, operation: '撤回', reason }, kind: 'retraction', operation: 'RETRACT' };
}
