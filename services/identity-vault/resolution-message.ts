import type { OutboxMessage } from '../../infra/outbox/append-to-outbox.js';
import { avroTypeOf } from '../../infra/registry/avro-type.js';
import { protocolSchemas } from '../../schemas/generated/contract-index.js';
import type { PersonResolution } from '../../schemas/generated/event-types.js';
import { hubTopic, valueSubject } from '../../schemas/topics.js';

/** Encodes decisions for the outbox; key `<sourceId>/<identityRef>`, so that those of a reference stay in order. */
export function createResolutionMessages(namespace: string): (resolution: PersonResolution) => OutboxMessage {
  const topic = hubTopic(namespace, 'person-resolution');
  const type = avroTypeOf(protocolSchemas.personResolution);
  return (resolution) => {
    const key = `${resolution.sourceId}/${resolution.identityRef}`;
    return {
      topic,
      key,
      subject: valueSubject(topic),
      body: type.toBuffer(resolution),
      schema: protocolSchemas.personResolution,
      headers: {
        ce_specversion: '1.0',
        ce_id: `${key}/${resolution.sequence}`,
        ce_type: 'person-resolution',
        ce_source: 'identity-vault',
        ce_time: new Date(resolution.decidedAt).toISOString(),
      },
    };
  };
}
