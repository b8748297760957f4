import { IMPLIED_ROW } from '../ledger/ledger-version.js';
import type { Queryable } from './queryable.js';
import type { Receipt } from './receipt.js';

type CompleteListReceipt = NonNullable<Receipt['completeList']>;

/** Records named in a receipt; all of them are events of the batch. */
const RECORDS_NAMED = 100;

/** What became of a complete list beside its rows; null for a part of a list. */
export async function readCompleteList(db: Queryable, batchId: string): Promise<CompleteListReceipt | null> {
  const { rows } = await db.query<CompleteListReceipt>(
    `SELECT c.first_period || CASE WHEN c.last_period = c.first_period THEN '' ELSE '..' || c.last_period END AS period,
       c.withheld, count(v.record_id) FILTER (WHERE v.operation = 'RETRACT')::int AS retracted,
       count(v.record_id) FILTER (WHERE v.operation = 'ASSERT')::int AS restored,
       coalesce((array_agg(v.record_id ORDER BY v.record_id COLLATE "C") FILTER (WHERE v.operation = 'RETRACT'))[:${RECORDS_NAMED}], '{}') AS "recordIds"
     FROM complete_list c
     LEFT JOIN record_version v ON v.batch_id = c.batch_id AND v.row_number = ${IMPLIED_ROW}
     WHERE c.batch_id = $1 GROUP BY c.batch_id`,
    [batchId],
  );
  return rows[0] ?? null;
}

export function completeListNote({ period, withheld, retracted, restored }: CompleteListReceipt): string {
  if (withheld) {
    return `完整清单（${period}）有行的记录编号无法识别，可能正是其他记录，因此没有撤回任何未列入的记录。请改正这些行，把完整清单再报送一次。`;
  }
  const gone = retracted === 0 ? '没有漏列已报送的记录' : `未列入的 ${retracted} 条记录已撤回`;
  const back = restored === 0 ? '' : `，此前因未列入而撤回、本次又列入的 ${restored} 条已恢复`;
  return `完整清单（${period}）${gone}${back}。`;
}
