import type { Receipt } from './receipt.js';
import type { Queryable } from './queryable.js';

/** Rows of a batch by outcome as they were when it was accepted; a row counted as unchanged may be published later. */
export type ReceiptCounts = Pick<Receipt, 'rows' | 'warnings'>;

type OutcomeCount = { outcome: Exclude<keyof Receipt['rows'], 'submitted'>; count: number; warned: number };

const BY_OUTCOME = `
  SELECT outcome, count(*)::int AS count,
    count(*) FILTER (WHERE findings <> '[]' AND findings @> '[{"severity": "warning"}]')::int AS warned
  FROM batch_row WHERE batch_id = $1 GROUP BY outcome`;

/** Counts the rows of a batch and keeps what was counted with it; in the transaction that takes it in. */
export async function saveReceiptCounts(db: Queryable, batchId: string): Promise<void> {
  const counts = await countRows(db, batchId);
  await db.query('UPDATE batch SET counts = $2 WHERE batch_id = $1', [batchId, JSON.stringify(counts)]);
}

/** Rows by outcome as of now. Only an unchanged row can become something else: nothing is counted where there is none. */
export async function rowsNow(db: Queryable, batchId: string, { rows }: ReceiptCounts): Promise<Receipt['rows']> {
  return rows.unchanged === 0 ? rows : (await countRows(db, batchId)).rows;
}

async function countRows(db: Queryable, batchId: string): Promise<ReceiptCounts> {
  const { rows: found } = await db.query<OutcomeCount>(BY_OUTCOME, [batchId]);
  const rows = { submitted: 0, new: 0, corrected: 0, retracted: 0, unchanged: 0, rejected: 0 };
  let warnings = 0;
  for (const { outcome, count, warned } of found) {
    rows[outcome] = count;
    rows.submitted += count;
    if (outcome !== 'rejected') warnings += warned;
  }
  return { rows, warnings };
}

export async function saveSignature(db: Queryable, batchId: string, signature: string): Promise<void> {
  await db.query('UPDATE batch SET signature = $2 WHERE batch_id = $1', [batchId, signature]);
}
