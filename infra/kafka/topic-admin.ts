import type { Admin, Kafka } from 'kafkajs';
import { ServiceFailure } from '../process/service-failure.js';

export type TopicSpec = { topic: string; partitions: number; config?: Record<string, string> };

/**
 * Creates the topics that are missing, with the broker's default replication factor. Existing topics are left as they
 * are: more partitions would change which partition a key belongs to, and settings may have been tuned by the operator.
 */
export async function ensureTopics(kafka: Kafka, topics: readonly TopicSpec[]): Promise<void> {
  await withAdmin(kafka, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter(({ topic }) => !existing.has(topic));
    if (missing.length === 0) return;
    // False when another process created one of them in the same moment; waitForLeaders makes them usable at once.
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map(({ topic, partitions, config = {} }) => ({
        topic,
        numPartitions: partitions,
        configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
      })),
    });
  });
}

/** Runs `work` with an administrative connection that is closed afterwards. */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** @throws ServiceFailure TOPIC_MISSING (retriable): subscribing to a topic that is created later would go unnoticed */
export async function assertTopicsExist(kafka: Kafka, topics: readonly string[]): Promise<void> {
  const existing = new Set(await withAdmin(kafka, (admin) => admin.listTopics()));
  const missing = topics.filter((topic) => !existing.has(topic));
  if (missing.length === 0) return;
  throw new ServiceFailure(
    `Topics expected but not found on the cluster: ${missing.join(', ')}. Create them with the deploy step; until then this consumer looks again.`,
    { code: 'TOPIC_MISSING', retriable: true, context: { missing } },
  );
}

/** The offset that the next record of a partition will get. */
export async function endOffset(kafka: Kafka, topic: string, partition: number): Promise<number> {
  const offsets = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic));
  return Number(offsets.find((row) => row.partition === partition)?.high ?? 0);
}
