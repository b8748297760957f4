import { readFileSync } from 'node:fs';
import type { JsonWebKey } from 'node:crypto';
import { tmpdir } from 'node:os';
import { z } from 'zod';
import { tokenConfig } from '../../infra/http/token-config.js';
import { ServiceFailure } from '../../infra/process/service-failure.js';
import { DEFAULT_NAMESPACE } from '../../schemas/topics.js';
import type { ReadingLimits } from './reading/row-reader.js';

const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().positive();
const MiB = 1024 * 1024;

const ledgerKey = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32, 'must be the base64 of 32 bytes (openssl rand -base64 32)');

/** The environment of an intake service; names as in `docs/architecture.md`. */
export const intakeConfigSchema = z.object({
  HUB_NAMESPACE: z.string().min(1).default(DEFAULT_NAMESPACE),
  HUB_DEPARTMENT: z.string().min(1),
  /** JSON list of sources with their keys. */
  HUB_SOURCES_FILE: z.string().min(1),
  /** Encrypts submitted rows in the ledger. */
  HUB_LEDGER_KEY: ledgerKey,
  /** JWK that identities are sealed to. */
  VAULT_PUBLIC_KEY_FILE: z.string().min(1),
  /** JWK Set: receipts are signed with its first key, the others verify what was signed before. */
  RECEIPT_KEYS_FILE: z.string().min(1),
  KAFKA_BROKERS: z.string().transform((text) =>
    text
      .split(',')
      .map((broker) => broker.trim())
      .filter(Boolean),
  ),
  SCHEMA_REGISTRY_URL: z.url(),
  DATABASE_URL: z.url(),
  ...tokenConfig,
  HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  HTTP_PORT: port,
  HTTP_REQUESTS_PER_MINUTE: positive.default(600),
  ADMIN_PORT: port,
  LOG_LEVEL: z.string().default('info'),
  /** Where bodies rest, encrypted, while they are read. */
  HUB_SPOOL_FOLDER: z.string().min(1).default(tmpdir()),
  HUB_MAX_BODY_MIB: positive.default(256),
  HUB_MAX_ROWS: positive.default(1_000_000),
  HUB_MAX_ROW_KIB: positive.default(256),
  HUB_MAX_XLSX_MIB: positive.default(32),
  HUB_MAX_XLSX_INFLATED_MIB: positive.default(192),
  HUB_XLSX_MEMORY_MIB: positive.default(1024),
  HUB_XLSX_SECONDS: positive.default(120),
  /** Messages waiting for Kafka beyond which the door answers 503. */
  HUB_MAX_BACKLOG: positive.default(500_000),
  /** Space that stays free on the disk of the spool folder; with less the door answers 503. */
  HUB_MIN_FREE_MIB: positive.default(512),
  /** A submitted row is kept for so long after its batch was taken, then purged as soon as it is settled. */
  HUB_RAW_ROW_DAYS: positive.default(90),
  /** Batches taken at the same time; others wait. */
  HUB_BATCHES_AT_ONCE: positive.default(3),
  /** YAML or JSON: the department's doors, as docs/departments.md has them; what it says of the drop goes first. */
  HUB_DOORS_FILE: z.string().min(1).optional(),
  /** Root of the file drop; without it there is none. Holds `<feed>/<sourceId>/`. */
  HUB_DROP_FOLDER: z.string().min(1).optional(),
  /** A dropped file is taken when its size and time have stood still for so long. */
  HUB_DROP_QUIET_SECONDS: z.coerce.number().min(0.1).default(10),
  HUB_DROP_LOOK_SECONDS: z.coerce.number().min(0.1).default(2),
});

export type IntakeConfig = z.infer<typeof intakeConfigSchema>;

/** Largest inflation of a workbook; ordinary ones stay below 1 : 20, bombs are beyond 1 : 1000. */
const XLSX_RATIO = 200;

export function readingLimits(config: IntakeConfig): ReadingLimits {
  return {
    bodyBytes: config.HUB_MAX_BODY_MIB * MiB,
    rowCharacters: config.HUB_MAX_ROW_KIB * 1024,
    rows: config.HUB_MAX_ROWS,
    xlsx: {
      bodyBytes: config.HUB_MAX_XLSX_MIB * MiB,
      inflatedBytes: config.HUB_MAX_XLSX_INFLATED_MIB * MiB,
      ratio: XLSX_RATIO,
      memoryMiB: config.HUB_XLSX_MEMORY_MIB,
      timeMs: config.HUB_XLSX_SECONDS * 1000,
    },
  };
}

/** @throws ServiceFailure CONFIG_INVALID when the file is no JWK */
export function readVaultPublicKey(file: string): JsonWebKey {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JsonWebKey;
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : (error as NodeJS.ErrnoException).code;
    throw new ServiceFailure(`VAULT_PUBLIC_KEY_FILE ${file} cannot be used: ${reason}. Expected a public JWK.`, {
      code: 'CONFIG_INVALID',
      retriable: false,
    });
  }
}
