import { type Consumer, type Kafka, PartitionAssigners } from 'kafkajs';
import type pg from 'pg';
import type { Logger } from '../observability/logger.js';
import { sleep } from '../process/sleep.js';
import { type Apply, createBatchApplier } from './batch-applier.js';
import type { ConsumerMetrics } from './consumer-metrics.js';
import { createPartitionClaims } from './partition-claims.js';
import { watchForTheEnd } from './session-end.js';
import { createStartPlaces } from './start-places.js';
import { assertTopicsExist, endOffset } from './topic-admin.js';

export type SessionOptions = {
  kafka: Kafka;
  pool: pg.Pool;
  consumer: string;
  topics: readonly string[];
  apply: Apply;
  afterCommit: () => void;
  maxRecords: number;
  partitionsAtOnce: number;
  sessionTimeoutMs: number;
  metrics: ConsumerMetrics;
  logger: Logger;
  onFatal: (error: unknown) => void;
  /** The group was joined and reading begins where the database says. */
  onJoined: (generation: string) => void;
};

const REBALANCE_TIMEOUT_MS = 120_000;
/** Longest wait of a fetch, and so of close(): with kafkajs' default every shutdown takes 5 s. */
const FETCH_WAIT_MS = 300;
const DISCONNECT_LIMIT_MS = 15_000;
/** Of one partition in one fetch: some thousand records, as a transaction takes them. A whole fetch has 10 MiB at most. */
const FETCH_BYTES = 4 * 1024 * 1024;

/**
 * One life of a kafkajs consumer, from connecting until it crashes, falls silent or the signal ends it.
 * @throws whatever ended it, unless that was the signal
 */
export async function runConsumerSession(options: SessionOptions, signal: AbortSignal): Promise<void> {
  await assertTopicsExist(options.kafka, options.topics);
  const consumer = createConsumer(options);
  const end = watchForTheEnd(consumer, signal);
  try {
    await Promise.race([end.reached, start(options, consumer, end)]);
    await end.reached;
  } finally {
    end.stopWatching();
    await disconnect(consumer);
  }
}

/** Leaves the group; a broker that is away must not keep the next session, or the process, waiting. */
async function disconnect(consumer: Consumer): Promise<void> {
  const done = new AbortController();
  const leaving = consumer.disconnect().catch(() => undefined);
  await Promise.race([leaving.finally(() => done.abort()), sleep(DISCONNECT_LIMIT_MS, done.signal)]);
}

function createConsumer({ kafka, consumer, sessionTimeoutMs }: SessionOptions): Consumer {
  return kafka.consumer({
    groupId: consumer,
    allowAutoTopicCreation: false,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    maxBytesPerPartition: FETCH_BYTES,
    partitionAssigners: [PartitionAssigners.roundRobin],
    // One way back only: every crash ends the session and the supervisor starts the next one.
    retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 5, restartOnFailure: () => Promise.resolve(false) },
  });
}

async function start(
  options: SessionOptions,
  consumer: Consumer,
  end: ReturnType<typeof watchForTheEnd>,
): Promise<void> {
  const claims = createPartitionClaims(options.pool);
  const places = createStartPlaces({ ...options, subscription: consumer, signal: end.signal });
  consumer.on(consumer.events.HEARTBEAT, claims.membershipConfirmed);
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    claims.forgetAll();
    places.joined(payload.memberAssignment);
  });
  const applyBatch = createBatchApplier({
    ...options,
    claims,
    generation: places.generation,
    lowest: places.lowest,
    endOffset: (topic, partition) => endOffset(options.kafka, topic, partition),
    seek: (topic, partition, offset) => consumer.seek({ topic, partition, offset: String(offset) }),
    commitHint: (topic, partition, nextOffset) => commitHint(options, consumer, topic, partition, nextOffset),
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: options.partitionsAtOnce,
    eachBatch: end.watched(applyBatch),
  });
}

/** Kafka's committed offset serves lag tools and a quicker start; when it is lost or wrong nothing is. */
async function commitHint(
  { logger }: SessionOptions,
  consumer: Consumer,
  topic: string,
  partition: number,
  nextOffset: number,
): Promise<void> {
  try {
    await consumer.commitOffsets([{ topic, partition, offset: String(nextOffset) }]);
  } catch (error) {
    logger.debug({ err: error, topic, partition }, 'the offset was not committed to Kafka');
  }
}
