import { z } from 'zod';
import { tokenConfig } from '../../infra/http/token-config.js';
import { readConfig } from '../../infra/process/read-config.js';
import { DEFAULT_NAMESPACE } from '../../schemas/topics.js';

const environment = z.object({
  HUB_NAMESPACE: z.string().default(DEFAULT_NAMESPACE),
  KAFKA_BROKERS: z.string().transform((list) => list.split(',').map((broker) => broker.trim())),
  SCHEMA_REGISTRY_URL: z.url(),
  DATABASE_URL: z.url(),
  ...tokenConfig,
  HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  HTTP_PORT: z.coerce.number().int().min(0).max(65535),
  HTTP_REQUESTS_PER_MINUTE: z.coerce.number().int().positive().default(600),
  ADMIN_HOST: z.string().default('127.0.0.1'),
  ADMIN_PORT: z.coerce.number().int().min(0).max(65535),
  LOG_LEVEL: z.string().default('info'),
  CONSOLIDATOR_RECORDS_PER_TRANSACTION: z.coerce.number().int().min(1).max(10_000).default(4000),
  CONSOLIDATOR_PARTITIONS_AT_ONCE: z.coerce.number().int().min(1).max(64).default(2),
});

export type ConsolidatorConfig = z.infer<typeof environment>;

/** @throws ServiceFailure CONFIG_INVALID naming every variable that is missing or wrong */
export function readConsolidatorConfig(env: NodeJS.ProcessEnv): ConsolidatorConfig {
  return readConfig(environment, env);
}
