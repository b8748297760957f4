import type { Kafka } from 'kafkajs';
import type pg from 'pg';
import { generationOf } from './cluster-generation.js';
import { readPositions } from './position-table.js';
import { withAdmin } from './topic-admin.js';

export type StartOffset = { topic: string; partition: number; offset: number; lowest: number; stored: number | null };

export type StartOffsets = { generation: string; offsets: StartOffset[] };

/** topic → its assigned partitions, as GROUP_JOIN tells. */
export type Assignment = Record<string, readonly number[]>;

/**
 * Where reading must begin in each assigned partition: at the database's position, never at Kafka's committed offset,
 * and not below the lowest offset that the broker still has.
 */
export async function findStartOffsets(
  kafka: Kafka,
  pool: pg.Pool,
  consumer: string,
  assignment: Assignment,
): Promise<StartOffsets> {
  const { generation, lowest } = await withAdmin(kafka, async (admin) => {
    const perTopic = Object.keys(assignment).map(async (topic) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return [topic, new Map(offsets.map(({ partition, low }) => [partition, Number(low)]))] as const;
    });
    return { generation: await generationOf(admin), lowest: new Map(await Promise.all(perTopic)) };
  });
  const stored = await readPositions(pool, consumer, generation);
  const offsets = Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.map((partition): StartOffset => {
      const position = stored.find((row) => row.topic === topic && row.partition === partition)?.nextOffset ?? null;
      const low = lowest.get(topic)?.get(partition) ?? 0;
      return { topic, partition, stored: position, lowest: low, offset: Math.max(position ?? 0, low) };
    }),
  );
  return { generation, offsets };
}
