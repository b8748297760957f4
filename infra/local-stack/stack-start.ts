import { provideJars } from './jar-cache.js';
import { findJava } from './java.js';
import { ensureKafka } from './kafka-process.js';
import { ensureOidcIssuer } from './oidc-process.js';
import { ensurePostgres } from './postgres-process.js';
import { borrowRegistryDatabase, provideRegistryDatabase } from './registry-database.js';
import { ensureRegistry } from './registry-process.js';
import type { StackContext } from './stack-part.js';

export type StackEndpoints = {
  kafkaBrokers: string[];
  /** Base of the Confluent-compatible API, e.g. http://127.0.0.1:8081/apis/ccompat/v7 */
  schemaRegistryUrl: string;
  /** A role that may create databases; database `postgres`. */
  databaseUrl: string;
  oidcIssuerUrl: string;
};

/** All parts side by side, but for the registry, which waits for PostgreSQL. */
export async function startParts(context: StackContext): Promise<StackEndpoints> {
  const { env } = context;
  const jvm = once(() => provideJvm(context));
  const postgres = env.DATABASE_URL ? Promise.resolve(env.DATABASE_URL) : ensurePostgres(context);
  const [kafkaBrokers, schemaRegistryUrl, databaseUrl, oidcIssuerUrl] = await allSettled([
    env.KAFKA_BROKERS ? env.KAFKA_BROKERS.split(',').map((broker) => broker.trim()) : startKafka(context, jvm),
    env.SCHEMA_REGISTRY_URL || startRegistry(context, jvm, postgres),
    postgres,
    env.OIDC_ISSUER_URL || ensureOidcIssuer(context),
  ]);
  return { kafkaBrokers, schemaRegistryUrl, databaseUrl, oidcIssuerUrl };
}

type Jvm = { java: string; kafkaJars: string; registryJars: string };
type ProvideJvm = () => Promise<Jvm>;

async function provideJvm({ env, onProgress }: StackContext): Promise<Jvm> {
  const java = await findJava(env);
  return { java, ...(await provideJars(env, onProgress)) };
}

async function startKafka(context: StackContext, jvm: ProvideJvm): Promise<string[]> {
  const { java, kafkaJars } = await jvm();
  return [await ensureKafka(context, java, kafkaJars)];
}

async function startRegistry(context: StackContext, jvm: ProvideJvm, postgres: Promise<string>): Promise<string> {
  const [{ java, registryJars }, databaseUrl] = await Promise.all([jvm(), postgres]);
  const database = context.env.DATABASE_URL
    ? await borrowRegistryDatabase(databaseUrl)
    : await provideRegistryDatabase(databaseUrl, context.record.passwords.registry);
  return ensureRegistry(context, java, registryJars, database);
}

function once<T>(provide: () => Promise<T>): () => Promise<T> {
  let provided: Promise<T> | undefined;
  return () => (provided ??= provide());
}

/** Like Promise.all, but fails only when none is under way any more: the home's lock is given back after that. */
async function allSettled<T extends readonly unknown[]>(
  work: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
