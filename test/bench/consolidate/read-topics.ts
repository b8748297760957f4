import { randomUUID } from 'node:crypto';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { withAdmin } from '../../../infra/kafka/topic-admin.js';

export type TopicMessage = { topic: string; partition: number; message: KafkaMessage };

/** How many records each topic has; none of these was ever cleaned, so offsets begin at 0 and have no gaps. */
export function recordsByTopic(kafka: Kafka, topics: readonly string[]): Promise<Map<string, number>> {
  return withAdmin(kafka, async (admin) => {
    const counted = topics.map(async (topic) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return [topic, offsets.reduce((sum, { high }) => sum + Number(high), 0)] as const;
    });
    return new Map(await Promise.all(counted));
  });
}

export const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

/** Everything that the topics hold now, each partition in its order. */
export async function readTopics(
  kafka: Kafka,
  topics: readonly string[],
  take: (record: TopicMessage) => void,
): Promise<void> {
  let left = sumOf(await recordsByTopic(kafka, topics));
  if (left === 0) return;
  const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}`, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  try {
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer
        .run({
          autoCommit: false,
          eachBatch: ({ batch: { topic, partition, messages } }) => {
            for (const message of messages) take({ topic, partition, message });
            left -= messages.length;
            if (left <= 0) resolve();
            return Promise.resolve();
          },
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}
