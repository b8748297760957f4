import type { Message } from 'kafkajs';
import { readWireFormat, wireFormat } from '../../../infra/registry/wire-format.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { eventId } from '../../../schemas/event-id.js';
import type {
  EventHeader,
  LedgerStatement,
  PersonResolution,
  SourceRegistration,
} from '../../../schemas/generated/event-types.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import { recordKey } from '../../../schemas/topics.js';
import type { TopicRole } from '../../../services/consolidator/receiving/topic-roles.js';
import { orderOf } from '../../../services/dataset/dataset-event.js';
import type { TopicMessage } from './read-topics.js';

type Event = { header: EventHeader; payload: object | null };

/**
 * The same said by another province: its sources and persons bear other names, so that records, ledgers and references
 * are its own; what the records say is untouched, and every event keeps all rules.
 */
export function copied({ message }: TopicMessage, role: TopicRole, copy: number): Message {
  const value = message.value ?? Buffer.alloc(0);
  const { schemaId, body } = readWireFormat(value) ?? { schemaId: 0, body: value };
  const other = (name: string) => `${name}-${copy}`;
  const framed = (schema: object, said: object) => wireFormat(schemaId, avroTypeOf(schema).toBuffer(said));
  const read = (schema: object) => avroTypeOf(schema).fromBuffer(body) as unknown;
  switch (role.kind) {
    case 'event': {
      const { avroSchema } = role.contract;
      const event = copiedEvent(read(avroSchema) as Event, role.contract.eventType, other);
      const { sourceId, recordId } = event.header;
      const headers = { ...message.headers, ce_id: event.header.eventId, ce_source: `/sources/${sourceId}` };
      return { key: recordKey(sourceId, recordId), value: framed(avroSchema, event), headers };
    }
    case 'person-resolution': {
      const said = read(protocolSchemas.personResolution) as PersonResolution;
      const personId = said.personId === null ? null : other(said.personId);
      const resolution = { ...said, sourceId: other(said.sourceId), personId };
      return { key: message.key, value: framed(protocolSchemas.personResolution, resolution) };
    }
    case 'source': {
      const said = read(protocolSchemas.source) as SourceRegistration;
      const replaces = said.replaces === null ? null : other(said.replaces);
      const source = { ...said, sourceId: other(said.sourceId), replaces };
      return { key: source.sourceId, value: framed(protocolSchemas.source, source) };
    }
    case 'decision':
    case 'outcome-request':
      throw new Error('nobody decides or restores anything in a province that is measured');
    case 'ledger-statement': {
      const said = read(protocolSchemas.ledgerStatement) as LedgerStatement;
      const statement = { ...said, sourceId: other(said.sourceId) };
      return { key: statement.sourceId, value: framed(protocolSchemas.ledgerStatement, statement) };
    }
  }
}

function copiedEvent({ header, payload }: Event, eventType: string, other: (name: string) => string): Event {
  const sourceId = other(header.sourceId);
  const replaces = header.replaces && { ...header.replaces, sourceId: other(header.replaces.sourceId) };
  const id = eventId({ sourceId, eventType, recordId: header.recordId, ...orderOf(header) });
  return { header: { ...header, sourceId, replaces, eventId: id }, payload };
}
