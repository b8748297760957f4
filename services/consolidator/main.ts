import { connectors } from '../../connectors/generated/feed-index.js';
import { createKafka } from '../../infra/kafka/kafka-client.js';
import { startAdminServer } from '../../infra/observability/admin-server.js';
import { createLogger } from '../../infra/observability/logger.js';
import { createMetrics } from '../../infra/observability/metrics.js';
import { startOutboxRelay } from '../../infra/outbox/outbox-relay.js';
import { createPool } from '../../infra/postgres/pool.js';
import { runService, type Lifecycle } from '../../infra/process/run-service.js';
import { createSchemaRegistry } from '../../infra/registry/schema-registry.js';
import { migrateDataset } from '../dataset/commands.js';
import { readProgress } from '../dataset/progress.js';
import { readConsolidatorConfig } from './config.js';
import { startOperatingDoor } from './operating/start-operating-door.js';
import { watchParked } from './operating/watch-parked.js';
import { startConsolidation } from './receiving/start-consolidation.js';
import { topicRoles } from './receiving/topic-roles.js';
import { startRestorationAnnouncer } from './restoring/announce-restored.js';
import { settleDataset } from './restoring/settle-dataset.js';

runService('consolidator', start);

async function start(lifecycle: Lifecycle): Promise<void> {
  const config = readConsolidatorConfig(process.env);
  const logger = createLogger('consolidator', config.LOG_LEVEL);
  const metrics = createMetrics('consolidator');
  await migrateDataset(config.DATABASE_URL);

  const pool = createPool(config.DATABASE_URL, { applicationName: 'consolidator' });
  lifecycle.onClose('database', () => pool.end());
  const kafka = createKafka({ brokers: config.KAFKA_BROKERS, clientId: 'consolidator', logger });
  const registry = createSchemaRegistry(config.SCHEMA_REGISTRY_URL);

  await settleDataset(pool, logger);
  const relay = await startOutboxRelay({ pool, kafka, schemaIdOf: registry.idOf, logger, metrics });
  lifecycle.onClose('outcome relay', () => relay.close());

  const consumer = await startConsolidation({
    ...{ connectors, kafka, pool, registry, logger, metrics },
    namespace: config.HUB_NAMESPACE,
    recordsPerTransaction: config.CONSOLIDATOR_RECORDS_PER_TRANSACTION,
    partitionsAtOnce: config.CONSOLIDATOR_PARTITIONS_AT_ONCE,
    afterCommit: () => relay.wake(),
    onFatal: lifecycle.failed,
  });
  lifecycle.onClose('consumer', () => consumer.close());

  const parked = watchParked({ pool, metrics, logger });
  lifecycle.onClose('parked messages', () => parked.close());
  const door = await startOperatingDoor({ config, pool, logger, metrics, wake: () => relay.wake() });
  lifecycle.onClose('operating door', () => door.close());
  const announcer = startRestorationAnnouncer({
    ...{ kafka, pool, namespace: config.HUB_NAMESPACE, logger, position: consumer.position },
    topics: [...topicRoles(config.HUB_NAMESPACE, connectors).keys()],
    announced: relay.wake,
  });
  lifecycle.onClose('announcement of a restored dataset', () => announcer.close());

  const admin = await startAdminServer({
    ...{ host: config.ADMIN_HOST, port: config.ADMIN_PORT, metrics },
    ready: async () => {
      const detail = { ...(await readProgress(pool)), outcomesWaiting: await relay.backlog() };
      return { ready: consumer.joined(), detail };
    },
  });
  lifecycle.onClose('admin server', () => admin.close());
}
