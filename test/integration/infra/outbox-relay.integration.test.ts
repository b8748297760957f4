import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createKafka } from '../../../infra/kafka/kafka-client.js';
import { ensureTopics } from '../../../infra/kafka/topic-admin.js';
import { appendToOutbox, type OutboxMessage } from '../../../infra/outbox/append-to-outbox.js';
import { outboxMigrations } from '../../../infra/outbox/outbox-table.js';
import {
  type OutboxRelay,
  type OutboxRelayOptions,
  type PublishedRow,
  startOutboxRelay,
} from '../../../infra/outbox/outbox-relay.js';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { createPool } from '../../../infra/postgres/pool.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import { createAvroDecoder } from '../../../infra/registry/avro-decoder.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { createSchemaRegistry } from '../../../infra/registry/schema-registry.js';
import {
  createTestDatabase,
  dropTopics,
  randomNamespace,
  stackUnderTest,
  type TestDatabase,
  testLogger,
  waitUntil,
} from '../../stack/fixtures.js';
import { startKafkaProxy } from '../../stack/kafka-proxy.js';
import { createCuttableProxy, createCuttableSockets } from './outages.js';
import { readTopic } from './read-topic.js';

jest.setTimeout(90_000);

const connection = { brokers: stackUnderTest().brokers, clientId: 'test', logger: testLogger() };
const kafka = createKafka(connection);
const created: string[] = [];
let database: TestDatabase;
let topic: string;
let relays: OutboxRelay[];

beforeAll(async () => {
  database = await createTestDatabase(outboxMigrations);
});
afterAll(async () => {
  await dropTopics(kafka, created);
  await database.drop();
});
beforeEach(async () => {
  relays = [];
  topic = await topicNamed('out', 3);
});
// A relay left running would publish the next test's messages.
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.close()));
  await database.pool.query('DELETE FROM outbox WHERE published_at IS NULL');
});

async function topicNamed(name: string, partitions = 1, config: Record<string, string> = {}): Promise<string> {
  const made = `${randomNamespace()}.${name}`;
  await ensureTopics(kafka, [{ topic: made, partitions, config }]);
  created.push(made);
  return made;
}

async function relay(more: Partial<OutboxRelayOptions> = {}): Promise<OutboxRelay> {
  const started = await startOutboxRelay({
    pool: database.pool,
    kafka,
    schemaIdOf: () => Promise.resolve(7),
    logger: testLogger(),
    idleMs: 50,
    ...more,
  });
  relays.push(started);
  return started;
}

const message = (number: number, more: Partial<OutboxMessage> = {}): OutboxMessage => ({
  topic,
  key: `键-${number}`,
  subject: `${topic}-value`,
  body: Buffer.from(`body-${number}`),
  headers: { ce_id: `id-${number}` },
  ...more,
});

const append = (messages: OutboxMessage[]) =>
  inTransaction(database.pool, (client) => appendToOutbox(client, messages));

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

const published = (of: OutboxRelay) => waitUntil('backlog empty', async () => (await of.backlog()) === 0, 60_000);

describe('appendToOutbox', () => {
  it('gives rising ids in the order of the messages', async () => {
    const ids = await append(numbers(0, 50).map((number) => message(number)));
    expect(ids).toHaveLength(50);
    const { rows } = await database.pool.query<{ key: string }>(
      'SELECT key FROM outbox WHERE id = ANY ($1) ORDER BY id',
      [ids],
    );
    expect(rows.map(({ key }) => key)).toEqual(numbers(0, 50).map((number) => `键-${number}`));
    expect([...ids].sort((a, b) => a - b)).toEqual(ids);
    await published(await relay());
  });
});

describe('the outbox relay', () => {
  it('publishes with the wire prefix and records the very partition and offset of each message', async () => {
    await append(numbers(0, 120).map((number) => message(number)));
    const told: PublishedRow[] = [];
    const running = await relay({
      batchSize: 25,
      onPublished: (_client, rows) => {
        told.push(...rows);
        return Promise.resolve();
      },
    });
    await published(running);
    const records = await readTopic(kafka, topic);
    expect(records).toHaveLength(120);
    for (const row of told) {
      const record = records.find(({ partition, offset }) => partition === row.partition && offset === row.offset);
      const number = row.key.slice(2);
      expect(record).toMatchObject({ key: row.key, headers: { ce_id: `id-${number}` } });
      expect(record?.value).toEqual(Buffer.concat([Buffer.from([0, 0, 0, 0, 7]), Buffer.from(`body-${number}`)]));
    }
    const { rows } = await database.pool.query(
      'SELECT id, generation, topic_partition AS partition, topic_offset AS offset FROM outbox WHERE topic = $1 ORDER BY id',
      [topic],
    );
    expect(rows).toEqual(told.map(({ id, generation, partition, offset }) => ({ id, generation, partition, offset })));
    expect(new Set(told.map(({ partition }) => partition)).size).toBe(3);
  });

  it('publishes at once when woken', async () => {
    const running = await relay({ idleMs: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await append([message(1)]);
    running.wake();
    await waitUntil('published', async () => (await running.backlog()) === 0, 5_000);
  });

  it('does not pass over a transaction that commits late', async () => {
    const late = await database.pool.connect();
    await late.query('BEGIN');
    await appendToOutbox(late, [message(1)]);
    await append([message(2)]);
    const running = await relay();
    await published(running);
    await late.query('COMMIT');
    late.release();
    await waitUntil('both', async () => (await readTopic(kafka, topic)).length === 2);
  });

  it('keeps nothing when the bookkeeping of the caller fails, and publishes again', async () => {
    await append([message(1)]);
    let failures = 1;
    const running = await relay({
      onPublished: () => (failures-- > 0 ? Promise.reject(new Error('bookkeeping')) : Promise.resolve()),
    });
    await published(running);
    expect((await readTopic(kafka, topic)).map(({ key }) => key)).toEqual(['键-1', '键-1']);
  });

  it('shares the outbox with a second relay without publishing anything twice', async () => {
    await append(numbers(0, 400).map((number) => message(number)));
    const [first] = await Promise.all([relay({ batchSize: 20 }), relay({ batchSize: 20 })]);
    await published(first);
    const keys = (await readTopic(kafka, topic)).map(({ key }) => key);
    expect([keys.length, new Set(keys).size]).toEqual([400, 400]);
  });
});

describe('the outbox relay during an outage', () => {
  it('waits for a broker that is away at start, and for one that goes away later', async () => {
    const sockets = createCuttableSockets('cut');
    const running = await relay({ kafka: createKafka({ ...connection, socketFactory: sockets.socketFactory }) });
    await append([message(1)]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await running.backlog()).toBe(1);
    sockets.mend();
    await published(running);
    sockets.cut();
    await append([message(2)]);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await running.backlog()).toBe(1);
    sockets.mend();
    await published(running);
    const keys = (await readTopic(kafka, topic)).map(({ key }) => key);
    expect(new Set(keys)).toEqual(new Set(['键-1', '键-2']));
  });

  it('sends again what the broker has when its answer is lost, and tells of each message a place where it is', async () => {
    const proxy = await startKafkaProxy(Number(connection.brokers[0]?.split(':')[1]));
    try {
      await append(numbers(0, 60).map((number) => message(number)));
      const lost = () => proxy.trap({ topic: new RegExp(topic), at: 'connection cut' }).caught;
      const first = lost();
      const behind = createKafka({ ...connection, brokers: [`127.0.0.1:${proxy.port}`] });
      const running = await relay({ kafka: behind, batchSize: 20 });
      await first;
      await lost();
      await published(running);
      const records = await readTopic(kafka, topic);
      expect(records.length).toBeGreaterThan(60);
      const { rows } = await database.pool.query<{ key: string; partition: number; offset: number }>(
        'SELECT key, topic_partition AS partition, topic_offset AS offset FROM outbox WHERE topic = $1',
        [topic],
      );
      expect(rows.map(({ key }) => key).sort()).toEqual(
        numbers(0, 60)
          .map((number) => `键-${number}`)
          .sort(),
      );
      for (const { key, partition, offset } of rows) {
        expect(records.find((record) => record.partition === partition && record.offset === offset)?.key).toBe(key);
      }
      await running.close();
    } finally {
      await proxy.close();
    }
  });

  it('waits for PostgreSQL', async () => {
    const proxy = await createCuttableProxy(database.url);
    const pool = createPool(proxy.url);
    const running = await relay({ pool });
    await append([message(1)]);
    await published(running);
    await proxy.cut();
    await append([message(2)]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await proxy.mend();
    await published(running);
    await running.close();
    await pool.end();
    await proxy.close();
  });

  it('waits for the registry', async () => {
    let away = true;
    const running = await relay({
      schemaIdOf: () =>
        away
          ? Promise.reject(new ServiceFailure('away', { code: 'REGISTRY_UNAVAILABLE', retriable: true }))
          : Promise.resolve(9),
    });
    await append([message(1)]);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await running.backlog()).toBe(1);
    away = false;
    await published(running);
  });
});

describe('the outbox relay and messages with a fault of their own', () => {
  const failureOf = async (key: string) => {
    const sql = 'SELECT failure FROM outbox WHERE key = $1 AND published_at IS NULL';
    return (await database.pool.query<{ failure: string }>(sql, [key])).rows[0]?.failure;
  };

  it('keeps what belongs to a missing topic, publishes the rest, and the kept one when the topic is there', async () => {
    const later = `${topic}.later`;
    await append([message(1, { topic: later }), message(2)]);
    const running = await relay();
    await waitUntil('the other is published', async () => (await readTopic(kafka, topic)).length === 1);
    await waitUntil('put aside', async () => (await failureOf('键-1')) === 'UNKNOWN_TOPIC_OR_PARTITION');
    await ensureTopics(kafka, [{ topic: later, partitions: 1 }]);
    created.push(later);
    await published(running);
    expect(await readTopic(kafka, later)).toHaveLength(1);
  });

  it('keeps a message that the broker finds too large and publishes those beside it', async () => {
    const narrow = await topicNamed('narrow', 1, { 'max.message.bytes': '50000' });
    const bodies = [Buffer.alloc(20_000), Buffer.alloc(60_000), Buffer.alloc(20_000), Buffer.alloc(20_000)];
    await append(bodies.map((body, number) => message(number + 1, { topic: narrow, body })));
    const running = await relay();
    await waitUntil('the others are published', async () => (await running.backlog()) === 1);
    expect(await failureOf('键-2')).toBe('MESSAGE_TOO_LARGE');
    expect((await readTopic(kafka, narrow)).map(({ key }) => key)).toEqual(['键-1', '键-3', '键-4']);
  });

  it('publishes many messages that together exceed what the broker takes at once', async () => {
    await append(numbers(0, 30).map((number) => message(number, { key: 'one', body: Buffer.alloc(100_000, number) })));
    await published(await relay());
    expect(await readTopic(kafka, topic)).toHaveLength(30);
  });

  it('keeps a message whose subject is not registered', async () => {
    await append([message(1)]);
    await relay({ schemaIdOf: createSchemaRegistry(stackUnderTest().registryUrl).idOf });
    await waitUntil('put aside', async () => (await failureOf('键-1')) === 'SUBJECT_UNKNOWN');
    await database.pool.query('DELETE FROM outbox WHERE published_at IS NULL');
  });
});

it('a message carries the id of the schema it was encoded with, though a newer version has been registered since', async () => {
  const registry = createSchemaRegistry(stackUnderTest().registryUrl);
  const old = { type: 'record', name: 'Thing', fields: [{ name: 'a', type: 'string' }] };
  const added = { name: 'b', type: ['null', 'string'], default: null };
  const newer = { ...old, fields: [added, ...old.fields] };
  const subject = `${topic}-value`;
  await registry.register(subject, old, 'FULL_TRANSITIVE');
  await append([message(1, { body: avroTypeOf(old).toBuffer({ a: '甲' }), schema: old })]);
  await registry.register(subject, newer, 'FULL_TRANSITIVE');
  await published(await relay({ schemaIdOf: createSchemaRegistry(stackUnderTest().registryUrl).idOf }));
  const [record] = await readTopic(kafka, topic);
  const decoded = await createAvroDecoder(registry).decode(record?.value ?? null, newer);
  expect(decoded).toMatchObject({ ok: true, value: { a: '甲', b: null } });
});
