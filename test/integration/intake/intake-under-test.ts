import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateVaultKeyPair } from '../../../infra/crypto/sealed-envelope.js';
import { fetchToken } from '../../../infra/http/fetch-token.js';
import { chooseFreePort } from '../../../infra/local-stack/free-port.js';
import { projectRoot } from '../../../infra/process/project-root.js';
import { createSchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { residentIdentityCheckDigit } from '../../../schemas/identifiers/resident-identity-number.js';
import { eventContract, protocolSchemas } from '../../../schemas/generated/contract-index.js';
import {
  departmentTopic,
  eventTopic,
  hubTopic,
  valueSubject,
  type DepartmentProtocol,
} from '../../../schemas/topics.js';
import { intakeMigrations, withNewReceiptKey } from '../../../services/intake/commands.js';
import {
  createTestDatabase,
  createTestTopics,
  randomNamespace,
  stackUnderTest,
  waitUntil,
} from '../../stack/fixtures.js';
import { startIssuer } from '../../stack/issuer-under-test.js';

export const DEPARTMENT = 'health-commission';
export const FEED = 'occupational-disease';

/** Callers, as the real token issuer of the local stack knows them. */
const CALLERS = {
  clerk: { scope: 'intake:write intake:read balance:read', department: DEPARTMENT, sources: ['hc-a'] },
  other: { scope: 'intake:write intake:read balance:read', department: DEPARTMENT, sources: ['hc-b'] },
  reader: { scope: 'intake:read', department: DEPARTMENT, sources: ['hc-a'] },
  operator: { scope: 'intake:operate', department: null, sources: ['*'] },
  stranger: { scope: 'intake:write intake:read balance:read', department: 'emergency-management', sources: ['*'] },
} as const;
export type Caller = keyof typeof CALLERS;
type Issuer = Awaited<ReturnType<typeof startIssuer>>;

export type Answer<T = Record<string, unknown>> = { status: number; body: T; headers: Headers };

/**
 * The real service as a process of its own, on the real stack, with topics, database, keys and issuer of its own.
 *
 * @param feeds what its sources report
 */
export async function createIntakeUnderTest(feeds: readonly string[] = [FEED]) {
  const stack = stackUnderTest();
  const namespace = randomNamespace('intake');
  const folder = await mkdtemp(join(tmpdir(), 'intake-test-'));
  const database = await createTestDatabase(intakeMigrations);
  const topics = await createTestTopics(
    Object.keys(schemasByTopic(namespace, feeds)).map((topic) => ({ topic, partitions: 2 })),
  );
  await registerSchemas(schemasByTopic(namespace, feeds), stack.registryUrl);
  const vault = generateVaultKeyPair();
  await writeFile(join(folder, 'vault.json'), JSON.stringify(vault.publicJwk));
  await writeFile(join(folder, 'receipt-keys.json'), JSON.stringify(withNewReceiptKey(DEPARTMENT)));
  await writeSources(folder, feeds, [['key-1', Buffer.alloc(32, 1)]]);
  const issuer = await startIssuer(
    Object.entries(CALLERS).map(([clientId, { scope, ...claims }]) => ({ clientId, scope, claims })),
  );
  const tokens = await fetchTokens(issuer);
  const env = {
    HUB_NAMESPACE: namespace,
    HUB_DEPARTMENT: DEPARTMENT,
    HUB_SOURCES_FILE: join(folder, 'sources.json'),
    HUB_LEDGER_KEY: randomBytes(32).toString('base64'),
    VAULT_PUBLIC_KEY_FILE: join(folder, 'vault.json'),
    RECEIPT_KEYS_FILE: join(folder, 'receipt-keys.json'),
    HUB_SPOOL_FOLDER: join(folder, 'spool'),
    SCHEMA_REGISTRY_URL: stack.registryUrl,
    DATABASE_URL: database.url,
    OIDC_ISSUER_URL: issuer.url,
    HTTP_REQUESTS_PER_MINUTE: '100000',
    HUB_MAX_BODY_MIB: '8',
    KAFKA_BROKERS: stack.brokers.join(','),
  };
  return {
    ...{ namespace, folder, database, vault, kafka: topics.kafka, registryUrl: stack.registryUrl },
    writeSources: (keys: readonly [string, Buffer][]) => writeSources(folder, feeds, keys),
    start: (more: Record<string, string> = {}) => startService({ ...env, ...more }, tokens),
    close: async () => {
      issuer.close();
      await topics.drop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type IntakeUnderTest = Awaited<ReturnType<typeof createIntakeUnderTest>>;
export type RunningIntake = Awaited<ReturnType<IntakeUnderTest['start']>>;

function schemasByTopic(namespace: string, feeds: readonly string[]): Record<string, object> {
  const own = (purpose: DepartmentProtocol) => departmentTopic(namespace, DEPARTMENT, purpose);
  return {
    ...Object.fromEntries(
      feeds.map((feed) => [eventTopic(namespace, DEPARTMENT, feed), eventContract(feed).avroSchema]),
    ),
    [hubTopic(namespace, 'person-resolution')]: protocolSchemas.personResolution,
    [own('identity')]: protocolSchemas.sealedIdentity,
    [own('outcome')]: protocolSchemas.outcome,
    [own('outcome-request')]: protocolSchemas.outcomeRequest,
    [own('ledger-recovery')]: protocolSchemas.ledgerRecovery,
    [own('ledger-statement')]: protocolSchemas.ledgerStatement,
  };
}

async function registerSchemas(schemas: Record<string, object>, registryUrl: string): Promise<void> {
  const registry = createSchemaRegistry(registryUrl);
  for (const [topic, schema] of Object.entries(schemas)) {
    await registry.register(valueSubject(topic), schema, 'FULL_TRANSITIVE');
  }
}

async function writeSources(
  folder: string,
  feeds: readonly string[],
  keys: readonly [string, Buffer][],
): Promise<void> {
  const sources = ['hc-a', 'hc-b'].map((sourceId) => ({
    sourceId,
    department: DEPARTMENT,
    reportingUnit: 'unit-1',
    name: '示例系统',
    eventTypes: feeds,
    validFrom: '2020-01-01',
    keys: keys.map(([keyId, key]) => ({ keyId, key: key.toString('base64') })),
  }));
  await writeFile(join(folder, 'sources.json'), JSON.stringify(sources));
}

const built = (file: string) => join(projectRoot(), 'dist', file);

async function fetchTokens({ url, credentialOf }: Issuer): Promise<Record<Caller, string>> {
  const entries = Object.keys(CALLERS).map(async (clientId) => {
    return [clientId, (await fetchToken(url, credentialOf(clientId))).token] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<Caller, string>;
}

async function startService(env: Record<string, string>, tokens: Record<Caller, string>) {
  const [http, admin] = [await chooseFreePort(() => false), await chooseFreePort(() => false)];
  const child = spawn(process.execPath, [built('services/intake/main.js')], {
    env: { PATH: process.env['PATH'], ...env, HTTP_PORT: String(http), ADMIN_PORT: String(admin) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
  const url = `http://127.0.0.1:${http}`;
  await waitUntil(`the intake answers: ${log}`, async () => (await fetch(`http://127.0.0.1:${admin}/livez`)).ok);
  const call = async <T>(path: string, init: RequestInit, caller: Caller | null): Promise<Answer<T>> => {
    const headers = {
      ...(init.headers as Record<string, string>),
      ...(caller && { authorization: `Bearer ${tokens[caller]}` }),
    };
    const response = await fetch(url + path, { ...init, headers });
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  };
  return {
    log: () => log,
    /** What /readyz tells. */
    ready: async <T>() => (await (await fetch(`http://127.0.0.1:${admin}/readyz`)).json()) as T,
    metrics: async () => (await fetch(`http://127.0.0.1:${admin}/metrics`)).text(),
    get: <T = Record<string, unknown>>(path: string, caller: Caller | null = 'clerk') => call<T>(path, {}, caller),
    post: <T = Record<string, unknown>>(path: string, body: object, caller: Caller | null = 'clerk') =>
      call<T>(
        path,
        { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
        caller,
      ),
    getFile: async (path: string, accept: string, caller: Caller = 'clerk') => {
      const response = await fetch(url + path, { headers: { accept, authorization: `Bearer ${tokens[caller]}` } });
      return {
        status: response.status,
        headers: response.headers,
        body: Buffer.from(await response.arrayBuffer()),
      };
    },
    send: <T = Record<string, unknown>>(
      body: string | Buffer | ReadableStream,
      contentType: string,
      { query = 'source=hc-a', headers = {}, caller = 'clerk' as Caller | null, feed = FEED } = {},
    ) =>
      call<T>(
        `/v1/feeds/${feed}/batches?${query}`,
        {
          method: 'POST',
          body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
          // What streams is sent in chunks, as it comes.
          ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
          headers: { 'content-type': contentType, ...headers },
        },
        caller,
      ),
    kill: async (signal: NodeJS.Signals) => {
      const ended = once(child, 'exit');
      child.kill(signal);
      return (await ended)[0] as number | null;
    },
    alive: () => child.exitCode === null && child.signalCode === null,
  };
}

/** Reads a topic from its beginning until `enough`. */
export async function readTopic(
  { kafka }: IntakeUnderTest,
  topic: string,
  enough: (values: Buffer[]) => boolean,
): Promise<{ value: Buffer; key: string; headers: Record<string, string> }[]> {
  const consumer = kafka.consumer({ groupId: randomNamespace('reader'), maxWaitTimeInMs: 100 });
  const seen: { value: Buffer; key: string; headers: Record<string, string> }[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message: { value, key, headers } }) => {
      const texts = Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)]);
      if (value) seen.push({ value, key: String(key), headers: Object.fromEntries(texts) as Record<string, string> });
    },
  });
  try {
    await waitUntil(`enough messages on ${topic}`, () => enough(seen.map(({ value }) => value)));
    return seen;
  } finally {
    await consumer.disconnect();
  }
}

/** The feed's valid sample row with some cells changed. */
export async function sampleRow(
  changes: Record<string, string | null> = {},
  feed = FEED,
): Promise<Record<string, string | null>> {
  const file = join(projectRoot(), 'connectors', DEPARTMENT, feed, 'samples', 'valid.json');
  const { row } = JSON.parse(await readFile(file, 'utf8')) as { row: Record<string, string | null> };
  return { ...row, ...changes };
}

/** A certificate number that passes its own check. */
export const certificateNumber = (first17: string): string => first17 + residentIdentityCheckDigit(first17);
