import type { Kafka } from 'kafkajs';
import { withAdmin } from './topic-admin.js';

/** First offset that a partition still holds, and the one that its next record will have. */
export type PartitionEnd = { topic: string; partition: number; low: number; high: number };

/** What the partitions of topics hold at this moment. */
export function endOffsets(kafka: Kafka, topics: readonly string[]): Promise<PartitionEnd[]> {
  return withAdmin(kafka, async (admin) => {
    const ends: PartitionEnd[] = [];
    for (const topic of topics) {
      const offsets = await admin.fetchTopicOffsets(topic);
      ends.push(
        ...offsets.map(({ partition, low, high }) => ({ topic, partition, low: Number(low), high: Number(high) })),
      );
    }
    return ends;
  });
}
