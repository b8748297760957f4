import type { Finding } from '../../../schemas/finding.js';
import type { Listing } from './returned-columns.js';

/** One row as submitted: number 1 = first record after the headings. Rows with findings are not mapped. */
export type ReadRow = {
  rowNumber: number;
  /** Every cell text or null, by column key; what could be read of it. */
  cells: Record<string, string | null>;
  findings: Finding[];
  unread?: Unread;
  /** Of a row that was returned and comes again: the list that it was on. */
  listing?: Listing;
};

/** What of a row could not be read, as it was sent: by column key, and what belongs to no column. */
export type Unread = { cells: Record<string, string>; rest: string | null };

/** What a file says beside its rows; known once its first row has been read. */
export type BodyLayout = {
  /** As sent, in their order; null where records name their members. */
  headings: readonly string[] | null;
  hiddenSheets: readonly string[];
  /** Visible sheets behind the first that hold something; layouts that were kept before these were looked at have none. */
  otherSheets?: readonly string[];
};

/** Rows one after another; throws {@link UnreadableBatch} when the body as a whole cannot be read. */
export type RowReader = AsyncIterable<ReadRow>;

export type BatchFormat = 'json' | 'ndjson' | 'csv' | 'xlsx';

export type ReadingLimits = {
  /** Largest body, as sent and inflated alike. */
  bodyBytes: number;
  /** Largest single row in characters. */
  rowCharacters: number;
  rows: number;
  xlsx: { bodyBytes: number; inflatedBytes: number; ratio: number; memoryMiB: number; timeMs: number };
};

export type UnreadableCode =
  | 'BODY_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'UNSUPPORTED_ENCODING'
  | 'ENCODING_UNREADABLE'
  | 'HEADINGS_UNKNOWN'
  | 'HEADINGS_MISSING'
  | 'HEADINGS_REPEATED'
  | 'FILE_BROKEN'
  | 'FILE_EMPTY';

/**
 * The body as a whole cannot be read, so nothing of it is kept. The door turns it into a problem; `detail` is Chinese,
 * says what to do and never quotes a cell.
 */
export class UnreadableBatch extends Error {
  override readonly name = 'UnreadableBatch';

  constructor(
    readonly code: UnreadableCode,
    readonly detail: string,
    readonly extra: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: the batch cannot be read`, options);
  }
}
