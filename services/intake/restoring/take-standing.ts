import type pg from 'pg';
import type { Outcome } from '../../../schemas/generated/event-types.js';
import { replayMissing } from '../operating/replay-events.js';

const RANGES = `unnest($2::text[], $3::int[], $4::bigint[], $5::bigint[]) AS has (event_type, ledger_epoch, from_seq, to_seq)
  WHERE has.event_type = v.event_type AND has.ledger_epoch = v.ledger_epoch
    AND v.ledger_seq BETWEEN has.from_seq AND has.to_seq`;

/**
 * What a restored dataset has of a source. Events among them that were not answered are applied; what was published and
 * is not among them it has lost: its former verdict no longer holds, and it is published again.
 */
export async function takeStanding(
  client: pg.PoolClient,
  { sourceId, datasetGeneration, standing }: Outcome,
): Promise<number> {
  if (!standing) return 0;
  const ranges = [
    standing.map((range) => range.eventType),
    standing.map((range) => range.ledgerEpoch),
    standing.map((range) => range.fromSeq),
    standing.map((range) => range.toSeq),
  ];
  await client.query(
    `UPDATE record_version v SET verdict = 'APPLIED', dataset_generation = $6
     WHERE v.source_id = $1 AND v.verdict IS NULL AND EXISTS (SELECT FROM ${RANGES})`,
    [sourceId, ...ranges, datasetGeneration],
  );
  const { rows } = await client.query<{ outbox_id: number; accepted_at: number }>(
    `UPDATE record_version v
     SET verdict = NULL, verdict_reason = NULL, outcome_seq = NULL, dataset_generation = NULL
     WHERE v.source_id = $1 AND v.topic_offset IS NOT NULL AND v.dataset_generation IS DISTINCT FROM $6
       AND NOT EXISTS (SELECT FROM ${RANGES})
     RETURNING v.outbox_id, v.accepted_at`,
    [sourceId, ...ranges, datasetGeneration],
  );
  if (rows.length === 0) return 0;
  const since = Math.min(...rows.map(({ accepted_at }) => accepted_at));
  await replayMissing(client, { sourceId, ids: rows.map(({ outbox_id }) => outbox_id), since });
  return rows.length;
}
