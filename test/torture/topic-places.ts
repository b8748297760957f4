import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { clusterGeneration } from '../../infra/kafka/cluster-generation.js';
import { endOffsets } from '../e2e/topic-contents.js';
import { waitUntil } from '../stack/fixtures.js';

/** Where a record lies, as `generation/topic/partition/offset`, and what its headers say that it is. */
export type Places = Map<string, string>;

export const placeOf = (generation: string, topic: string, partition: number, offset: number | string): string =>
  `${generation}/${topic}/${partition}/${offset}`;

/** Every record of these topics by its place, with its CloudEvents id. */
export async function readPlaces(kafka: Kafka, topics: readonly string[]): Promise<Places> {
  const generation = await clusterGeneration(kafka);
  const ends = await endOffsets(kafka, topics);
  const total = Object.values(ends)
    .flat()
    .reduce((sum, high) => sum + Number(high), 0);
  const places: Places = new Map();
  const consumer = kafka.consumer({ groupId: `torture-${randomUUID()}` });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ topic, partition, message: { offset, headers = {} } }) => {
        places.set(placeOf(generation, topic, partition, offset), String(headers['ce_id'] ?? ''));
      },
    });
    await waitUntil(`all ${total} records are read`, () => places.size >= total, 90_000);
  } finally {
    await consumer.disconnect();
  }
  return places;
}
