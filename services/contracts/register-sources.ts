import type { Kafka } from 'kafkajs';
import { avroTypeOf } from '../../infra/registry/avro-type.js';
import type { SchemaRegistry } from '../../infra/registry/schema-registry.js';
import { wireFormat } from '../../infra/registry/wire-format.js';
import { protocolSchemas } from '../../schemas/generated/contract-index.js';
import type { SourceRegistration } from '../../schemas/generated/event-types.js';
import { hubTopic, valueSubject } from '../../schemas/topics.js';

/**
 * Publishes entries of the source register. The register is events, so that a rebuild knows who owned a source; this is
 * a deploy step like the registration of schemas. Saying an entry again changes nothing in the dataset.
 */
export async function publishSources(
  kafka: Kafka,
  registry: SchemaRegistry,
  namespace: string,
  sources: readonly SourceRegistration[],
): Promise<void> {
  if (sources.length === 0) return;
  const topic = hubTopic(namespace, 'source');
  const schemaId = await registry.idOf(valueSubject(topic));
  const type = avroTypeOf(protocolSchemas.source);
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    const messages = sources.map((source) => ({
      key: source.sourceId,
      value: wireFormat(schemaId, type.toBuffer(source)),
    }));
    await producer.send({ topic, acks: -1, messages });
  } finally {
    await producer.disconnect();
  }
}
