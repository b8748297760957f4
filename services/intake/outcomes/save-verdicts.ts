import type pg from 'pg';
import type { Outcome } from '../../../schemas/generated/event-types.js';

/**
 * Enters the dataset's verdicts. Within one dataset generation the highest outcomeSeq wins, so that messages may come
 * twice and late; another generation is another dataset, whose word counts as soon as it speaks.
 */
export async function saveVerdicts(client: pg.PoolClient, outcomes: readonly Outcome[]): Promise<void> {
  for (const { sourceId, datasetGeneration, outcomeSeq, verdicts } of outcomes) {
    await client.query(
      `UPDATE record_version v
       SET verdict = said.verdict, verdict_reason = said.reason, dataset_generation = $2, outcome_seq = $3
       FROM unnest($4::text[], $5::int[], $6::bigint[], $7::text[], $8::text[])
         AS said (event_type, ledger_epoch, ledger_seq, verdict, reason)
       WHERE v.source_id = $1 AND v.event_type = said.event_type AND v.ledger_epoch = said.ledger_epoch
         AND v.ledger_seq = said.ledger_seq
         AND (v.outcome_seq IS NULL OR v.dataset_generation <> $2 OR v.outcome_seq < $3)`,
      [
        sourceId,
        datasetGeneration,
        outcomeSeq,
        verdicts.map((verdict) => verdict.eventType),
        verdicts.map((verdict) => verdict.ledgerEpoch),
        verdicts.map((verdict) => verdict.ledgerSeq),
        verdicts.map((verdict) => verdict.verdict),
        verdicts.map((verdict) => verdict.reasonCode),
      ],
    );
  }
}
