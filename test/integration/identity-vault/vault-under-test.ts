import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kafka, Producer } from 'kafkajs';
import pino from 'pino';
import type pg from 'pg';
import { createBatchSealer } from '../../../infra/crypto/sealed-envelope.js';
import type { BatchSealer } from '../../../infra/crypto/sealed-envelope.js';
import { createKafka } from '../../../infra/kafka/kafka-client.js';
import { ensureTopics } from '../../../infra/kafka/topic-admin.js';
import { dropDatabase, ensureDatabase } from '../../../infra/postgres/ensure-database.js';
import { createPool } from '../../../infra/postgres/pool.js';
import { readConfig } from '../../../infra/process/read-config.js';
import { createAvroDecoder } from '../../../infra/registry/avro-decoder.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { createSchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { wireFormat } from '../../../infra/registry/wire-format.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { PersonResolution, SealedIdentity } from '../../../schemas/generated/event-types.js';
import { departmentTopic, hubTopic, valueSubject } from '../../../schemas/topics.js';
import { generateVaultKeys, migrateVault } from '../../../services/identity-vault/commands.js';
import { vaultConfigSchema } from '../../../services/identity-vault/config.js';
import type { VaultConfig } from '../../../services/identity-vault/config.js';
import { startIdentityVault } from '../../../services/identity-vault/identity-vault.js';
import { startTestIssuer } from './test-issuer.js';

export const DEPARTMENTS = ['health-commission', 'human-resources'] as const;
export type Department = (typeof DEPARTMENTS)[number];

const logger = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });

/** Polls until `probe` gives something. */
export async function waitUntil<T>(
  what: string,
  probe: () => Promise<T | undefined | false>,
  limitMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Everything that was published on the resolution topic so far, in order. */
async function collectResolutions(kafka: Kafka, topic: string, registry: ReturnType<typeof createSchemaRegistry>) {
  const decoder = createAvroDecoder(registry);
  const seen: PersonResolution[] = [];
  const consumer = kafka.consumer({ groupId: `test-${randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const decoded = await decoder.decode(message.value, protocolSchemas.personResolution);
      if (!decoded.ok) throw new Error(decoded.detail);
      seen.push(decoded.value as PersonResolution);
    },
  });
  return { seen, close: () => consumer.disconnect() };
}

/** A vault on the real stack, with topics, database and keys of its own, and hands to send it things. */
export async function createVaultUnderTest() {
  const namespace = `t${randomBytes(6).toString('hex')}`;
  const folder = await mkdtemp(join(tmpdir(), 'vault-test-'));
  const keys = generateVaultKeys();
  await writeFile(join(folder, 'private.json'), JSON.stringify(keys.privateJwk));
  const adminUrl = process.env['DATABASE_URL'] ?? '';
  const database = `vault_${namespace}`;
  const databaseUrl = await ensureDatabase(adminUrl, database);
  await migrateVault(databaseUrl);
  const pool = createPool(databaseUrl, { max: 2 });
  const issuer = await startTestIssuer();

  const registry = createSchemaRegistry(process.env['SCHEMA_REGISTRY_URL'] ?? '');
  const kafka = createKafka({ brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: namespace, logger });
  const resolutionTopic = hubTopic(namespace, 'person-resolution');
  const identityTopics = DEPARTMENTS.map((department) => departmentTopic(namespace, department, 'identity'));
  await ensureTopics(
    kafka,
    [...identityTopics, resolutionTopic].map((topic) => ({ topic, partitions: 2 })),
  );
  await registry.register(valueSubject(resolutionTopic), protocolSchemas.personResolution, 'FULL_TRANSITIVE');
  const schemaId = await registry.register(
    valueSubject(identityTopics[0] ?? ''),
    protocolSchemas.sealedIdentity,
    'FULL_TRANSITIVE',
  );
  const producer = kafka.producer();
  await producer.connect();
  const resolutions = await collectResolutions(kafka, resolutionTopic, registry);

  const config = readConfig(vaultConfigSchema, {
    HUB_NAMESPACE: namespace,
    HUB_DEPARTMENTS: DEPARTMENTS.join(','),
    KAFKA_BROKERS: process.env['KAFKA_BROKERS'],
    SCHEMA_REGISTRY_URL: process.env['SCHEMA_REGISTRY_URL'],
    DATABASE_URL: databaseUrl,
    OIDC_ISSUER_URL: issuer.url,
    VAULT_PRIVATE_KEY_FILE: join(folder, 'private.json'),
    VAULT_MASTER_KEY: randomBytes(32).toString('base64'),
    HTTP_PORT: '0',
    ADMIN_PORT: '0',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
  });

  return {
    config,
    pool,
    issuer,
    databaseUrl,
    publicJwk: keys.publicJwk,
    resolutions: resolutions.seen,
    topicOf: (department: Department) => departmentTopic(namespace, department, 'identity'),
    send: sender(producer, schemaId, namespace),
    start: () => startVault(config),
    close: async () => {
      await Promise.all([resolutions.close(), producer.disconnect(), pool.end(), issuer.close()]);
      await dropDatabase(adminUrl, database);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type VaultUnderTest = Awaited<ReturnType<typeof createVaultUnderTest>>;

async function startVault(config: VaultConfig) {
  const closers: (() => Promise<void>)[] = [];
  const failures: unknown[] = [];
  const lifecycle = {
    onClose: (_name: string, close: () => Promise<void>) => void closers.push(close),
    failed: (error: unknown) => void failures.push(error),
  };
  const ports = await startIdentityVault(config, lifecycle);
  const close = async () => {
    for (const closer of closers.reverse()) await closer();
    if (failures.length > 0) throw failures[0];
  };
  return { ...ports, close };
}

/** Sends bytes, or an identity in a real envelope. */
function sender(producer: Producer, schemaId: number, namespace: string) {
  const type = avroTypeOf(protocolSchemas.sealedIdentity);
  return async (department: Department, ...messages: (SealedIdentity | Buffer)[]): Promise<void> => {
    await producer.send({
      topic: departmentTopic(namespace, department, 'identity'),
      messages: messages.map((message) =>
        Buffer.isBuffer(message)
          ? { key: 'raw', value: message }
          : { key: `${message.sourceId}/${message.reference}`, value: wireFormat(schemaId, type.toBuffer(message)) },
      ),
    });
  };
}

/** Seals as an intake does. */
export function sealed(
  sealer: BatchSealer,
  address: { sourceId: string; reference: string; kind?: string },
  plain: object,
): SealedIdentity {
  const { sourceId, reference, kind = 'PERSON' } = address;
  const { suite, recipientKeyId, wrappedKey } = sealer;
  const ciphertext = sealer.seal(Buffer.from(JSON.stringify(plain)), `${sourceId}|${reference}|${kind}`);
  return { sourceId, reference, kind, suite, recipientKeyId, wrappedKey, ciphertext };
}

export function newSealer(vault: VaultUnderTest): BatchSealer {
  return createBatchSealer(vault.publicJwk);
}

export async function count(pool: pg.Pool, table: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*) AS count FROM ${table}`);
  return rows[0]?.count ?? 0;
}
