import type pg from 'pg';
import type { LedgerRecovery } from '../../../schemas/generated/event-types.js';
import { adoptEvents } from './adopt-events.js';
import type { Asking } from './ask-dataset.js';
import { openWhenAnswered } from './reopen-ledger.js';
import { askAgainIfDoubtful } from './unknown-verdicts.js';

type Question = { source_id: string; asked_at: number; complete: boolean };

/** Takes a part of the dataset's answer; the last one opens the ledger. Parts may come twice and in any order. */
export async function takeRecovery(client: pg.PoolClient, recovery: LedgerRecovery, asking: Asking): Promise<number> {
  const adopted = await adoptEvents(client, recovery);
  const { rows } = await client.query<Question>(
    `UPDATE ledger_question SET parts = array(SELECT DISTINCT unnest(parts || $2::int)),
       answered_at = CASE WHEN cardinality(array(SELECT DISTINCT unnest(parts || $2::int))) = $3 THEN clock_timestamp() END
     WHERE request_id = $1 AND answered_at IS NULL
     RETURNING source_id, asked_at, answered_at IS NOT NULL AS complete`,
    [recovery.requestId, recovery.part, recovery.parts],
  );
  const [question] = rows;
  if (!question?.complete) return adopted;
  await askAgainIfDoubtful(client, { sourceId: question.source_id, askedAt: question.asked_at }, asking);
  await openWhenAnswered(client);
  return adopted;
}
