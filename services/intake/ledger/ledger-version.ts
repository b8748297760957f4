import type { RecordOrder } from '../../../schemas/record-order.js';

/** What a version says, apart from its order; in memory for those decided in the chunk at hand. */
export type EventContent = {
  payload: object | null;
  recordedAt: number | null;
  /** A retraction is not taken without one, also when it is said again. */
  reason: string | null;
  replaces: { sourceId: string; recordId: string } | null;
};

/** A version as the ledger decides with it. */
export type LedgerVersion = RecordOrder & {
  period: string;
  /** Nobody's row: a complete list implies it. */
  implied: boolean;
  /** Epoch milliseconds: the list that said it, or when it came. */
  listedAt: number;
  /** Where the content is: in this chunk, or in the outbox. */
  content: EventContent | { outboxId: number };
};

/** The feed of a source that is decided on; one at a time holds its counter. */
export type LedgerPlace = { sourceId: string; eventType: string };

/** In the place of a row's number: the hub concluded it from a complete list (schemas/header.avsc). */
export const IMPLIED_ROW = 0;
