import type { BasisKind } from '../../../connectors/connector.js';
import type { OutboxMessage } from '../../../infra/outbox/append-to-outbox.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import type { EventContract } from '../../../schemas/contract.js';
import { eventId } from '../../../schemas/event-id.js';
import type { EventHeader } from '../../../schemas/generated/event-types.js';
import { eventTopic, recordKey, valueSubject } from '../../../schemas/topics.js';
import type { Source } from '../sources.js';
import type { Publication } from './decide-chunk.js';
import type { EventContent } from './ledger-version.js';

export type EventContext = {
  source: Source;
  contract: EventContract;
  namespace: string;
  basisKind: BasisKind;
  acceptedAt: number;
};

/** The header of an event (schemas/header.avsc). */
export function eventHeader(
  { recordId, version, row }: Publication,
  { recordedAt, reason, replaces }: EventContent,
  { ledgerSeq, deliveredUpTo }: Pick<EventHeader, 'ledgerSeq' | 'deliveredUpTo'>,
  { source, contract, basisKind, acceptedAt }: EventContext,
): EventHeader {
  const { basisEra, basis, ledgerEpoch, revision, operation, contentDigest, period } = version;
  const { sourceId, department, reportingUnit } = source;
  const { eventType, contractVersion } = contract;
  return {
    eventId: eventId({ sourceId, eventType, recordId, basisEra, basis, revision, operation, contentDigest }),
    ...{ sourceId, department, reportingUnit, recordId, basisEra, basisKind, basis, ledgerEpoch, revision, operation },
    ...{ reason, replaces, period, recordedAt, acceptedAt, batchId: row.batchId, rowNumber: row.rowNumber },
    ...{ ledgerSeq, contentDigest, contractVersion, deliveredUpTo },
  };
}

/** The event as the outbox takes it. */
export function eventMessage(header: EventHeader, { payload }: EventContent, context: EventContext): OutboxMessage {
  const { contract, namespace, source } = context;
  const topic = eventTopic(namespace, source.department, contract.eventType);
  return {
    topic,
    key: recordKey(header.sourceId, header.recordId),
    subject: valueSubject(topic),
    schema: contract.avroSchema,
    body: avroTypeOf(contract.avroSchema).toBuffer({ header, payload }),
    headers: kafkaHeaders(header, contract.eventType),
  };
}

/** CloudEvents in binary mode, and what the books need of an event that cannot be decoded. */
function kafkaHeaders(header: EventHeader, eventType: string): Record<string, string> {
  const traceId = header.batchId.replaceAll('-', '');
  const spanId = header.eventId.replaceAll('-', '').slice(0, 16);
  return {
    ce_specversion: '1.0',
    ce_id: header.eventId,
    ce_type: `cn.work-injury.${eventType}.v1`,
    ce_source: `/sources/${header.sourceId}`,
    ce_time: new Date(header.acceptedAt).toISOString(),
    ce_subject: header.recordId,
    // One trace a submission, so that everything that came of a batch is found together.
    traceparent: `00-${traceId}-${spanId}-01`,
    hub_ledger_epoch: String(header.ledgerEpoch),
    hub_ledger_seq: String(header.ledgerSeq),
    hub_period: header.period,
  };
}
