import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Kafka } from 'kafkajs';
import type pg from 'pg';
import { clusterGeneration } from '../../../infra/kafka/cluster-generation.js';
import { createKafka } from '../../../infra/kafka/kafka-client.js';
import { claimPosition, positionMigration } from '../../../infra/kafka/position-table.js';
import {
  type PositionedConsumer,
  type PositionedConsumerOptions,
  startPositionedConsumer,
} from '../../../infra/kafka/positioned-consumer.js';
import { ensureTopics, withAdmin } from '../../../infra/kafka/topic-admin.js';
import { createPool } from '../../../infra/postgres/pool.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import {
  createTestDatabase,
  dropTopics,
  randomNamespace,
  stackUnderTest,
  type TestDatabase,
  testLogger,
  waitUntil,
} from '../../stack/fixtures.js';
import { createCuttableProxy, createCuttableSockets } from './outages.js';

jest.setTimeout(90_000);

const kafka = createKafka({ brokers: stackUnderTest().brokers, clientId: 'test', logger: testLogger() });
let database: TestDatabase;
let namespace: string;
const created: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase([
    positionMigration,
    {
      name: 'applied',
      up: async (knex) => {
        // No unique key: a record applied twice must show, not be refused.
        await knex.raw('CREATE TABLE applied (topic text, topic_partition int, topic_offset bigint, value text)');
      },
    },
  ]);
});
afterAll(async () => {
  await dropTopics(kafka, created);
  await database.drop();
});
beforeEach(() => {
  namespace = randomNamespace();
});

async function topicNamed(name: string, partitions = 1): Promise<string> {
  const topic = `${namespace}.${name}`;
  await ensureTopics(kafka, [{ topic, partitions }]);
  created.push(topic);
  return topic;
}

async function produce(topic: string, from: number, to: number): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  const messages = Array.from({ length: to - from }, (_, index) => ({
    key: `key-${from + index}`,
    value: `value-${from + index}`,
    headers: { number: String(from + index) },
  }));
  await producer.send({ topic, messages });
  await producer.disconnect();
}

const record: PositionedConsumerOptions['apply'] = async (client, records) => {
  await client.query('INSERT INTO applied SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[], $4::text[])', [
    records.map(({ topic }) => topic),
    records.map(({ partition }) => partition),
    records.map(({ offset }) => offset),
    records.map(({ value }) => value?.toString()),
  ]);
};

type Started = { consumer: PositionedConsumer; fatal: unknown[] };

async function start(topics: string[], more: Partial<PositionedConsumerOptions> = {}): Promise<Started> {
  const fatal: unknown[] = [];
  const consumer = await startPositionedConsumer({
    kafka,
    pool: database.pool,
    consumer: `${namespace}.consumer`,
    topics,
    logger: testLogger(),
    apply: record,
    onFatal: (error) => {
      testLogger().error({ err: error }, 'fatal');
      fatal.push(error);
    },
    ...more,
  });
  return { consumer, fatal };
}

async function appliedOf(topic: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ value: string }>(
    'SELECT value FROM applied WHERE topic = $1 ORDER BY topic_partition, topic_offset',
    [topic],
  );
  return rows.map(({ value }) => value);
}

const values = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `value-${from + index}`);

async function expectOnce(topic: string, from: number, to: number): Promise<void> {
  await waitUntil(`${to - from} records applied`, async () => (await appliedOf(topic)).length >= to - from, 60_000);
  expect((await appliedOf(topic)).sort()).toEqual(values(from, to).sort());
}

describe('a positioned consumer', () => {
  it('applies every record of several topics and partitions once and says where it stands', async () => {
    const [first, second] = [await topicNamed('first', 3), await topicNamed('second')];
    await produce(first, 0, 250);
    const { consumer, fatal } = await start([first, second], { maxRecords: 20 });
    await produce(second, 0, 30);
    await expectOnce(first, 0, 250);
    await expectOnce(second, 0, 30);
    const positions = await consumer.position();
    const sum = (topic: string) => positions.filter((p) => p.topic === topic).reduce((s, p) => s + p.nextOffset, 0);
    expect([sum(first), sum(second)]).toEqual([250, 30]);
    expect(consumer.joined()).toBe(true);
    await consumer.close();
    expect(fatal).toEqual([]);
  });

  it('closes within two seconds when idle', async () => {
    const { consumer } = await start([await topicNamed('idle')]);
    await waitUntil('joined', consumer.joined);
    const began = Date.now();
    await consumer.close();
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  it('applies once when a transaction fails after it has written', async () => {
    const topic = await topicNamed('deadlock');
    await produce(topic, 0, 50);
    let failures = 3;
    const { consumer, fatal } = await start([topic], {
      maxRecords: 20,
      apply: async (client, records) => {
        await record(client, records);
        if (failures-- > 0) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      },
    });
    await expectOnce(topic, 0, 50);
    await consumer.close();
    expect(fatal).toEqual([]);
  });

  it('goes on where the database stands when it died between applying and committing', async () => {
    const topic = await topicNamed('death');
    await produce(topic, 0, 60);
    const first = await start([topic], {
      maxRecords: 20,
      apply: async (client, records) => {
        await record(client, records);
        if (records[0]?.offset === 20) throw new ServiceFailure('killed', { code: 'KILLED', retriable: false });
      },
    });
    await waitUntil('fatal', () => first.fatal.length > 0);
    await first.consumer.close();
    expect(await appliedOf(topic)).toEqual(values(0, 20));
    expect(first.fatal).toEqual([expect.objectContaining({ code: 'KILLED' })]);
    const second = await start([topic]);
    await expectOnce(topic, 0, 60);
    await second.consumer.close();
  });

  it('applies once when the answer of COMMIT is lost', async () => {
    const topic = await topicNamed('lost-commit');
    await produce(topic, 0, 40);
    const { consumer } = await start([topic], { pool: losingCommits(database.pool, 2), maxRecords: 10 });
    await expectOnce(topic, 0, 40);
    await consumer.close();
  });

  it('reads from the database position when the committed offset of Kafka is ahead of it', async () => {
    const topic = await topicNamed('ahead');
    await produce(topic, 0, 30);
    const groupId = `${namespace}.consumer`;
    await withAdmin(kafka, (admin) =>
      admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '30' }] }),
    );
    const { consumer } = await start([topic]);
    await expectOnce(topic, 0, 30);
    await consumer.close();
  });

  it('skips what the database already has when the committed offset of Kafka is behind', async () => {
    const topic = await topicNamed('behind');
    await produce(topic, 0, 30);
    const first = await start([topic]);
    await expectOnce(topic, 0, 30);
    await first.consumer.close();
    const groupId = `${namespace}.consumer`;
    await withAdmin(kafka, (admin) =>
      admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '0' }] }),
    );
    await produce(topic, 30, 35);
    const second = await start([topic]);
    await expectOnce(topic, 0, 35);
    await second.consumer.close();
  });

  it('applies once when its claim is taken by somebody else in between', async () => {
    const topic = await topicNamed('fenced');
    await produce(topic, 0, 10);
    const { consumer, fatal } = await start([topic]);
    await expectOnce(topic, 0, 10);
    const generation = await clusterGeneration(kafka);
    const key = { consumer: `${namespace}.consumer`, generation, topic, partition: 0 };
    const { epoch } = await claimPosition(database.pool, key);
    await produce(topic, 10, 20);
    await expectOnce(topic, 0, 20);
    expect((await claimPosition(database.pool, key)).epoch).toBe(epoch + 2);
    await consumer.close();
    expect(fatal).toEqual([]);
  });

  it('shares partitions with a second member that joins and leaves, and every record is applied once', async () => {
    const topic = await topicNamed('shared', 4);
    const slowly: PositionedConsumerOptions['apply'] = async (client, records) => {
      await client.query('SELECT pg_sleep(0.01)');
      await record(client, records);
    };
    const first = await start([topic], { maxRecords: 5, apply: slowly });
    await produce(topic, 0, 400);
    const second = await start([topic], { maxRecords: 5, apply: slowly });
    await produce(topic, 400, 800);
    await waitUntil('the second has joined', second.consumer.joined);
    await produce(topic, 800, 1000);
    await second.consumer.close();
    await produce(topic, 1000, 1100);
    await expectOnce(topic, 0, 1100);
    await first.consumer.close();
    expect([first.fatal, second.fatal]).toEqual([[], []]);
  });

  it('begins at the lowest offset that the broker still has', async () => {
    const topic = await topicNamed('retention');
    await produce(topic, 0, 40);
    await withAdmin(kafka, async (admin) => {
      // kafkajs deletes only in topics whose partitions the connection has asked for before.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '25' }] });
    });
    const { consumer, fatal } = await start([topic]);
    await expectOnce(topic, 25, 40);
    await consumer.close();
    expect(fatal).toEqual([]);
  });

  it('stops with clear words when the topic was deleted and created again', async () => {
    const topic = await topicNamed('recreated');
    await produce(topic, 0, 20);
    const first = await start([topic]);
    await expectOnce(topic, 0, 20);
    await first.consumer.close();
    await dropTopics(kafka, [topic]);
    await waitUntil('topic gone', async () => !(await withAdmin(kafka, (admin) => admin.listTopics())).includes(topic));
    await ensureTopics(kafka, [{ topic, partitions: 1 }]);
    await produce(topic, 0, 5);
    const second = await start([topic]);
    await waitUntil('fatal', () => second.fatal.length > 0);
    expect(second.fatal).toEqual([expect.objectContaining({ code: 'POSITION_AHEAD_OF_LOG' })]);
    await second.consumer.close();
  });

  it('waits for a topic that does not exist yet', async () => {
    const { consumer, fatal } = await start([`${namespace}.later`]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const topic = await topicNamed('later');
    await produce(topic, 0, 3);
    await expectOnce(topic, 0, 3);
    await consumer.close();
    expect(fatal).toEqual([]);
  });
});

describe('a positioned consumer during an outage', () => {
  it('survives PostgreSQL going away and coming back', async () => {
    const topic = await topicNamed('database-away');
    const proxy = await createCuttableProxy(database.url);
    const pool = createPool(proxy.url);
    await produce(topic, 0, 20);
    const { consumer, fatal } = await start([topic], { pool, maxRecords: 5 });
    await expectOnce(topic, 0, 20);
    await proxy.cut();
    await produce(topic, 20, 40);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await proxy.mend();
    await expectOnce(topic, 0, 40);
    await terminateConnectionsOf(database);
    await produce(topic, 40, 50);
    await expectOnce(topic, 0, 50);
    await consumer.close();
    await pool.end();
    await proxy.close();
    expect(fatal).toEqual([]);
  });

  it('survives the broker going away and coming back, at start and later', async () => {
    const topic = await topicNamed('broker-away');
    const sockets = createCuttableSockets('cut');
    const cuttable: Kafka = createKafka({ ...connection(), socketFactory: sockets.socketFactory });
    await produce(topic, 0, 20);
    const { consumer, fatal } = await start([topic], { kafka: cuttable, sessionTimeoutMs: 6_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    sockets.mend();
    await expectOnce(topic, 0, 20);
    sockets.cut();
    await produce(topic, 20, 40);
    // Long enough for kafkajs to give up, so that the supervisor has to make a new consumer.
    await waitUntil('crashed', () => !consumer.joined(), 40_000);
    sockets.mend();
    await expectOnce(topic, 0, 40);
    await consumer.close();
    expect(fatal).toEqual([]);
  });
});

const connection = () => ({ brokers: stackUnderTest().brokers, clientId: 'test', logger: testLogger() });

async function terminateConnectionsOf({ pool, name }: TestDatabase): Promise<void> {
  await pool.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
    [name],
  );
}

/** Commits, but lets the caller believe that the connection broke before the answer came. */
function losingCommits(pool: pg.Pool, times: number): pg.Pool {
  let left = times;
  const connect = async () => {
    const client = await pool.connect();
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    const lossy = async (...args: unknown[]) => {
      const result = await query(...args);
      if (args[0] === 'COMMIT' && left-- > 0) throw new Error('Connection terminated unexpectedly');
      return result;
    };
    return new Proxy(client, { get: (of, name) => (name === 'query' ? lossy : bound(of, name)) });
  };
  return new Proxy(pool, { get: (of, name) => (name === 'connect' ? connect : bound(of, name)) });
}

function bound<T extends object>(of: T, name: string | symbol): unknown {
  const value: unknown = Reflect.get(of, name);
  return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(of) : value;
}
