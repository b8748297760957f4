import type { Queryable } from './queryable.js';
import type { Receipt } from './receipt.js';

type States = Receipt['states'];

const BY_STATE = `
  SELECT batch_id, count(*)::int AS count,
    CASE WHEN verdict IS NOT NULL THEN lower(verdict)
         WHEN topic_offset IS NOT NULL THEN 'published' ELSE 'waiting' END AS state
  FROM record_version WHERE batch_id = ANY ($1) GROUP BY batch_id, state`;

/** Events of some batches by where they stand. */
export async function countStates(db: Queryable, batchIds: readonly string[]): Promise<(batchId: string) => States> {
  const { rows } = await db.query<{ batch_id: string; state: keyof States; count: number }>(BY_STATE, [batchIds]);
  return (batchId) => {
    const counts = { waiting: 0, published: 0, applied: 0, parked: 0, discarded: 0 };
    for (const row of rows) if (row.batch_id === batchId) counts[row.state] = row.count;
    return counts;
  };
}
