import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { createSchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { wireFormat } from '../../../infra/registry/wire-format.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { Outcome } from '../../../schemas/generated/event-types.js';
import { departmentTopic, valueSubject } from '../../../schemas/topics.js';
import { DEPARTMENT, type IntakeUnderTest } from './intake-under-test.js';

/** Says what the dataset would say of a source's events. */
export async function answerOutcome(
  { namespace, registryUrl, kafka }: Pick<IntakeUnderTest, 'namespace' | 'registryUrl' | 'kafka'>,
  outcome: Omit<Outcome, 'standing'> & Partial<Pick<Outcome, 'standing'>>,
): Promise<void> {
  const topic = departmentTopic(namespace, DEPARTMENT, 'outcome');
  const schemaId = await createSchemaRegistry(registryUrl).idOf(valueSubject(topic));
  const producer = kafka.producer();
  await producer.connect();
  const value = wireFormat(schemaId, avroTypeOf(protocolSchemas.outcome).toBuffer({ standing: null, ...outcome }));
  await producer.send({ topic, messages: [{ key: outcome.sourceId, value }] });
  await producer.disconnect();
}
