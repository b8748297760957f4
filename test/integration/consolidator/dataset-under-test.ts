import { createHash } from 'node:crypto';
import type pg from 'pg';
import { connectors } from '../../../connectors/generated/feed-index.js';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { createAvroDecoder, knownSchema } from '../../../infra/registry/avro-decoder.js';
import { wireFormat } from '../../../infra/registry/wire-format.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import type { DecidedMessage } from '../../../schemas/generated/event-types.js';
import { eventContracts, protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { EventVerdict } from '../../../services/dataset/event-verdict.js';
import type { ApplyDeps } from '../../../services/consolidator/applying/apply-ports.js';
import { applyRecords } from '../../../services/consolidator/applying/apply-records.js';
import {
  archiveDecoder,
  liveDecoder,
  type IncomingRecord,
} from '../../../services/consolidator/receiving/record-decoders.js';
import { topicRoles } from '../../../services/consolidator/receiving/topic-roles.js';
import { migrateDataset } from '../../../services/dataset/commands.js';
import { latestTable } from '../../../services/dataset/contract-tables.js';
import { datasetDigest } from '../../../services/dataset/dataset-digest.js';
import { stateDigest } from '../../../services/dataset/state-digest.js';
import { createTestDatabase, type TestDatabase } from '../../stack/fixtures.js';
import type { Message } from './event-factory.js';

/** Schema ids without a registry: the place of the schema in this list. */
const schemas: readonly object[] = [
  ...eventContracts.map(({ avroSchema }) => avroSchema),
  ...Object.values(protocolSchemas),
];

export const schemaIdOf = (schema: object): number => schemas.indexOf(schema) + 1;

export const registryOfTest = {
  schemaById: (id: number): Promise<string> => {
    const schema = schemas[id - 1];
    if (schema) return Promise.resolve(JSON.stringify(schema));
    return Promise.reject(new ServiceFailure(`no schema ${id}`, { code: 'SCHEMA_ID_UNKNOWN', retriable: false }));
  },
};

export function depsOf(namespace: string): ApplyDeps {
  const decoder = createAvroDecoder(registryOfTest);
  return {
    roles: topicRoles(namespace, connectors),
    namespace,
    decode: liveDecoder(decoder, registryOfTest),
    decodeArchived: archiveDecoder(decoder),
    schemaOf: (id) => knownSchema(registryOfTest, id),
    keepsArchive: true,
    answersLedgers: true,
  };
}

const valueOf = ({ schema, body }: Message): Buffer => wireFormat(schemaIdOf(schema), body);

/** How a decision names a message. */
export function nameOf(message: Message): DecidedMessage {
  const valueDigest = createHash('sha256').update(valueOf(message)).digest('hex');
  return { topic: message.topic, eventId: message.headers.ce_id ?? null, valueDigest };
}

/** Kafka of one thought: gives messages their positions in the order in which they are sent. */
export function positions(generation = 'test-cluster'): (message: Message) => IncomingRecord {
  const next = new Map<string, number>();
  return (message) => {
    const { topic, key, headers } = message;
    const offset = next.get(topic) ?? 0;
    next.set(topic, offset + 1);
    const value = valueOf(message);
    return { position: { generation, topic, partition: 0, offset }, key, value, headers, kafkaTime: 1_750_000_000_000 };
  };
}

export async function createDatasetUnderTest(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await migrateDataset(database.url);
  // No test here pulls the plug on PostgreSQL, and waiting for the disk would be most of the time.
  await database.pool.query(
    `ALTER DATABASE ${database.name} SET synchronous_commit = off; SET synchronous_commit = off`,
  );
  return database;
}

/** One transaction. */
export function apply(pool: pg.Pool, records: readonly IncomingRecord[], deps: ApplyDeps): Promise<EventVerdict[]> {
  return inTransaction(pool, (client) => applyRecords(client, records, deps));
}

export function digests(pool: pg.Pool): Promise<{ state: string; dataset: string }> {
  return inTransaction(pool, async (client) => ({
    state: await stateDigest(client),
    dataset: await datasetDigest(client),
  }));
}

const tables = [
  ...[
    'archive',
    'superseded_version',
    'repeated_delivery',
    'parked_event',
    'parked_decision',
    'person_reference',
    'source_registration',
  ],
  ...['source_succession', 'ledger_statement', 'applied_sequence', 'outbox', 'kafka_position'],
  ...eventContracts.map(latestTable),
];

/** Emptied by DELETE: of small tables that is ten times as fast as TRUNCATE, which writes new files. */
export async function emptyDataset(pool: pg.Pool): Promise<void> {
  await pool.query(tables.map((table) => `DELETE FROM ${table}`).join('; '));
}
