import type { Finding } from '../../../schemas/finding.js';

/** One row as submitted: number 1 = first record after the headings. Rows with findings are not mapped. */
export type ReadRow = {
  rowNumber: number;
  /** Every cell text or null, by column key; what could be read of it. */
  cells: Record<string, string | null>;
  findings: Finding[];
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
