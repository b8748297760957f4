import type { JsonWebKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { connectors } from '../../connectors/generated/feed-index.js';
import { tokenConfig } from '../../infra/http/token-config.js';
import { ServiceFailure } from '../../infra/process/service-failure.js';
import { DEFAULT_NAMESPACE } from '../../schemas/topics.js';

const port = z.coerce.number().int().min(0).max(65_535);
const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

/** 32 random bytes in base64. */
const masterKey = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32, 'must be the base64 of 32 bytes (openssl rand -base64 32)');

/** The environment of the identity vault; names as in `docs/architecture.md`. */
export const vaultConfigSchema = z.object({
  HUB_NAMESPACE: z.string().min(1).default(DEFAULT_NAMESPACE),
  /** Departments whose identity topics are read. */
  HUB_DEPARTMENTS: commaList
    .refine((departments) => departments.length > 0, 'must name at least one department')
    .default(connectors.map((connector) => connector.department)),
  KAFKA_BROKERS: commaList.refine((brokers) => brokers.length > 0, 'must name at least one broker (host:port)'),
  SCHEMA_REGISTRY_URL: z.url(),
  DATABASE_URL: z.url(),
  ...tokenConfig,
  VAULT_PRIVATE_KEY_FILE: z.string().min(1),
  VAULT_MASTER_KEY: masterKey,
  HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  HTTP_PORT: port,
  HTTP_REQUESTS_PER_MINUTE: z.coerce.number().int().positive().default(600),
  ADMIN_PORT: port,
  LOG_LEVEL: z.string().default('info'),
});

export type VaultConfig = z.infer<typeof vaultConfigSchema>;

/**
 * The vault's private key, a JWK as `hub` wrote it.
 *
 * @throws ServiceFailure CONFIG_INVALID when the file cannot be read; its content is never printed
 */
export async function readPrivateKey(file: string): Promise<JsonWebKey> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as JsonWebKey;
  } catch (error) {
    // No cause: a parser quotes what it reads.
    const reason = error instanceof SyntaxError ? 'it is not JSON' : (error as NodeJS.ErrnoException).code;
    throw new ServiceFailure(`VAULT_PRIVATE_KEY_FILE ${file} cannot be used: ${reason}. Expected a private JWK.`, {
      code: 'CONFIG_INVALID',
      retriable: false,
    });
  }
}
