import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { createUnsealer } from '../../infra/crypto/sealed-envelope.js';
import { createHttpApp } from '../../infra/http/http-app.js';
import { listen } from '../../infra/http/listen.js';
import { tokenVerifierOf } from '../../infra/http/token-config.js';
import { createKafka } from '../../infra/kafka/kafka-client.js';
import { startPositionedConsumer } from '../../infra/kafka/positioned-consumer.js';
import { startAdminServer } from '../../infra/observability/admin-server.js';
import { createLogger } from '../../infra/observability/logger.js';
import { createMetrics } from '../../infra/observability/metrics.js';
import { startOutboxRelay } from '../../infra/outbox/outbox-relay.js';
import { createPool } from '../../infra/postgres/pool.js';
import type { Lifecycle } from '../../infra/process/run-service.js';
import { createAvroDecoder } from '../../infra/registry/avro-decoder.js';
import { createSchemaRegistry } from '../../infra/registry/schema-registry.js';
import { departmentTopic } from '../../schemas/topics.js';
import { readPrivateKey } from './config.js';
import type { VaultConfig } from './config.js';
import { createIdentityIntake } from './identity-intake.js';
import type { IdentityIntakeOptions } from './identity-intake.js';
import { createIdentityReceiver } from './identity-receiver.js';
import { lookupRoutes } from './lookup-routes.js';
import { createResolutionMessages } from './resolution-message.js';
import { createSealingKeys } from './sealing-keys.js';
import { settleVault } from './settle-vault.js';

/** Name of consumer group and position; changing it would read every topic from the beginning. */
const SERVICE = 'identity-vault';

/** What the vault runs on; each part is closed with the lifecycle. */
function foundation(config: VaultConfig, lifecycle: Lifecycle) {
  const logger = createLogger(SERVICE, config.LOG_LEVEL);
  const pool = createPool(config.DATABASE_URL, { applicationName: SERVICE });
  lifecycle.onClose('database', () => pool.end());
  return {
    logger,
    pool,
    metrics: createMetrics(SERVICE),
    kafka: createKafka({ brokers: config.KAFKA_BROKERS, clientId: SERVICE, logger }),
    registry: createSchemaRegistry(config.SCHEMA_REGISTRY_URL),
    keys: createSealingKeys(config.VAULT_MASTER_KEY),
  };
}
type Foundation = ReturnType<typeof foundation>;

async function intakeOf(config: VaultConfig, base: Foundation, departmentOfTopic: ReadonlyMap<string, string>) {
  const options: IdentityIntakeOptions = {
    receive: createIdentityReceiver({
      decoder: createAvroDecoder(base.registry),
      unsealer: createUnsealer(await readPrivateKey(config.VAULT_PRIVATE_KEY_FILE)),
      departmentOfTopic,
    }),
    messageOf: createResolutionMessages(config.HUB_NAMESPACE),
    keys: base.keys,
    metrics: base.metrics,
    newPersonId: randomUUID,
    now: () => Date.now(),
  };
  return createIdentityIntake(options);
}

/** Messages of one transaction; each tells of up to some hundred persons. */
const MESSAGES_AT_ONCE = 8;

/** Reads identities and publishes decisions. @returns what readiness tells */
async function startDeciding(config: VaultConfig, base: Foundation, lifecycle: Lifecycle) {
  const topics = config.HUB_DEPARTMENTS.map(
    (department) => [departmentTopic(config.HUB_NAMESPACE, department, 'identity'), department] as const,
  );
  const apply = await intakeOf(config, base, new Map(topics));
  const relay = await startOutboxRelay({ ...base, schemaIdOf: base.registry.idOf });
  lifecycle.onClose('outbox relay', relay.close);
  const consumer = await startPositionedConsumer({
    ...base,
    consumer: `${config.HUB_NAMESPACE}.${SERVICE}`,
    topics: topics.map(([topic]) => topic),
    maxRecords: MESSAGES_AT_ONCE,
    apply,
    afterCommit: relay.wake,
    onFatal: lifecycle.failed,
  });
  lifecycle.onClose('consumer', consumer.close);
  return { backlog: relay.backlog, joined: consumer.joined };
}

async function startAnswering(config: VaultConfig, base: Foundation, lifecycle: Lifecycle): Promise<number> {
  const app = createHttpApp({
    title: '身份保管库',
    version: '1.0.0',
    routes: lookupRoutes(base.pool, base.keys),
    verifier: tokenVerifierOf(config, base.logger),
    logger: base.logger,
    metrics: base.metrics,
    requestsPerMinute: config.HTTP_REQUESTS_PER_MINUTE,
  });
  const server = await listen(app, config.HTTP_HOST, config.HTTP_PORT);
  lifecycle.onClose('http', server.close);
  return server.port;
}

async function databaseAnswers(pool: pg.Pool): Promise<boolean> {
  return await pool.query('SELECT 1').then(
    () => true,
    () => false,
  );
}

/** Starts the vault; its database must be migrated. @returns the ports taken */
export async function startIdentityVault(
  config: VaultConfig,
  lifecycle: Lifecycle,
): Promise<{ httpPort: number; adminPort: number }> {
  const base = foundation(config, lifecycle);
  await settleVault(base.pool, base.logger);
  const deciding = await startDeciding(config, base, lifecycle);
  const httpPort = await startAnswering(config, base, lifecycle);
  const admin = await startAdminServer({
    host: config.HTTP_HOST,
    port: config.ADMIN_PORT,
    metrics: base.metrics,
    ready: async () => {
      const database = await databaseAnswers(base.pool);
      const joined = deciding.joined();
      const outboxBacklog = database ? await deciding.backlog() : null;
      return { ready: database && joined, detail: { database, consumerJoined: joined, outboxBacklog } };
    },
  });
  lifecycle.onClose('admin', admin.close);
  return { httpPort, adminPort: admin.port };
}
