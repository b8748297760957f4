import { hkdfSync, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connectorOf } from '../../connectors/generated/feed-index.js';
import { createRecordCipher } from '../../infra/crypto/record-cipher.js';
import { createHttpApp } from '../../infra/http/http-app.js';
import { listen } from '../../infra/http/listen.js';
import { tokenVerifierOf } from '../../infra/http/token-config.js';
import type { TokenVerifier } from '../../infra/http/route.js';
import { createKafka } from '../../infra/kafka/kafka-client.js';
import { startAdminServer } from '../../infra/observability/admin-server.js';
import { createLogger } from '../../infra/observability/logger.js';
import { createMetrics } from '../../infra/observability/metrics.js';
import { startOutboxRelay, type OutboxRelay } from '../../infra/outbox/outbox-relay.js';
import { createPool } from '../../infra/postgres/pool.js';
import type { Lifecycle } from '../../infra/process/run-service.js';
import { createSchemaRegistry } from '../../infra/registry/schema-registry.js';
import { readingLimits, readVaultPublicKey, type IntakeConfig } from './config.js';
import { removeStaleBodies } from './reading/body-spool.js';
import type { AcceptanceParts } from './doors/accept-submission.js';
import { batchRoutes } from './doors/batch-routes.js';
import { startFileDrop } from './doors/drop/file-drop.js';
import { readDoors, type Doors } from './doors/doors-file.js';
import { startDatabasePull } from './doors/pull/database-pull.js';
import { pullsOf, type Pull } from './doors/pull/pull-round.js';
import type { PullStatus } from './doors/pull/pull-status.js';
import { feedRoutes } from './doors/feed-routes.js';
import { receiptKeysRoute } from './doors/receipt-keys-route.js';
import { operatorRoutes } from './doors/operator-routes.js';
import { replayRoute } from './doors/replay-route.js';
import { rejectsRoute } from './doors/rejects-route.js';
import { submitRoute } from './doors/submit-route.js';
import { createRoomCheck } from './doors/room.js';
import { templateRoute } from './doors/template-route.js';
import { takeTurns } from './doors/taking-turns.js';
import { createBatchMetrics } from './ledger/batch-metrics.js';
import { startOldestWaiting } from './ledger/oldest-waiting.js';
import { markPublished } from './ledger/mark-published.js';
import { startRowPurger } from './ledger/purge-rows.js';
import { startStatementPublisher } from './ledger/statement-publisher.js';
import { startOutcomeConsumer } from './outcomes/outcome-consumer.js';
import { startBrokerWatch } from './operating/watch-broker.js';
import { publicReceiptKeys, readReceiptKeys } from './receipts/receipt-keys.js';
import { createReceiptSigner } from './receipts/sign-receipt.js';
import { isLedgerOpen } from './restoring/reopen-ledger.js';
import { settleLedger } from './restoring/settle-ledger.js';
import { readSources } from './sources.js';

/** Replaced in tests. */
export type IntakeParts = { verifier?: TokenVerifier; xlsxWorker?: string };

/** What the service runs on; each part is closed with the lifecycle. */
function foundation(config: IntakeConfig, lifecycle: Lifecycle) {
  const service = `intake-${config.HUB_DEPARTMENT}`;
  const logger = createLogger(service, config.LOG_LEVEL);
  const pool = createPool(config.DATABASE_URL, { applicationName: service });
  lifecycle.onClose('database', () => pool.end());
  return {
    logger,
    pool,
    namespace: config.HUB_NAMESPACE,
    department: config.HUB_DEPARTMENT,
    now: () => Date.now(),
    metrics: createMetrics(service),
    kafka: createKafka({ brokers: config.KAFKA_BROKERS, clientId: service, logger }),
    registry: createSchemaRegistry(config.SCHEMA_REGISTRY_URL),
    sources: readSources(config.HUB_SOURCES_FILE, config.HUB_DEPARTMENT),
    receiptKeys: readReceiptKeys(config.RECEIPT_KEYS_FILE, config.HUB_DEPARTMENT),
  };
}
type Foundation = ReturnType<typeof foundation>;

/** Relay, statements and answers: none of them needs Kafka or the registry to be there when it starts. */
async function startBackground(config: IntakeConfig, base: Foundation, lifecycle: Lifecycle): Promise<OutboxRelay> {
  const relay = await startOutboxRelay({ ...base, schemaIdOf: base.registry.idOf, onPublished: markPublished });
  lifecycle.onClose('outbox relay', relay.close);
  const statements = startStatementPublisher({ ...base, onStated: relay.wake });
  lifecycle.onClose('ledger statements', statements.close);
  const purger = startRowPurger({ ...base, days: config.HUB_RAW_ROW_DAYS });
  lifecycle.onClose('row purger', purger.close);
  const oldest = startOldestWaiting({ ...base, feeds: connectorOf(base.department).feeds });
  lifecycle.onClose('oldest waiting events', oldest.close);
  const sourceIds = new Set(base.sources.keys());
  const outcomes = await startOutcomeConsumer({
    ...{ ...base, sourceIds, onFatal: lifecycle.failed, newId: randomUUID },
    afterCommit: relay.wake,
  });
  lifecycle.onClose('outcomes', outcomes.close);
  const broker = startBrokerWatch({ ...base, wake: relay.wake });
  lifecycle.onClose('broker watch', broker.close);
  return relay;
}

const spoolFolderOf = (config: IntakeConfig) => join(config.HUB_SPOOL_FOLDER, `hub-intake-${config.HUB_DEPARTMENT}`);

/** What both doors take batches with. */
function acceptanceParts(config: IntakeConfig, base: Foundation, relay: OutboxRelay, xlsxWorker: string | undefined) {
  const { pool, now, namespace } = base;
  const cipher = createRecordCipher(config.HUB_LEDGER_KEY);
  const vaultPublicKey = readVaultPublicKey(config.VAULT_PUBLIC_KEY_FILE);
  const signReceipt = createReceiptSigner(base.receiptKeys);
  return {
    ledger: {
      pool,
      namespace,
      cipher,
      vaultPublicKey,
      signReceipt,
      now,
      newId: randomUUID,
      observe: createBatchMetrics(base.metrics),
    },
    limits: readingLimits(config),
    spoolFolder: spoolFolderOf(config),
    shortage: createRoomCheck({
      maxBacklog: config.HUB_MAX_BACKLOG,
      backlog: relay.backlog,
      isOpen: () => isLedgerOpen(pool),
      folder: spoolFolderOf(config),
      minFreeBytes: config.HUB_MIN_FREE_MIB * 1024 * 1024,
      now,
    }),
    accepted: relay.wake,
    turns: takeTurns(config.HUB_BATCHES_AT_ONCE),
    ...(xlsxWorker && { xlsxWorker }),
  } satisfies AcceptanceParts;
}

function routesOf(config: IntakeConfig, base: Foundation, parts: AcceptanceParts) {
  const { pool, sources, receiptKeys, now } = base;
  const doors = {
    pool,
    access: { department: config.HUB_DEPARTMENT, sources },
    feeds: connectorOf(config.HUB_DEPARTMENT).feeds,
  };
  const rejects = rejectsRoute({ ...doors, cipher: parts.ledger.cipher });
  return [
    submitRoute({ ...doors, ...parts }),
    ...batchRoutes(doors),
    rejects,
    receiptKeysRoute(publicReceiptKeys(receiptKeys)),
    ...feedRoutes(doors),
    templateRoute({ ...doors, now }),
    ...operatorRoutes({ ...doors, now }),
    replayRoute({ ...doors, now, wake: parts.accepted }),
  ];
}

/** What the department's file says of its doors; without a file there are no pulls, and the drop is the environment's. */
function doorsOf(config: IntakeConfig, { sources }: Foundation): { drop: Doors['drop']; pulls: readonly Pull[] } {
  if (config.HUB_DOORS_FILE === undefined) return { drop: undefined, pulls: [] };
  const context = { sources, feeds: connectorOf(config.HUB_DEPARTMENT).feeds };
  const doors = readDoors(config.HUB_DOORS_FILE, context);
  return { drop: doors.drop, pulls: pullsOf(doors, context) };
}

async function startDrop(
  config: IntakeConfig,
  base: Foundation,
  parts: AcceptanceParts,
  said: Doors['drop'],
  lifecycle: Lifecycle,
) {
  const root = said?.folder ?? config.HUB_DROP_FOLDER;
  if (root === undefined) return;
  const drop = await startFileDrop({
    ...parts,
    root,
    sources: base.sources.values(),
    feeds: connectorOf(config.HUB_DEPARTMENT).feeds,
    quietMs: (said?.quietSeconds ?? config.HUB_DROP_QUIET_SECONDS) * 1000,
    lookEveryMs: (said?.lookSeconds ?? config.HUB_DROP_LOOK_SECONDS) * 1000,
    logger: base.logger,
    metrics: base.metrics,
  });
  lifecycle.onClose('file drop', drop.close);
}

/** @returns how each pull is doing */
function startPulls(
  config: IntakeConfig,
  base: Foundation,
  parts: AcceptanceParts,
  pulls: readonly Pull[],
  lifecycle: Lifecycle,
): () => PullStatus[] {
  if (pulls.length === 0) return () => [];
  const turnsPool = createPool(config.DATABASE_URL, { applicationName: 'intake-pull', max: pulls.length });
  lifecycle.onClose('turns of pulls', () => turnsPool.end());
  const pull = startDatabasePull({
    ...parts,
    ...{ pulls, turnsPool, logger: base.logger, metrics: base.metrics },
    env: process.env,
    markKey: Buffer.from(hkdfSync('sha256', config.HUB_LEDGER_KEY, config.HUB_NAMESPACE, 'marks of pulled rows', 32)),
  });
  lifecycle.onClose('database pull', pull.close);
  return pull.statuses;
}

/** Starts the connector service of a department; its database must be migrated. @returns the ports taken */
export async function startIntake(
  config: IntakeConfig,
  lifecycle: Lifecycle,
  parts: IntakeParts = {},
): Promise<{ httpPort: number; adminPort: number }> {
  const base = foundation(config, lifecycle);
  await mkdir(spoolFolderOf(config), { recursive: true, mode: 0o700 });
  await removeStaleBodies(spoolFolderOf(config), base.now());
  await settleLedger(base.pool, { ...base, newId: randomUUID }, { ...base, sourceIds: base.sources.keys() });
  const relay = await startBackground(config, base, lifecycle);
  const acceptance = acceptanceParts(config, base, relay, parts.xlsxWorker);
  const doors = doorsOf(config, base);
  await startDrop(config, base, acceptance, doors.drop, lifecycle);
  const pulls = startPulls(config, base, acceptance, doors.pulls, lifecycle);
  const app = createHttpApp({
    title: `${connectorOf(config.HUB_DEPARTMENT).label}报送接口`,
    version: '1.0.0',
    routes: routesOf(config, base, acceptance),
    verifier: parts.verifier ?? tokenVerifierOf(config, base.logger),
    logger: base.logger,
    metrics: base.metrics,
    requestsPerMinute: config.HTTP_REQUESTS_PER_MINUTE,
  });
  const server = await listen(app, config.HTTP_HOST, config.HTTP_PORT);
  lifecycle.onClose('http', server.close);
  const admin = await startAdminServer({
    host: config.HTTP_HOST,
    port: config.ADMIN_PORT,
    metrics: base.metrics,
    // Kafka and the registry may be away: the door stays open and the outbox fills.
    ready: async () => {
      const [outboxBacklog, ledgerOpen] = await Promise.all([relay.backlog(), isLedgerOpen(base.pool)]);
      return { ready: true, detail: { outboxBacklog, ledgerOpen, pulls: pulls() } };
    },
  });
  lifecycle.onClose('admin', admin.close);
  return { httpPort: server.port, adminPort: admin.port };
}
