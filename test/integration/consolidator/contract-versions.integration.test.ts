import { jest } from '@jest/globals';
import type { Producer } from 'kafkajs';
import type pg from 'pg';
import { connectors } from '../../../connectors/generated/feed-index.js';
import { clusterGeneration } from '../../../infra/kafka/cluster-generation.js';
import { createKafka } from '../../../infra/kafka/kafka-client.js';
import { startPositionedConsumer, type PositionedConsumer } from '../../../infra/kafka/positioned-consumer.js';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { createAvroDecoder } from '../../../infra/registry/avro-decoder.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { createSchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { wireFormat } from '../../../infra/registry/wire-format.js';
import { contentDigest } from '../../../schemas/content-digest.js';
import type { EventContract } from '../../../schemas/contract.js';
import { eventContract } from '../../../schemas/generated/contract-index.js';
import { payloadDefaults } from '../../../schemas/payload-defaults.js';
import { eventTopic, recordKey, valueSubject } from '../../../schemas/topics.js';
import { applyRecords } from '../../../services/consolidator/applying/apply-records.js';
import { archiveDecoder, liveDecoder } from '../../../services/consolidator/receiving/record-decoders.js';
import { topicRoles } from '../../../services/consolidator/receiving/topic-roles.js';
import { contractChanges, releaseOf } from '../../../services/contracts/contract-changes.js';
import { ensureContractTables } from '../../../services/dataset/contract-tables.js';
import { datasetDigest } from '../../../services/dataset/dataset-digest.js';
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
import { casualty, eventOf } from './event-factory.js';

jest.setTimeout(120_000);

const NAMESPACE = randomNamespace('versions');
const TYPE = 'accident-casualty';
const TOPIC = eventTopic(NAMESPACE, 'emergency-management', TYPE);
const current = eventContract(TYPE);

/** The contract before a code was added: the list `accident-grade` has 1 to 4, which is `harm-grade` less its last. */
const older: EventContract = {
  ...current,
  fields: current.fields.map((field) =>
    field.path === 'harmGrade' ? { ...field, codeList: 'accident-grade' } : field,
  ),
};

type Schema = { name: string; fields: { name: string; type: unknown }[] };

const ADDED = [
  { name: 'shift', type: ['null', 'string'], default: null, label: '班次', sensitivity: 'L2', doc: 'Shift.' },
  { name: 'rescuers', type: 'int', default: 0, label: '救援人数', sensitivity: 'L2', doc: 'Persons who came to help.' },
];

/** The next version: two optional fields, one with a default that is not null. */
const newer: EventContract = (() => {
  const avroSchema = structuredClone(current.avroSchema) as Schema & { contractVersion: string };
  const payload = avroSchema.fields.find(({ name }) => name === 'payload')?.type as ['null', Schema];
  payload[1].fields.push(...ADDED);
  avroSchema.contractVersion = '1.1.0';
  const common = { doc: '', sensitivity: 'L2' };
  return {
    ...{ ...current, avroSchema, contractVersion: '1.1.0', defaults: payloadDefaults(avroSchema) },
    fields: [
      ...current.fields,
      { ...common, path: 'shift', column: 'shift', avroType: 'string', nullable: true, label: '班次' },
      {
        ...{ ...common, path: 'rescuers', column: 'rescuers', avroType: 'int', nullable: false, default: 0 },
        label: '救援人数',
      },
    ],
  };
})();

const { brokers, registryUrl } = stackUnderTest();
const registry = createSchemaRegistry(registryUrl);
const kafka = createKafka({ brokers, clientId: 'versions', logger: testLogger() });
let topics: TestTopics;
let producer: Producer;
const consumers: { contract: EventContract; database: TestDatabase; running: PositionedConsumer }[] = [];

beforeAll(async () => {
  topics = await createTestTopics([{ topic: TOPIC, partitions: 1 }]);
  for (const { avroSchema } of [older, newer]) {
    await registry.register(valueSubject(TOPIC), avroSchema, 'FULL_TRANSITIVE');
  }
  producer = kafka.producer();
  await producer.connect();
  for (const contract of [older, newer]) consumers.push(await startConsumer(contract));
});
afterAll(async () => {
  for (const { running, database } of consumers) {
    await running.close();
    await database.drop();
  }
  await producer?.disconnect();
  await topics?.drop();
});

/** A consolidator of one version: it reads the topic, decodes and applies as that version's software would. */
async function startConsumer(contract: EventContract) {
  const database = await createDatasetUnderTest();
  await inTransaction(database.pool, (client) => ensureContractTables(client, [contract]));
  const decoder = createAvroDecoder(registry);
  const deps = {
    roles: new Map(topicRoles(NAMESPACE, connectors)).set(TOPIC, {
      ...{ kind: 'event', department: 'emergency-management', contract },
    } as const),
    namespace: NAMESPACE,
    decode: liveDecoder(decoder, registry),
    decodeArchived: archiveDecoder(decoder),
    schemaOf: registry.schemaById,
    ...{ keepsArchive: true, answersLedgers: true },
  };
  const running = await startPositionedConsumer({
    ...{ kafka, pool: database.pool, logger: testLogger(), topics: [TOPIC] },
    consumer: `${NAMESPACE}.${contract.contractVersion}`,
    apply: async (client, records) => {
      const generation = await clusterGeneration(kafka);
      const incoming = records.map(({ partition, offset, timestamp, ...record }) => ({
        ...record,
        position: { generation, topic: record.topic, partition, offset },
        kafkaTime: timestamp,
      }));
      await applyRecords(client, incoming, deps);
    },
    onFatal: (error) => {
      throw error;
    },
  });
  return { contract, database, running };
}

let lastSeq = 0;
/** What an intake of a version publishes of a casualty. @returns the event's id */
async function publish(contract: EventContract, recordId: string, over: object, header: object = {}): Promise<string> {
  const payload = { ...casualty({ casualtyNumber: recordId }), ...over };
  lastSeq += 1;
  const event = eventOf(TYPE, recordId, payload, {
    contentDigest: contentDigest(payload, contract.defaults),
    ...{ contractVersion: contract.contractVersion, ledgerSeq: lastSeq, ...header },
  });
  const id = await registry.idOf(valueSubject(TOPIC), contract.avroSchema);
  const value = wireFormat(id, avroTypeOf(contract.avroSchema).toBuffer({ header: event.header, payload }));
  await producer.send({ topic: TOPIC, messages: [{ key: recordKey(event.header.sourceId, recordId), value }] });
  return event.header.eventId;
}

/** Waits until both have applied or set aside everything that was published. */
async function settled(): Promise<void> {
  for (const { database, contract } of consumers) {
    await waitUntil(`${contract.contractVersion} has read ${lastSeq} events`, async () => {
      const { rows } = await database.pool.query<{ read: number }>('SELECT count(*)::int AS read FROM archive');
      return rows[0]?.read === lastSeq;
    });
  }
}

const parked = async (pool: pg.Pool) =>
  (await pool.query<{ detail: string }>('SELECT reason_code, detail FROM parked_event')).rows;
const recordsOf = async (pool: pg.Pool, columns: string) =>
  (await pool.query(`SELECT record_id, ${columns} FROM current_accident_casualty ORDER BY record_id`)).rows as object[];

test('the change is one that the check of contracts permits', () => {
  const list = releaseOf(current).codes['harm-grade'] ?? [];
  const released = { ...releaseOf(current), codes: { ...releaseOf(current).codes, 'harm-grade': list.slice(0, -1) } };
  const changes = contractChanges(released, releaseOf(newer));
  expect(changes.filter(({ breaking }) => breaking)).toEqual([]);
  expect(changes.map(({ text }) => text).join('\n')).toMatch(/shift was added[^]*rescuers was added/);
});

test('what an old and a new intake publish to one topic, an old and a new consolidator apply, and nothing is set aside', async () => {
  await publish(older, 'A', {});
  await publish(newer, 'B', { shift: '夜班', rescuers: 3, harmGrade: '5' });
  await publish(newer, 'C', { shift: null, rescuers: 0 });
  const said = [
    await publish(older, 'D', {}),
    // The same record, of which the new software knows no more: the same event, told twice.
    await publish(newer, 'D', { shift: null, rescuers: 0 }),
    // It knows more: another content, hence a correction.
    await publish(newer, 'D', { shift: '白班', rescuers: 0 }, { revision: 2 }),
  ];
  expect([said[0] === said[1], said[0] === said[2]]).toEqual([true, false]);
  await settled();
  for (const { database } of consumers) expect(await parked(database.pool)).toEqual([]);

  const [old, fresh] = consumers.map(({ database }) => database.pool) as [pg.Pool, pg.Pool];
  const known = [
    { record_id: 'A', harm_grade: '2', revision: 1 },
    { record_id: 'B', harm_grade: '5', revision: 1 },
    { record_id: 'C', harm_grade: '2', revision: 1 },
    { record_id: 'D', harm_grade: '2', revision: 2 },
  ];
  expect(await recordsOf(old, 'harm_grade, revision')).toEqual(known);
  expect(await recordsOf(fresh, 'harm_grade, revision')).toEqual(known);
  expect(await recordsOf(fresh, 'shift, rescuers')).toEqual([
    { record_id: 'A', shift: null, rescuers: 0 },
    { record_id: 'B', shift: '夜班', rescuers: 3 },
    { record_id: 'C', shift: null, rescuers: 0 },
    { record_id: 'D', shift: '白班', rescuers: 0 },
  ]);
  const digests = await Promise.all([old, fresh].map((pool) => inTransaction(pool, datasetDigest)));
  expect(digests[0]).toBe(digests[1]);
});

test('a digest that does not fit is found by either, also where the content is only of the new version', async () => {
  const contentDigestOfAnother = contentDigest(casualty({ casualtyNumber: 'E' }), current.defaults);
  await publish(newer, 'E', { shift: '夜班' }, { contentDigest: contentDigestOfAnother });
  await settled();
  for (const { database } of consumers) {
    expect(await parked(database.pool)).toEqual([expect.objectContaining({ reason_code: 'CONTENT_DIGEST_MISMATCH' })]);
  }
});

test('a code that is new is trusted only of an intake whose registered contract is newer', async () => {
  await publish(older, 'F', { harmGrade: '5' });
  await settled();
  const [old, fresh] = consumers.map(({ database }) => database.pool) as [pg.Pool, pg.Pool];
  expect(await parked(old)).toContainEqual({ reason_code: 'RULE_BROKEN', detail: 'CODE_UNKNOWN@harmGrade' });
  expect((await parked(fresh)).map(({ detail }) => detail)).not.toContainEqual(expect.stringContaining('CODE_UNKNOWN'));
});
