import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EachBatchPayload } from 'kafkajs';
import { type ApplierOptions, createBatchApplier } from '../../../infra/kafka/batch-applier.js';
import { createConsumerMetrics } from '../../../infra/kafka/consumer-metrics.js';
import { createPartitionClaims, type PartitionClaims } from '../../../infra/kafka/partition-claims.js';
import { positionMigration, readPositions } from '../../../infra/kafka/position-table.js';
import { createTestDatabase, randomNamespace, type TestDatabase, testLogger } from '../../stack/fixtures.js';

jest.setTimeout(30_000);

const GENERATION = 'generation-1';

let database: TestDatabase;
let consumer: string;
beforeAll(async () => {
  database = await createTestDatabase([positionMigration]);
});
afterAll(() => database.drop());
beforeEach(() => {
  consumer = randomNamespace();
});

/** What kafkajs hands over: offsets of one partition, and what the handler did with them. */
function batchOf(offsets: number[], highWatermark = 1_000) {
  const resolved: string[] = [];
  const payload = {
    batch: {
      topic: 'topic',
      partition: 0,
      highWatermark: String(highWatermark),
      messages: offsets.map((offset) => ({
        offset: String(offset),
        key: Buffer.from('key'),
        value: Buffer.from('value'),
        timestamp: '0',
        attributes: 0,
      })),
    },
    isRunning: () => true,
    isStale: () => false,
    heartbeat: () => Promise.resolve(),
    resolveOffset: (offset: string) => resolved.push(offset),
  } as unknown as EachBatchPayload;
  return { payload, resolved };
}

function member(more: Partial<ApplierOptions> = {}) {
  const applied: number[] = [];
  const fatal: unknown[] = [];
  const sought: number[] = [];
  const claims: PartitionClaims = createPartitionClaims(database.pool);
  const handle = createBatchApplier({
    pool: database.pool,
    consumer,
    claims,
    apply: (_client, records) => {
      applied.push(...records.map(({ offset }) => offset));
      return Promise.resolve();
    },
    afterCommit: () => undefined,
    maxRecords: 2,
    metrics: createConsumerMetrics(undefined, consumer),
    logger: testLogger(),
    generation: () => GENERATION,
    lowest: () => 0,
    endOffset: () => Promise.resolve(1_000),
    seek: (_topic, _partition, offset) => sought.push(offset),
    commitHint: () => Promise.resolve(),
    onFatal: (error) => fatal.push(error),
    ...more,
  });
  return { handle, claims, applied, fatal, sought };
}

const position = async () => (await readPositions(database.pool, consumer, GENERATION))[0]?.nextOffset;

describe('two members that both believe they own a partition', () => {
  it('only the one that claimed last writes; the other leaves its batch', async () => {
    const [former, rightful] = [member(), member()];
    await former.handle(batchOf([0, 1]).payload);
    await rightful.handle(batchOf([0, 1, 2]).payload);
    const late = batchOf([2, 3]);
    await former.handle(late.payload);
    expect([former.applied, rightful.applied, late.resolved]).toEqual([[0, 1], [2], []]);
    expect(await position()).toBe(3);
  });

  it('the other claims again only after the coordinator has confirmed its membership', async () => {
    const [former, rightful] = [member(), member()];
    await former.handle(batchOf([0]).payload);
    await rightful.handle(batchOf([1]).payload);
    await former.handle(batchOf([2]).payload);
    await former.handle(batchOf([2]).payload);
    await rightful.handle(batchOf([2]).payload);
    expect([former.applied, rightful.applied]).toEqual([[0], [1, 2]]);
    former.claims.membershipConfirmed();
    await former.handle(batchOf([3]).payload);
    expect(former.applied).toEqual([0, 3]);
  });
});

describe('a batch', () => {
  it('is applied in chunks, each resolved after its commit', async () => {
    const one = member();
    const { payload, resolved } = batchOf([0, 1, 2, 3, 4]);
    await one.handle(payload);
    expect([one.applied, resolved]).toEqual([
      [0, 1, 2, 3, 4],
      ['1', '3', '4'],
    ]);
  });

  it('that was delivered before is skipped, wholly or in part', async () => {
    const one = member();
    await one.handle(batchOf([0, 1, 2]).payload);
    const again = batchOf([0, 1, 2, 3]);
    await one.handle(again.payload);
    expect([one.applied, again.resolved]).toEqual([
      [0, 1, 2, 3],
      ['1', '3'],
    ]);
  });

  it('that begins above the position is fetched again once, then accepted: offsets have gaps', async () => {
    const one = member();
    await one.handle(batchOf([5, 7]).payload);
    expect([one.applied, one.sought]).toEqual([[], [0]]);
    await one.handle(batchOf([5, 7]).payload);
    await one.handle(batchOf([11]).payload);
    expect([one.applied, one.sought, await position()]).toEqual([[5, 7, 11], [0], 12]);
  });

  it('that begins at the lowest offset of the broker is accepted at once', async () => {
    const one = member({ lowest: () => 5 });
    await one.handle(batchOf([5, 6]).payload);
    expect([one.applied, one.sought]).toEqual([[5, 6], []]);
  });

  it('with a stale watermark is not mistaken for a topic that was created again', async () => {
    await member().handle(batchOf([0, 1, 2]).payload);
    const one = member();
    await one.handle(batchOf([0, 1], 2).payload);
    expect([one.applied, one.fatal]).toEqual([[], []]);
    const truncated = member({ endOffset: () => Promise.resolve(2) });
    await truncated.handle(batchOf([0, 1], 2).payload);
    expect(truncated.fatal).toEqual([expect.objectContaining({ code: 'POSITION_AHEAD_OF_LOG' })]);
  });

  it('is left alone while positions are being read', async () => {
    const one = member({ generation: () => null });
    const { payload, resolved } = batchOf([0]);
    await one.handle(payload);
    expect([one.applied, resolved]).toEqual([[], []]);
  });

  it('is left when apply fails for good, with nothing written', async () => {
    const one = member({ apply: () => Promise.reject(new Error('bug')) });
    const { payload, resolved } = batchOf([0]);
    await one.handle(payload);
    expect([one.fatal, resolved, await position()]).toEqual([[new Error('bug')], [], 0]);
  });

  it('lets the error of a heartbeat escape, so that kafkajs joins again', async () => {
    const one = member();
    const { payload } = batchOf([0, 1, 2, 3]);
    payload.heartbeat = () => Promise.reject(new Error('REBALANCE_IN_PROGRESS'));
    await expect(one.handle(payload)).rejects.toThrow('REBALANCE_IN_PROGRESS');
    expect([one.applied, one.fatal]).toEqual([[0, 1], []]);
  });
});
