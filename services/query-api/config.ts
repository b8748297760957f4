import { z } from 'zod';
import { tokenConfig } from '../../infra/http/token-config.js';

const port = z.coerce.number().int().min(0).max(65_535);

/** The environment of the query API; names as in `docs/architecture.md`. */
export const queryApiConfigSchema = z.object({
  DATABASE_URL: z.url(),
  ...tokenConfig,
  HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  HTTP_PORT: port,
  HTTP_REQUESTS_PER_MINUTE: z.coerce.number().int().positive().default(1200),
  ADMIN_PORT: port,
  LOG_LEVEL: z.string().default('info'),
});
