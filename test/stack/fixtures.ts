import { randomBytes } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import type pg from 'pg';
import { createKafka } from '../../infra/kafka/kafka-client.js';
import { ensureTopics, type TopicSpec } from '../../infra/kafka/topic-admin.js';
import { createLogger, type Logger } from '../../infra/observability/logger.js';
import { dropDatabase, ensureDatabase } from '../../infra/postgres/ensure-database.js';
import { migrate, type Migration } from '../../infra/postgres/migrate.js';
import { createPool } from '../../infra/postgres/pool.js';

/** Where the stack of this run listens, as the global setup has put it into the environment. */
export function stackUnderTest(): { brokers: string[]; registryUrl: string; databaseUrl: string; issuerUrl: string } {
  const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, DATABASE_URL, OIDC_ISSUER_URL } = process.env;
  if (!KAFKA_BROKERS || !SCHEMA_REGISTRY_URL || !DATABASE_URL) {
    throw new Error('KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL are expected: is the global setup in place?');
  }
  return {
    brokers: KAFKA_BROKERS.split(','),
    registryUrl: SCHEMA_REGISTRY_URL,
    databaseUrl: DATABASE_URL,
    issuerUrl: OIDC_ISSUER_URL ?? '',
  };
}

/** Silent, or as loud as TEST_LOG_LEVEL says. */
export function testLogger(): Logger {
  return createLogger('test', process.env.TEST_LOG_LEVEL ?? 'silent');
}

/** Short, random, usable in topic names and, with - replaced, in database names. */
export function randomNamespace(prefix = 'test'): string {
  return `${prefix}-${randomBytes(6).toString('hex')}`;
}

export type TestDatabase = { name: string; url: string; pool: pg.Pool; drop: () => Promise<void> };

/** A database of the test file's own; drop() ends its pool and removes it. */
export async function createTestDatabase(migrations: readonly Migration[] = []): Promise<TestDatabase> {
  const { databaseUrl } = stackUnderTest();
  const name = randomNamespace().replaceAll('-', '_');
  const url = await ensureDatabase(databaseUrl, name);
  if (migrations.length > 0) await migrate(url, migrations);
  const pool = createPool(url, { applicationName: 'test' });
  return {
    name,
    url,
    pool,
    drop: async () => {
      await pool.end();
      await dropDatabase(databaseUrl, name);
    },
  };
}

/**
 * Waits until `check` gives something true (errors count as "not yet") and returns it.
 * @throws with the message, what was seen last and the time limit
 */
export async function waitUntil<T>(
  message: string,
  check: () => T | Promise<T>,
  timeoutMs = 30_000,
): Promise<Exclude<NonNullable<T>, false>> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  do {
    try {
      const seen = await check();
      if (seen) return seen as Exclude<NonNullable<T>, false>;
      last = seen;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (Date.now() < deadline);
  throw new Error(`Not within ${timeoutMs} ms: ${message}; last seen: ${String(last)}`);
}

export type TestTopics = { kafka: Kafka; drop: () => Promise<void> };

/** Topics for one test file; drop() removes them. */
export async function createTestTopics(topics: readonly TopicSpec[]): Promise<TestTopics> {
  const kafka = createKafka({ brokers: stackUnderTest().brokers, clientId: 'test', logger: testLogger() });
  await ensureTopics(kafka, topics);
  return {
    kafka,
    drop: () =>
      dropTopics(
        kafka,
        topics.map(({ topic }) => topic),
      ),
  };
}

/** Removes topics, by full name; those that are gone already are no error. */
export async function dropTopics(kafka: Kafka, names: readonly string[]): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const topics = names.filter((name) => existing.has(name));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}
