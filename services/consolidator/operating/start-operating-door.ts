import type pg from 'pg';
import { createHttpApp } from '../../../infra/http/http-app.js';
import { listen } from '../../../infra/http/listen.js';
import { tokenVerifierOf } from '../../../infra/http/token-config.js';
import type { Logger } from '../../../infra/observability/logger.js';
import type { Metrics } from '../../../infra/observability/metrics.js';
import type { Closable } from '../../../infra/process/run-service.js';
import type { ConsolidatorConfig } from '../config.js';
import { decisionRoute } from './decision-route.js';
import { parkedRoutes } from './parked-routes.js';

export type OperatingDoorOptions = {
  config: ConsolidatorConfig;
  pool: pg.Pool;
  logger: Logger;
  metrics: Metrics;
  /** Called when a decision waits in the outbox. */
  wake: () => void;
};

/** The operator's door of the consolidator, the only one that writes the dataset. */
export function startOperatingDoor({ config, pool, logger, metrics, wake }: OperatingDoorOptions): Promise<Closable> {
  const app = createHttpApp({
    title: '工伤预防数据共享枢纽汇集服务运维接口',
    version: '1.0.0',
    routes: [...parkedRoutes(pool), decisionRoute({ pool, namespace: config.HUB_NAMESPACE, wake })],
    verifier: tokenVerifierOf(config, logger),
    logger,
    metrics,
    requestsPerMinute: config.HTTP_REQUESTS_PER_MINUTE,
  });
  return listen(app, config.HTTP_HOST, config.HTTP_PORT);
}
