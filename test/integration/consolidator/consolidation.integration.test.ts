import { jest } from '@jest/globals';
import type { Kafka } from 'kafkajs';
import { connectors } from '../../../connectors/generated/feed-index.js';
import type { PositionedConsumer } from '../../../infra/kafka/positioned-consumer.js';
import { startOutboxRelay } from '../../../infra/outbox/outbox-relay.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { createSchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { readWireFormat, wireFormat } from '../../../infra/registry/wire-format.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { Outcome } from '../../../schemas/generated/event-types.js';
import { departmentTopic, valueSubject } from '../../../schemas/topics.js';
import { rebuild } from '../../../services/consolidator/commands.js';
import { startConsolidation } from '../../../services/consolidator/receiving/start-consolidation.js';
import { readerSchema, topicRoles } from '../../../services/consolidator/receiving/topic-roles.js';
import { readBalance } from '../../../services/dataset/balance.js';
import { readProgress } from '../../../services/dataset/progress.js';
import {
  createTestTopics,
  randomNamespace,
  stackUnderTest,
  testLogger,
  waitUntil,
  type TestDatabase,
  type TestTopics,
} from '../../stack/fixtures.js';
import { createDatasetUnderTest } from './dataset-under-test.js';
import {
  accident,
  determination,
  disease,
  eventMessage,
  eventOf,
  registrationMessage,
  resolutionMessage,
  statementMessage,
  type Message,
} from './event-factory.js';

jest.setTimeout(120_000);

const namespace = randomNamespace('consolidation');
const roles = topicRoles(namespace, connectors);
const outcomeTopics = connectors.map(({ department }) => departmentTopic(namespace, department, 'outcome'));
const registry = createSchemaRegistry(stackUnderTest().registryUrl);
const logger = testLogger();

const messages: Message[] = [
  ...Array.from({ length: 40 }, (_, index) =>
    eventMessage(
      namespace,
      eventOf('injury-determination', `R${index % 30}`, determination(), { basis: index, ledgerSeq: index + 1 }),
    ),
  ),
  eventMessage(namespace, eventOf('occupational-disease', 'B', disease(), { ledgerSeq: 1 })),
  eventMessage(namespace, eventOf('work-safety-accident', 'C', accident({ deaths: 30 }), { ledgerSeq: 1 })),
  registrationMessage(namespace, {}),
  resolutionMessage(namespace, {}),
  statementMessage(namespace, { submitted: 42, rejected: 2, added: 30, corrected: 10, published: 40, ledgerSeq: 40 }),
];

let database: TestDatabase;
let topics: TestTopics;
let consumer: PositionedConsumer | undefined;

beforeAll(async () => {
  const names = [...roles.keys(), ...outcomeTopics];
  topics = await createTestTopics(names.map((topic) => ({ topic, partitions: 2 })));
  await registerSchemas();
  database = await createDatasetUnderTest();
  // The backend that commits is killed at its first two commits: nothing is known of them then, here or there.
  await database.pool.query(`
    CREATE SEQUENCE crashes;
    CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('crashes') <= 2 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER crash_at_commit AFTER INSERT ON archive DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION crash()`);
  await send(topics.kafka, messages);
});
afterAll(async () => {
  await consumer?.close();
  await database?.drop();
  await topics?.drop();
});

async function registerSchemas(): Promise<void> {
  for (const [topic, role] of roles)
    await registry.register(valueSubject(topic), readerSchema(role), 'FULL_TRANSITIVE');
  for (const topic of outcomeTopics)
    await registry.register(valueSubject(topic), protocolSchemas.outcome, 'FULL_TRANSITIVE');
}

async function send(kafka: Kafka, sent: readonly Message[]): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  for (const { topic, key, schema, body, headers } of sent) {
    const id = await registry.idOf(valueSubject(topic), schema);
    await producer.send({ topic, messages: [{ key, value: wireFormat(id, body), headers }] });
  }
  await producer.disconnect();
}

/** Outcomes that were published, as a ledger reads them. */
async function readOutcomes(count: number): Promise<Outcome[]> {
  const reader = topics.kafka.consumer({ groupId: `${namespace}.reader`, maxWaitTimeInMs: 200 });
  const outcomes: Outcome[] = [];
  await reader.connect();
  await reader.subscribe({ topics: outcomeTopics, fromBeginning: true });
  await reader.run({
    eachMessage: ({ message }) => {
      const { body } = readWireFormat(message.value!)!;
      outcomes.push(avroTypeOf(protocolSchemas.outcome).fromBuffer(body) as Outcome);
      return Promise.resolve();
    },
  });
  await waitUntil(
    `${count} verdicts are published`,
    () => outcomes.flatMap(({ verdicts }) => verdicts).length >= count,
  );
  await reader.disconnect();
  return outcomes;
}

describe('consolidation', () => {
  const failures: unknown[] = [];

  it('applies everything once, though the database connection dies at commit and the outcome relay is down', async () => {
    const { kafka } = topics;
    consumer = await startConsolidation({
      ...{ namespace, connectors, kafka, registry, logger, pool: database.pool },
      ...{ recordsPerTransaction: 7, partitionsAtOnce: 2, onFatal: (error: unknown) => failures.push(error) },
    });
    const progress = await waitUntil('all records are archived', async () => {
      const { rows } = await database.pool.query<{ archived: number }>('SELECT count(*) AS archived FROM archive');
      return rows[0]?.archived === messages.length && readProgress(database.pool);
    });
    expect(progress).toEqual({ applied: 41, parked: 1, unresolvedReferences: 1 });
    expect(failures).toEqual([]);
    const crashed = await database.pool.query<{ last_value: number }>('SELECT last_value FROM crashes');
    expect(crashed.rows[0]?.last_value).toBe(messages.length + 2);
    const balance = await readBalance(database.pool, { sourceIds: ['hr-cc'] });
    expect(balance.rows).toMatchObject([{ applied: 40, current: 30, superseded: 10, inFlight: 0, closed: true }]);
    expect(balance.apart).toEqual([]);
  });

  it('answers the ledgers as soon as the relay is up again', async () => {
    const { kafka } = topics;
    const relay = await startOutboxRelay({ pool: database.pool, kafka, schemaIdOf: registry.idOf, logger, idleMs: 50 });
    const outcomes = await readOutcomes(42);
    await relay.close();
    expect(await relay.backlog()).toBe(0);
    const numbers = outcomes.map(({ outcomeSeq }) => outcomeSeq).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const ofHr = outcomes.filter(({ sourceId }) => sourceId === 'hr-cc').flatMap(({ verdicts }) => verdicts);
    expect(ofHr.map(({ ledgerSeq }) => ledgerSeq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, i) => i + 1),
    );
    expect(new Set(ofHr.map(({ verdict }) => verdict))).toEqual(new Set(['APPLIED']));
    const ofEm = outcomes.filter(({ sourceId }) => sourceId === 'em-jl').flatMap(({ verdicts }) => verdicts);
    expect(ofEm).toMatchObject([{ eventType: 'work-safety-accident', verdict: 'PARKED', reasonCode: 'RULE_BROKEN' }]);
  });

  it('counts events that are published again apart, and answers them again', async () => {
    await send(topics.kafka, messages.slice(0, 3));
    const balance = await waitUntil('repeated deliveries are counted', async () => {
      const { apart, rows } = await readBalance(database.pool, { sourceIds: ['hr-cc'] });
      return apart[0]?.repeatedDeliveries === 3 ? { rows } : null;
    });
    expect(balance.rows).toMatchObject([{ applied: 40, closed: true }]);
    const { rows } = await database.pool.query<{ waiting: number }>(
      'SELECT count(*) AS waiting FROM outbox WHERE published_at IS NULL',
    );
    expect(rows[0]?.waiting).toBeGreaterThan(0);
  });

  it('can be rebuilt from its archive', async () => {
    await consumer?.close();
    consumer = undefined;
    expect(await rebuild({ databaseUrl: database.url, namespace })).toMatchObject({
      events: messages.length + 3,
      equal: true,
    });
    expect(failures).toEqual([]);
  });
});
