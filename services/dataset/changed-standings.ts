import type pg from 'pg';
import type { EventVerdict } from './event-verdict.js';
import { streamRows } from './stream-rows.js';

/** Events that stand differently in two schemas, as the first has them; a chunk at a time. */
export function changedStandings(client: pg.ClientBase, made: string, told: string): AsyncGenerator<EventVerdict[]> {
  const [now, before] = [client.escapeIdentifier(made), client.escapeIdentifier(told)];
  return streamRows<EventVerdict>(
    client,
    `SELECT department, source_id AS "sourceId", event_type AS "eventType", ledger_epoch AS "ledgerEpoch",
       ledger_seq AS "ledgerSeq", 'APPLIED' AS verdict, NULL AS "reasonCode"
     FROM ${now}.event_version n WHERE NOT EXISTS (SELECT FROM ${before}.event_version o
       WHERE (o.event_id, o.ledger_epoch, o.ledger_seq) = (n.event_id, n.ledger_epoch, n.ledger_seq))
     UNION ALL
     SELECT department, source_id, event_type, ledger_epoch, ledger_seq,
       CASE WHEN discarded THEN 'DISCARDED' ELSE 'PARKED' END, reason_code
     FROM ${now}.parked_message n
     WHERE department IS NOT NULL AND source_id IS NOT NULL AND event_type IS NOT NULL AND ledger_epoch IS NOT NULL
       AND ledger_seq IS NOT NULL AND NOT EXISTS (SELECT FROM ${before}.parked_message o
         WHERE (o.generation, o.topic, o.topic_partition, o.topic_offset, o.reason_code, o.discarded)
           = (n.generation, n.topic, n.topic_partition, n.topic_offset, n.reason_code, n.discarded))`,
  );
}
