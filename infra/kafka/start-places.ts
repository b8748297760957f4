// A default import: Node sees only some of this CommonJS module's names, the error classes not among them.
import kafkajs from 'kafkajs';
import type { Consumer, Kafka } from 'kafkajs';
import type pg from 'pg';
import type { Logger } from '../observability/logger.js';
import { isRetriable } from '../postgres/retriable-error.js';
import { createBackOff } from '../process/back-off.js';
import { sleep } from '../process/sleep.js';
import { type Assignment, findStartOffsets, type StartOffsets } from './start-offsets.js';

type StartPlacesOptions = {
  kafka: Kafka;
  pool: pg.Pool;
  consumer: string;
  subscription: Pick<Consumer, 'pause' | 'resume' | 'seek'>;
  signal: AbortSignal;
  logger: Logger;
  onFatal: (error: unknown) => void;
  onJoined: (generation: string) => void;
};

export type StartPlaces = {
  joined: (assignment: Assignment) => void;
  /** Of the cluster, or null until the positions of the present assignment are known. */
  generation: () => string | null;
  lowest: (topic: string, partition: number) => number;
};

/**
 * After every join, reading starts at the database's positions. kafkajs does not wait for listeners of GROUP_JOIN, so the
 * partitions are paused at once, and resumed when the positions have been read and sought. Without the seek, a partition
 * whose committed offset is at its end while the database is behind would never deliver a batch that shows it.
 */
export function createStartPlaces(options: StartPlacesOptions): StartPlaces {
  let current: StartOffsets | null = null;
  let joins = 0;
  const joined = async (assignment: Assignment) => {
    joins += 1;
    const join = joins;
    const isObsolete = () => join !== joins || options.signal.aborted;
    current = null;
    const partitions = Object.entries(assignment).map(([topic, list]) => ({ topic, partitions: [...list] }));
    options.subscription.pause(partitions);
    const found = await findUntilFound(options, assignment, isObsolete);
    if (found === null || isObsolete()) return;
    current = found;
    for (const { topic, partition, offset } of found.offsets) {
      options.subscription.seek({ topic, partition, offset: String(offset) });
    }
    options.subscription.resume(partitions);
    options.onJoined(found.generation);
  };
  return {
    joined: (assignment) => {
      joined(assignment).catch((error: unknown) => {
        // pause, seek and resume throw once the consumer has been stopped.
        if (!options.signal.aborted) options.onFatal(error);
      });
    },
    generation: () => current?.generation ?? null,
    lowest: (topic, partition) =>
      current?.offsets.find((place) => place.topic === topic && place.partition === partition)?.lowest ?? 0,
  };
}

async function findUntilFound(
  { kafka, pool, consumer, signal, logger }: StartPlacesOptions,
  assignment: Assignment,
  isObsolete: () => boolean,
): Promise<StartOffsets | null> {
  const backOff = createBackOff(250, 5_000);
  while (!isObsolete()) {
    try {
      return await findStartOffsets(kafka, pool, consumer, assignment);
    } catch (error) {
      if (!isRetriable(error) && !(error instanceof kafkajs.KafkaJSError)) throw error;
      const delay = backOff.next();
      logger.warn({ err: error, retryInMs: delay }, 'positions could not be read, trying again');
      await sleep(delay, signal);
    }
  }
  return null;
}
