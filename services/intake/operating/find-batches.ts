import type { Queryable } from '../receipts/queryable.js';
import { countStates } from '../receipts/count-states.js';
import type { Receipt } from '../receipts/receipt.js';

export const batchStates = ['waiting', 'published', 'applied', 'parked', 'discarded', 'rejected'] as const;
export type BatchState = (typeof batchStates)[number];

export type BatchQuery = {
  sourceIds: readonly string[];
  feed: string | null;
  /** Only batches with a row in this state. */
  state: BatchState | null;
  /** Epoch milliseconds. */
  since: number | null;
  /** The batch after which to go on. */
  after: string | null;
  limit: number;
};

export type FoundBatch = Pick<
  Receipt,
  'batchId' | 'sourceId' | 'feed' | 'acceptedAt' | 'format' | 'rows' | 'warnings'
> & {
  submittedBy: string;
  states: Receipt['states'];
};

type BatchRow = {
  batch_id: string;
  source_id: string;
  feed: string;
  accepted_at: number;
  format: string;
  submitted_by: string;
  counts: Pick<Receipt, 'rows' | 'warnings'>;
};

/** Newest first. */
const BATCHES = `
  SELECT b.batch_id, b.source_id, b.feed, b.accepted_at, b.format, b.submitted_by, b.counts
  FROM batch b
  WHERE b.source_id = ANY ($1) AND ($2::text IS NULL OR b.feed = $2)
    AND ($3::bigint IS NULL OR b.accepted_at >= to_timestamp($3 / 1000.0))
    AND ($4::uuid IS NULL OR (b.accepted_at, b.batch_id) < (SELECT accepted_at, batch_id FROM batch WHERE batch_id = $4))
    AND ($5::text IS NULL
      OR ($5 = 'rejected' AND (b.counts -> 'rows' ->> 'rejected')::int > 0)
      OR EXISTS (
        SELECT FROM record_version v WHERE v.batch_id = b.batch_id
          AND CASE WHEN v.verdict IS NOT NULL THEN lower(v.verdict)
                   WHEN v.topic_offset IS NOT NULL THEN 'published' ELSE 'waiting' END = $5))
  ORDER BY b.accepted_at DESC, b.batch_id DESC LIMIT $6`;

export async function findBatches(db: Queryable, query: BatchQuery): Promise<FoundBatch[]> {
  const { sourceIds, feed, since, after, state, limit } = query;
  const { rows } = await db.query<BatchRow>(BATCHES, [sourceIds, feed, since, after, state, limit]);
  const ids = rows.map(({ batch_id }) => batch_id);
  const states = await countStates(db, ids);
  return rows.map((row) => ({
    batchId: row.batch_id,
    sourceId: row.source_id,
    feed: row.feed,
    acceptedAt: new Date(row.accepted_at).toISOString(),
    format: row.format,
    submittedBy: row.submitted_by,
    ...row.counts,
    states: states(row.batch_id),
  }));
}
