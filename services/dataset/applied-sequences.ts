import type pg from 'pg';
import type { DatasetEvent } from './dataset-event.js';

/**
 * Adds the ledger numbers under which these events were delivered to those that are applied already. A union of sets:
 * order and repetition make no difference. Other consolidators of the same source wait for the commit from here on, so
 * call it late.
 */
export async function addAppliedSequences(client: pg.ClientBase, events: readonly DatasetEvent[]): Promise<void> {
  await client.query(
    `INSERT INTO applied_sequence AS known (source_id, event_type, ledger_epoch, sequences)
     SELECT source_id, event_type, ledger_epoch, range_agg(int8range(ledger_seq, ledger_seq, '[]'))
     FROM unnest($1::text[], $2::text[], $3::integer[], $4::bigint[])
       AS applied (source_id, event_type, ledger_epoch, ledger_seq)
     GROUP BY source_id, event_type, ledger_epoch
     ORDER BY source_id COLLATE "C", event_type COLLATE "C", ledger_epoch
     ON CONFLICT (source_id, event_type, ledger_epoch) DO UPDATE SET sequences = known.sequences + EXCLUDED.sequences
     WHERE NOT known.sequences @> EXCLUDED.sequences`,
    [
      events.map(({ header }) => header.sourceId),
      events.map(({ contract }) => contract.eventType),
      events.map(({ header }) => header.ledgerEpoch),
      events.map(({ header }) => header.ledgerSeq),
    ],
  );
}
