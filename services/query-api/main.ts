import { createHttpApp } from '../../infra/http/http-app.js';
import { listen } from '../../infra/http/listen.js';
import { tokenVerifierOf } from '../../infra/http/token-config.js';
import { startAdminServer } from '../../infra/observability/admin-server.js';
import { createLogger } from '../../infra/observability/logger.js';
import { createMetrics } from '../../infra/observability/metrics.js';
import { createPool } from '../../infra/postgres/pool.js';
import { readConfig } from '../../infra/process/read-config.js';
import { runService } from '../../infra/process/run-service.js';
import { queryApiConfigSchema } from './config.js';
import { queryApiRoutes } from './query-api-routes.js';

runService('query-api', async (lifecycle) => {
  const config = readConfig(queryApiConfigSchema, process.env);
  const logger = createLogger('query-api', config.LOG_LEVEL);
  const metrics = createMetrics('query-api');
  const pool = createPool(config.DATABASE_URL, { applicationName: 'query-api' });
  lifecycle.onClose('pool', () => pool.end());

  const admin = await startAdminServer({
    host: config.HTTP_HOST,
    port: config.ADMIN_PORT,
    metrics,
    ready: async () => ({ ready: (await pool.query('SELECT 1')).rowCount === 1, detail: {} }),
  });
  lifecycle.onClose('admin', () => admin.close());

  const app = createHttpApp({
    title: '工伤预防数据共享枢纽查询接口',
    version: '1.0.0',
    routes: queryApiRoutes(pool, Date.now),
    verifier: tokenVerifierOf(config, logger),
    logger,
    metrics,
    requestsPerMinute: config.HTTP_REQUESTS_PER_MINUTE,
  });
  const server = await listen(app, config.HTTP_HOST, config.HTTP_PORT);
  lifecycle.onClose('http', () => server.close());
});
