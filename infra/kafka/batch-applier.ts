import type { EachBatchPayload } from 'kafkajs';
import type pg from 'pg';
import type { Logger } from '../observability/logger.js';
import { inTransaction } from '../postgres/in-transaction.js';
import { isRetriable } from '../postgres/retriable-error.js';
import { createBackOff } from '../process/back-off.js';
import { ServiceFailure } from '../process/service-failure.js';
import { sleep } from '../process/sleep.js';
import type { ConsumerMetrics } from './consumer-metrics.js';
import type { Claim, PartitionClaims } from './partition-claims.js';
import { advancePosition, lockPosition } from './position-table.js';
import { receivedRecord, type ReceivedRecord } from './received-record.js';

export type Apply = (client: pg.PoolClient, records: ReceivedRecord[]) => Promise<void>;

export type ApplierOptions = {
  pool: pg.Pool;
  consumer: string;
  claims: PartitionClaims;
  apply: Apply;
  afterCommit: () => void;
  maxRecords: number;
  metrics: ConsumerMetrics;
  logger: Logger;
  /** null while positions are being read after a rebalance. */
  generation: () => string | null;
  /** Lowest offset that the broker had when the group was joined. */
  lowest: (topic: string, partition: number) => number;
  endOffset: (topic: string, partition: number) => Promise<number>;
  seek: (topic: string, partition: number, offset: number) => void;
  commitHint: (topic: string, partition: number, nextOffset: number) => Promise<void>;
  onFatal: (error: unknown) => void;
};

/** 'left': what remains of the batch is not resolved, so it is fetched again, by whoever owns the partition then. */
type Outcome = 'done' | 'left';

/** Between tries the session is kept alive in steps well below heartbeatInterval and sessionTimeout. */
const HEARTBEAT_STEP_MS = 1_000;

/** Applies one partition's batch in transactions of `maxRecords` that each hold the data and the new position. */
export function createBatchApplier(options: ApplierOptions): (payload: EachBatchPayload) => Promise<void> {
  return async (payload) => {
    const { topic, partition, highWatermark } = payload.batch;
    const records = payload.batch.messages.map((message) => receivedRecord(topic, partition, message));
    const [first] = records;
    const generation = options.generation();
    if (!first || generation === null) return;
    const key = { consumer: options.consumer, generation, topic, partition };
    const claim = await untilDone(options, payload, () => options.claims.take(key));
    if (claim === 'left') return;
    if (claim === null) return waitForMembership(payload);
    if (await isAheadOfLog(options, claim, Number(highWatermark))) return;
    if (!claim.startChecked && !checkStart(options, claim, first.offset)) return;
    const outcome = await applyChunks(options, payload, claim, records);
    options.metrics.lag(topic, partition, Math.max(0, Number(highWatermark) - claim.nextOffset));
    if (outcome === 'done') await options.commitHint(topic, partition, claim.nextOffset);
  };
}

async function waitForMembership(payload: EachBatchPayload): Promise<void> {
  await sleep(HEARTBEAT_STEP_MS);
  await payload.heartbeat();
}

/**
 * Compares the first batch of a claim with the position. A batch that begins above it is fetched again from the position,
 * once: offsets have gaps (compaction, transaction markers), so the second time it is taken as it comes.
 * @returns whether to go on with this batch
 */
function checkStart(options: ApplierOptions, claim: Claim, firstOffset: number): boolean {
  const { topic, partition } = claim.key;
  claim.startChecked = true;
  const lowest = options.lowest(topic, partition);
  if (claim.nextOffset > 0 && lowest > claim.nextOffset) {
    const place = { topic, partition, from: claim.nextOffset, to: lowest - 1 };
    options.logger.error(place, 'records were deleted by retention before they were consumed');
  }
  const target = Math.max(claim.nextOffset, lowest);
  if (firstOffset <= target) return true;
  options.logger.info({ topic, partition, found: firstOffset, position: target }, 'seeking back to the position');
  options.seek(topic, partition, target);
  return false;
}

/**
 * A topic that was deleted and created again starts at 0: everything below the old position would be skipped in silence.
 * The batch's own watermark may merely be old (another member went on meanwhile), so the broker is asked again.
 */
async function isAheadOfLog(options: ApplierOptions, claim: Claim, highWatermark: number): Promise<boolean> {
  if (claim.nextOffset <= highWatermark) return false;
  const end = await options.endOffset(claim.key.topic, claim.key.partition);
  if (claim.nextOffset <= end) return false;
  options.onFatal(positionAheadOfLog(claim, end));
  return true;
}

function positionAheadOfLog({ key, nextOffset }: Claim, highWatermark: number): ServiceFailure {
  return new ServiceFailure(
    `${key.topic}/${key.partition} ends at offset ${highWatermark}, but ${key.consumer} has already consumed up to ${nextOffset}: ` +
      'the topic was deleted and created again, or the cluster lost records. Restore the topic, or remove the rows of ' +
      'this topic from kafka_position if the new one is to be read from its beginning.',
    { code: 'POSITION_AHEAD_OF_LOG', retriable: false, context: { ...key, nextOffset, highWatermark } },
  );
}

async function applyChunks(
  options: ApplierOptions,
  payload: EachBatchPayload,
  claim: Claim,
  records: ReceivedRecord[],
): Promise<Outcome> {
  for (let start = 0; start < records.length; start += options.maxRecords) {
    if (!payload.isRunning() || payload.isStale()) return 'left';
    const chunk = records.slice(start, start + options.maxRecords);
    const outcome = await untilDone(options, payload, () => applyChunk(options, claim, chunk));
    if (outcome === 'left') return 'left';
    payload.resolveOffset(String(chunk.at(-1)?.offset));
    // An error of the heartbeat (rebalance) must escape: the rest of the batch may belong to another member (kafkajs #1720).
    await payload.heartbeat();
  }
  return 'done';
}

/** One transaction: fence, skip what is known, apply, advance. Trying it again after a lost answer of COMMIT is safe. */
async function applyChunk(options: ApplierOptions, claim: Claim, chunk: ReceivedRecord[]): Promise<Outcome> {
  const next = (chunk.at(-1)?.offset ?? 0) + 1;
  const applied = await inTransaction(options.pool, async (client) => {
    const position = await lockPosition(client, claim.key);
    if (position?.epoch !== claim.epoch) return null;
    const fresh = chunk.filter(({ offset }) => offset >= position.nextOffset);
    if (fresh.length === 0) return 0;
    await options.apply(client, fresh);
    await advancePosition(client, claim.key, next);
    return fresh.length;
  });
  if (applied === null) {
    options.claims.lost(claim);
    options.logger.warn({ ...claim.key, epoch: claim.epoch }, 'another consumer has claimed the partition');
    return 'left';
  }
  claim.nextOffset = Math.max(claim.nextOffset, next);
  options.metrics.applied(claim.key.topic, applied);
  options.metrics.skipped(claim.key.topic, chunk.length - applied);
  // Also when nothing was fresh: the answer of the COMMIT that applied these records may have been lost.
  options.afterCommit();
  return 'done';
}

/** Tries `work` until it succeeds, the consumer stops, or it fails for good (then onFatal is told and the batch is left). */
async function untilDone<T>(
  options: ApplierOptions,
  payload: EachBatchPayload,
  work: () => Promise<T>,
): Promise<T | 'left'> {
  const backOff = createBackOff(250, 10_000);
  while (payload.isRunning()) {
    try {
      return await work();
    } catch (error) {
      if (!isRetriable(error)) {
        options.onFatal(error);
        return 'left';
      }
      const delay = backOff.next();
      const { topic, partition } = payload.batch;
      options.metrics.retried();
      options.logger.warn(
        { err: error, topic, partition, retryInMs: delay },
        'a batch could not be applied, trying again',
      );
      await keepAlive(payload, delay);
    }
  }
  return 'left';
}

async function keepAlive(payload: EachBatchPayload, ms: number): Promise<void> {
  for (let left = ms; left > 0 && payload.isRunning(); left -= HEARTBEAT_STEP_MS) {
    await sleep(Math.min(left, HEARTBEAT_STEP_MS));
    await payload.heartbeat();
  }
}
