import { randomUUID } from 'node:crypto';
import type { Admin, Kafka } from 'kafkajs';
import { withAdmin } from '../../infra/kafka/topic-admin.js';
import { avroTypeOf } from '../../infra/registry/avro-type.js';
import type { SchemaRegistry } from '../../infra/registry/schema-registry.js';
import { readWireFormat } from '../../infra/registry/wire-format.js';
import { waitUntil } from '../stack/fixtures.js';

export type TopicRecord = { topic: string; key: Buffer | null; value: Buffer | null; headers: Record<string, unknown> };

/** Topics of one hub on a cluster. */
export async function topicsOf(kafka: Kafka, namespace: string): Promise<string[]> {
  const all = await withAdmin(kafka, (admin) => admin.listTopics());
  return all.filter((topic) => topic.startsWith(`${namespace}.`)).sort();
}

/** The offset after the last record, of every partition of these topics. */
export async function endOffsets(kafka: Kafka, topics: readonly string[]): Promise<Record<string, string[]>> {
  return withAdmin(kafka, async (admin) => Object.fromEntries(await Promise.all(topics.map(endsWith(admin)))));
}

const endsWith = (admin: Admin) => async (topic: string) => {
  const partitions = await admin.fetchTopicOffsets(topic);
  return [topic, partitions.sort((a, b) => a.partition - b.partition).map(({ high }) => high)] as const;
};

/** Everything that these topics hold, from the first record to what is the last now. */
export async function readTopics(kafka: Kafka, topics: readonly string[]): Promise<TopicRecord[]> {
  const total = Object.values(await endOffsets(kafka, topics))
    .flat()
    .reduce((sum, high) => sum + Number(high), 0);
  const groupId = `e2e-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId });
  const records: TopicRecord[] = [];
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ topic, message: { key, value, headers = {} } }) => {
        records.push({ topic, key, value, headers });
      },
    });
    await waitUntil(`all ${total} records of ${topics.length} topics are read`, () => records.length >= total, 60_000);
  } finally {
    await consumer.disconnect();
  }
  return records;
}

/** The record's value by the schema that it was written with. */
export async function decoded(registry: SchemaRegistry, value: Buffer): Promise<unknown> {
  const framed = readWireFormat(value);
  if (framed === null) throw new Error(`not in wire format: ${value.length} byte(s)`);
  return avroTypeOf(JSON.parse(await registry.schemaById(framed.schemaId)) as object).fromBuffer(framed.body);
}
