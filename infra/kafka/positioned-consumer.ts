import type { Kafka } from 'kafkajs';
import type pg from 'pg';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';
import { createBackOff } from '../process/back-off.js';
import type { Closable } from '../process/run-service.js';
import { sleep } from '../process/sleep.js';
import type { Apply } from './batch-applier.js';
import { createConsumerMetrics } from './consumer-metrics.js';
import { runConsumerSession } from './consumer-session.js';
import { readPositions, type StoredPosition } from './position-table.js';

export type PositionedConsumerOptions = {
  kafka: Kafka;
  pool: pg.Pool;
  /** Consumer group and name of the positions. */
  consumer: string;
  topics: readonly string[];
  logger: Logger;
  metrics?: Metrics;
  /** Records of one transaction, default 1000; all of one partition. */
  maxRecords?: number;
  /** Partitions whose batches are applied side by side, each in transactions of its own; default 1. */
  partitionsAtOnce?: number;
  /**
   * How long the group waits for a silent member, default 30 s: a transaction that takes longer costs a rebalance, not
   * data, and after an outage of the broker the partitions of the former session stay without a reader for so long.
   */
  sessionTimeoutMs?: number;
  /**
   * Writes the effect of the records within the transaction that also advances the position: either both or neither.
   * May be called again with records whose transaction did not commit. Retriable errors (connection, serialization,
   * deadlock, ServiceFailure with retriable) are tried again for ever; any other is reported to `onFatal`.
   */
  apply: Apply;
  afterCommit?: () => void;
  /** Told once; the consumer has stopped reading by then and only waits for close(). */
  onFatal: (error: unknown) => void;
};

export type PositionedConsumer = Closable & {
  /** Positions committed in the database, of the cluster generation being read; empty before the first join. */
  position: () => Promise<StoredPosition[]>;
  /** Whether the group has been joined and no crash is being recovered from, for readiness. */
  joined: () => boolean;
};

/**
 * Reads topics and applies each record once: the PostgreSQL position is the truth and changes in the transaction of the
 * data, fenced by an epoch per partition; Kafka's committed offset is only a hint. Returns at once; brokers, topics and
 * a database that are away are waited for.
 */
export async function startPositionedConsumer(options: PositionedConsumerOptions): Promise<PositionedConsumer> {
  const stopping = new AbortController();
  const state: { generation: string | null; joined: boolean } = { generation: null, joined: false };
  const supervised = supervise(options, stopping, state);
  return {
    position: () =>
      state.generation === null ? Promise.resolve([]) : readPositions(options.pool, options.consumer, state.generation),
    joined: () => state.joined,
    close: async () => {
      stopping.abort();
      await supervised;
    },
  };
}

/** Starts a new session whenever one has ended, until closed or failed for good. */
async function supervise(
  options: PositionedConsumerOptions,
  stopping: AbortController,
  state: { generation: string | null; joined: boolean },
): Promise<void> {
  const logger = options.logger.child({ consumer: options.consumer });
  const metrics = createConsumerMetrics(options.metrics, options.consumer);
  const backOff = createBackOff(500, 10_000);
  const session = {
    ...options,
    logger,
    metrics,
    afterCommit: options.afterCommit ?? (() => undefined),
    maxRecords: options.maxRecords ?? 1000,
    partitionsAtOnce: options.partitionsAtOnce ?? 1,
    sessionTimeoutMs: options.sessionTimeoutMs ?? 30_000,
    onFatal: (error: unknown) => {
      if (stopping.signal.aborted) return;
      stopping.abort();
      options.onFatal(error);
    },
    onJoined: (generation: string) => {
      Object.assign(state, { generation, joined: true });
      backOff.reset();
    },
  };
  while (!stopping.signal.aborted) {
    try {
      await runConsumerSession(session, stopping.signal);
    } catch (error) {
      const delay = backOff.next();
      metrics.restarted();
      logger.warn({ err: error, retryInMs: delay }, 'the consumer ended and is started again');
      state.joined = false;
      await sleep(delay, stopping.signal);
    }
  }
  state.joined = false;
}
