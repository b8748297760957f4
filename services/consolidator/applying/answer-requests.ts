import type pg from 'pg';
import { appendToOutbox, type OutboxMessage } from '../../../infra/outbox/append-to-outbox.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { readWireFormat } from '../../../infra/registry/wire-format.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { LedgerRecovery, OutcomeRequest, RecoveredEvent } from '../../../schemas/generated/event-types.js';
import { departmentTopic, valueSubject } from '../../../schemas/topics.js';
import { eventsUnknownTo, verdictsOwed, type VerdictedEvent } from '../../dataset/ledger-recovery.js';
import type { EventVerdict } from '../../dataset/event-verdict.js';

/** Of bodies and headers; the broker takes 1 MiB, and the schemas come on top. */
const BYTES_A_PART = 400 * 1024;

/**
 * Answers ledgers that were restored from a backup: the events that they lost, through the outbox, and the verdicts that
 * they have not heard.
 *
 * @returns the verdicts, to be sent with those of the transaction
 */
export async function answerRequests(
  client: pg.PoolClient,
  requests: readonly OutcomeRequest[],
  namespace: string,
): Promise<EventVerdict[]> {
  const verdicts: EventVerdict[] = [];
  for (const request of requests) {
    await appendToOutbox(
      client,
      recoveryMessages(request, await eventsUnknownTo(client, request, request.known), namespace),
    );
    const { department, sourceId } = request;
    const owed = await verdictsOwed(client, request, request.known);
    verdicts.push(...owed.map((verdict) => ({ ...verdict, department, sourceId })));
  }
  return verdicts;
}

function recoveryMessages(
  request: OutcomeRequest,
  lost: readonly VerdictedEvent[],
  namespace: string,
): OutboxMessage[] {
  const topic = departmentTopic(namespace, request.department, 'ledger-recovery');
  const schema = protocolSchemas.ledgerRecovery;
  // A ledger that has everything is told so: it waits for the answer.
  const parts = partsOf(lost.filter(isLegible));
  return parts.map((events, at) => {
    const recovery = recoveryOf(request, events, at + 1, parts.length);
    const body = avroTypeOf(schema).toBuffer(recovery);
    return { topic, key: request.sourceId, subject: valueSubject(topic), schema, body, headers: {} };
  });
}

type LegibleEvent = VerdictedEvent & { record: { value: Buffer; writerSchema: string } };

/** What nobody can decode has no content that a ledger could decide with; it stays parked. */
function isLegible(event: VerdictedEvent): event is LegibleEvent {
  const { value, writerSchema } = event.record;
  return value !== null && writerSchema !== null && readWireFormat(value) !== null;
}

function partsOf(events: readonly LegibleEvent[]): LegibleEvent[][] {
  const parts: LegibleEvent[][] = [[]];
  let bytes = 0;
  for (const event of events) {
    const size = event.record.value.length + JSON.stringify(event.record.headers).length;
    if (bytes > 0 && bytes + size > BYTES_A_PART) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(event);
    bytes += size;
  }
  return parts;
}

function recoveryOf(
  { sourceId, requestId }: OutcomeRequest,
  events: readonly LegibleEvent[],
  part: number,
  parts: number,
): LedgerRecovery {
  const schemas = [...new Set(events.map(({ record }) => record.writerSchema))];
  return { sourceId, requestId, part, parts, schemas, events: events.map((event) => recoveredEvent(event, schemas)) };
}

function recoveredEvent({ record, eventType, verdict, reasonCode }: LegibleEvent, schemas: string[]): RecoveredEvent {
  const { generation, topic, partition, offset } = record.position;
  return {
    ...{ eventType, generation, topic, partition, offset, verdict, reasonCode },
    key: record.key ?? '',
    headers: JSON.stringify(record.headers),
    schema: schemas.indexOf(record.writerSchema),
    body: readWireFormat(record.value)?.body ?? Buffer.alloc(0),
  };
}
