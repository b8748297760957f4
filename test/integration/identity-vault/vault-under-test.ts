import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kafka, Producer } from 'kafkajs';
import type pg from 'pg';
import { createBatchSealer } from '../../../infra/crypto/sealed-envelope.js';
import type { BatchSealer } from '../../../infra/crypto/sealed-envelope.js';
import { readConfig } from '../../../infra/process/read-config.js';
import { createAvroDecoder } from '../../../infra/registry/avro-decoder.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { createSchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { wireFormat } from '../../../infra/registry/wire-format.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { PersonResolution, SealedIdentity } from '../../../schemas/generated/event-types.js';
import { departmentTopic, hubTopic, valueSubject } from '../../../schemas/topics.js';
import { generateVaultKeys, vaultMigrations } from '../../../services/identity-vault/commands.js';
import { vaultConfigSchema } from '../../../services/identity-vault/config.js';
import type { VaultConfig } from '../../../services/identity-vault/config.js';
import { startIdentityVault } from '../../../services/identity-vault/identity-vault.js';
import { createTestDatabase, createTestTopics, randomNamespace, stackUnderTest } from '../../stack/fixtures.js';
import { startTestIssuer } from './test-issuer.js';

export const DEPARTMENTS = ['health-commission', 'human-resources'] as const;
export type Department = (typeof DEPARTMENTS)[number];

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
  const { brokers, registryUrl } = stackUnderTest();
  const namespace = randomNamespace('vault');
  const folder = await mkdtemp(join(tmpdir(), 'vault-test-'));
  const keys = generateVaultKeys();
  await writeFile(join(folder, 'private.json'), JSON.stringify(keys.privateJwk));
  const database = await createTestDatabase(vaultMigrations);
  const issuer = await startTestIssuer();

  const registry = createSchemaRegistry(registryUrl);
  const resolutionTopic = hubTopic(namespace, 'person-resolution');
  const identityTopics = DEPARTMENTS.map((department) => departmentTopic(namespace, department, 'identity'));
  const topics = await createTestTopics(
    [...identityTopics, resolutionTopic].map((topic) => ({ topic, partitions: 2 })),
  );
  await registry.register(valueSubject(resolutionTopic), protocolSchemas.personResolution, 'FULL_TRANSITIVE');
  const schemaId = await registry.register(
    valueSubject(identityTopics[0] ?? ''),
    protocolSchemas.sealedIdentity,
    'FULL_TRANSITIVE',
  );
  const producer = topics.kafka.producer();
  await producer.connect();
  const resolutions = await collectResolutions(topics.kafka, resolutionTopic, registry);

  const config = readConfig(vaultConfigSchema, {
    HUB_NAMESPACE: namespace,
    HUB_DEPARTMENTS: DEPARTMENTS.join(','),
    KAFKA_BROKERS: brokers.join(','),
    SCHEMA_REGISTRY_URL: registryUrl,
    DATABASE_URL: database.url,
    OIDC_ISSUER_URL: issuer.url,
    VAULT_PRIVATE_KEY_FILE: join(folder, 'private.json'),
    VAULT_MASTER_KEY: randomBytes(32).toString('base64'),
    HTTP_PORT: '0',
    ADMIN_PORT: '0',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
  });

  return {
    config,
    pool: database.pool,
    issuer,
    databaseUrl: database.url,
    publicJwk: keys.publicJwk,
    resolutions: resolutions.seen,
    topicOf: (department: Department) => departmentTopic(namespace, department, 'identity'),
    send: sender(producer, schemaId, namespace, protocolSchemas.sealedIdentity),
    /** As a department would that runs another version of the software, whose schema has been registered. */
    sendAs: async (schema: object) => {
      const subject = valueSubject(identityTopics[0] ?? '');
      return sender(producer, await registry.register(subject, schema, 'FULL_TRANSITIVE'), namespace, schema);
    },
    start: () => startVault(config),
    close: async () => {
      await Promise.all([resolutions.close(), producer.disconnect(), issuer.close()]);
      await Promise.all([database.drop(), topics.drop()]);
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
function sender(producer: Producer, schemaId: number, namespace: string, schema: object) {
  const type = avroTypeOf(schema);
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
  return { sourceId, reference, kind, suite, recipientKeyId, wrappedKey, ciphertext, more: [] };
}

export function newSealer(vault: VaultUnderTest): BatchSealer {
  return createBatchSealer(vault.publicJwk);
}

export async function count(pool: pg.Pool, table: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*) AS count FROM ${table}`);
  return rows[0]?.count ?? 0;
}
