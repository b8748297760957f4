import type pg from 'pg';
import { appendToOutbox } from '../../../infra/outbox/append-to-outbox.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { KnownSequence, OutcomeRequest } from '../../../schemas/generated/event-types.js';
import { departmentTopic, valueSubject } from '../../../schemas/topics.js';

export type Asking = { namespace: string; department: string; now: () => number; newId: () => string };

/** What the ledger has of a source, by event type and epoch, and from where on it has no verdict. */
const KNOWN = `
  SELECT c.event_type AS "eventType", c.ledger_epoch AS "ledgerEpoch", c.last_seq AS "lastSeq",
    (SELECT min(v.ledger_seq) FROM record_version v WHERE v.source_id = c.source_id AND v.event_type = c.event_type
       AND v.ledger_epoch = c.ledger_epoch AND v.verdict IS NULL) AS "unansweredFrom"
  FROM ledger_counter c WHERE c.source_id = $1 AND c.last_seq > 0 ORDER BY c.event_type, c.ledger_epoch`;

/** Asks the dataset what it has of a source that this ledger has not, and for the verdicts that it has not heard. */
export async function askDataset(client: pg.PoolClient, sourceId: string, asking: Asking): Promise<void> {
  const { namespace, department } = asking;
  const { rows: known } = await client.query<KnownSequence>(KNOWN, [sourceId]);
  const { rows: epochs } = await client.query<{ epoch: number }>('SELECT epoch FROM ledger_epoch');
  const request: OutcomeRequest = {
    ...{ sourceId, department, known },
    requestId: asking.newId(),
    ledgerEpoch: epochs[0]?.epoch ?? 1,
    askedAt: asking.now(),
  };
  const topic = departmentTopic(namespace, department, 'outcome-request');
  const schema = protocolSchemas.outcomeRequest;
  const body = avroTypeOf(schema).toBuffer(request);
  const [outboxId] = await appendToOutbox(client, [
    { topic, key: sourceId, subject: valueSubject(topic), schema, body, headers: {} },
  ]);
  await client.query(
    `INSERT INTO ledger_question (request_id, source_id, outbox_id, asked_at) VALUES ($1, $2, $3, to_timestamp($4 / 1000.0))`,
    [request.requestId, sourceId, outboxId, request.askedAt],
  );
}
