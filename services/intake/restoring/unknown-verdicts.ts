import type pg from 'pg';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import type { Outcome } from '../../../schemas/generated/event-types.js';
import { askDataset, type Asking } from './ask-dataset.js';
import { reopenLedger } from './reopen-ledger.js';

type Unknown = { sourceId: string; eventType: string; ledgerEpoch: number; ledgerSeq: number };

/**
 * Verdicts on numbers that this ledger never gave out say that it is not what it was. Of the present epoch: it was put
 * back without noticing, and is reopened. Of an earlier one: an event that came to the dataset after the ledger had
 * asked, and it asks again. Of a later one: another ledger has taken its place.
 *
 * @throws ServiceFailure LEDGER_SUPERSEDED
 */
export async function followUnknownVerdicts(
  client: pg.PoolClient,
  outcomes: readonly Outcome[],
  asking: Asking,
  sourceIds: ReadonlySet<string>,
): Promise<void> {
  const unknown = await unknownOf(client, outcomes);
  if (unknown.length === 0) return;
  const { rows } = await client.query<{ epoch: number }>('SELECT epoch FROM ledger_epoch FOR UPDATE');
  const epoch = rows[0]?.epoch ?? 1;
  const later = unknown.find(({ ledgerEpoch }) => ledgerEpoch > epoch);
  if (later) throw superseded(later, epoch);
  if (unknown.some(({ ledgerEpoch }) => ledgerEpoch === epoch)) return reopenLedger(client, asking, sourceIds);
  await remember(client, unknown, asking.now());
  for (const sourceId of new Set(unknown.map((one) => one.sourceId))) await askUnlessAsked(client, sourceId, asking);
}

async function unknownOf(client: pg.PoolClient, outcomes: readonly Outcome[]): Promise<Unknown[]> {
  const said = outcomes.flatMap(({ sourceId, verdicts }) => verdicts.map((verdict) => ({ ...verdict, sourceId })));
  const { rows } = await client.query<Unknown>(
    `SELECT source_id AS "sourceId", event_type AS "eventType", ledger_epoch AS "ledgerEpoch", ledger_seq AS "ledgerSeq"
     FROM unnest($1::text[], $2::text[], $3::int[], $4::bigint[]) AS said (source_id, event_type, ledger_epoch, ledger_seq)
     WHERE NOT EXISTS (SELECT FROM record_version v WHERE v.source_id = said.source_id AND v.event_type = said.event_type
       AND v.ledger_epoch = said.ledger_epoch AND v.ledger_seq = said.ledger_seq)`,
    [
      said.map((one) => one.sourceId),
      said.map((one) => one.eventType),
      said.map((one) => one.ledgerEpoch),
      said.map((one) => one.ledgerSeq),
    ],
  );
  return rows;
}

async function remember(client: pg.PoolClient, unknown: readonly Unknown[], now: number): Promise<void> {
  await client.query(
    `INSERT INTO unknown_verdict (source_id, event_type, ledger_epoch, ledger_seq, noticed_at)
     SELECT DISTINCT *, to_timestamp($5 / 1000.0) FROM unnest($1::text[], $2::text[], $3::int[], $4::bigint[])
     ON CONFLICT (source_id, event_type, ledger_epoch, ledger_seq) DO UPDATE SET noticed_at = EXCLUDED.noticed_at`,
    [
      unknown.map((one) => one.sourceId),
      unknown.map((one) => one.eventType),
      unknown.map((one) => one.ledgerEpoch),
      unknown.map((one) => one.ledgerSeq),
      now,
    ],
  );
}

/** A question under way may be answered without the event in question: it is looked at again when the answer is here. */
async function askUnlessAsked(client: pg.PoolClient, sourceId: string, asking: Asking): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM ledger_question WHERE source_id = $1 AND answered_at IS NULL', [
    sourceId,
  ]);
  if (rowCount === 0) await askDataset(client, sourceId, asking);
}

/** Once an answer is here: is there a verdict, noticed since the question, on a number that is still unknown? */
export async function askAgainIfDoubtful(
  client: pg.PoolClient,
  { sourceId, askedAt }: { sourceId: string; askedAt: number },
  asking: Asking,
): Promise<void> {
  await client.query(
    `DELETE FROM unknown_verdict u USING record_version v
     WHERE u.source_id = $1 AND v.source_id = u.source_id AND v.event_type = u.event_type
       AND v.ledger_epoch = u.ledger_epoch AND v.ledger_seq = u.ledger_seq`,
    [sourceId],
  );
  // What was noticed before the question and is not in the answer cannot be had: nobody can decode it.
  const { rowCount } = await client.query(
    'SELECT FROM unknown_verdict WHERE source_id = $1 AND noticed_at > to_timestamp($2 / 1000.0) LIMIT 1',
    [sourceId, askedAt],
  );
  if (rowCount !== 0) await askUnlessAsked(client, sourceId, asking);
}

function superseded({ sourceId, ledgerEpoch }: Unknown, epoch: number): ServiceFailure {
  return new ServiceFailure(
    `来源系统 ${sourceId} 已由另一个台账（第 ${ledgerEpoch} 代）接管，本台账（第 ${epoch} 代）停止工作，请停用本服务。Another ledger has taken over this source: stop this service.`,
    { code: 'LEDGER_SUPERSEDED', retriable: false, context: { sourceId, ledgerEpoch, epoch } },
  );
}
