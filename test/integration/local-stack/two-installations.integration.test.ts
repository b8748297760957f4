import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import {
  localStackStatus,
  startLocalStack,
  stopLocalStack,
  wipeLocalStack,
  type StackEndpoints,
} from '../../../infra/local-stack/local-stack.js';
import { fetchToken } from '../../../infra/http/fetch-token.js';
import { clientWithKey } from '../../stack/issuer-under-test.js';
import { makeHome, ownEnvironment, pidsByPart, processesTouching } from './own-stack.js';

const homes = [makeHome(0o755), makeHome(0o755)] as const;
const [one, other] = homes;
const clients = new Map(
  homes.map((home) => [home, clientWithKey({ clientId: 'same-name', scope: 'read', claims: {} })]),
);
const start = (home: string) => {
  const oidcClientsFile = join(home, 'clients.json');
  writeFileSync(oidcClientsFile, JSON.stringify([clients.get(home)!.registered]));
  return startLocalStack({ home, env: ownEnvironment(), oidcClientsFile });
};

let endpoints: [StackEndpoints, StackEndpoints];

beforeAll(async () => {
  // At the same moment: both look for ports and for the jars.
  endpoints = await Promise.all([start(one), start(other)]);
}, 180_000);

afterAll(async () => {
  for (const home of homes) {
    await wipeLocalStack(home);
    rmSync(home, { recursive: true, force: true });
  }
}, 60_000);

describe('Two installations on one machine, started at the same moment', () => {
  test('run side by side on ports, processes, databases and clusters of their own', async () => {
    const addresses = endpoints.map(addressesOf);
    expect(addresses[0]!.filter((address) => addresses[1]!.includes(address))).toEqual([]);
    const pids = await Promise.all(homes.map(pidsByPart));
    const all = pids.flatMap((parts) => Object.values(parts));
    expect([all.every(Boolean), new Set(all).size]).toEqual([true, 8]);
    const clusters = await Promise.all(endpoints.map(clusterId));
    expect(clusters[0]).not.toBe(clusters[1]);
  });

  test('do not see each other’s topics, tables, contracts or clients', async () => {
    await leave(endpoints[0]);
    expect(await seen(endpoints[0])).toEqual({ topics: ['mine'], tables: ['mine'], subjects: ['mine-value'] });
    expect(await seen(endpoints[1])).toEqual({ topics: [], tables: [], subjects: [] });
    expect(await token(endpoints[0], one)).toBe('given');
    expect(await token(endpoints[1], one)).toBe('refused');
  });

  test('one is killed, started, stopped and wiped without the other noticing', async () => {
    const before = await pidsByPart(other);
    process.kill((await pidsByPart(one))['postgres'] as number, 'SIGKILL');
    expect(await start(one)).toEqual(endpoints[0]);
    await stopLocalStack(one);
    expect((await localStackStatus(one)).map(({ state }) => state)).toEqual(Array(4).fill('stopped'));
    expect(await pidsByPart(other)).toEqual(before);
    await wipeLocalStack(one);
    expect(processesTouching(one)).toEqual([]);
    expect(await pidsByPart(other)).toEqual(before);
    expect(await start(other)).toEqual(endpoints[1]);
    expect(await token(endpoints[1], other)).toBe('given');
  }, 120_000);
});

const addressesOf = (at: StackEndpoints): string[] =>
  [`tcp://${at.kafkaBrokers[0]}`, at.schemaRegistryUrl, at.databaseUrl, at.oidcIssuerUrl].map(
    (url) => new URL(url).port,
  );

type Admin = ReturnType<Kafka['admin']>;

async function withAdmin<T>(at: StackEndpoints, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Kafka({ brokers: at.kafkaBrokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

const clusterId = (at: StackEndpoints) => withAdmin(at, async (admin) => (await admin.describeCluster()).clusterId);

async function query(at: StackEndpoints, sql: string): Promise<{ name: string }[]> {
  const client = new pg.Client({ connectionString: at.databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows as { name: string }[];
  } finally {
    await client.end();
  }
}

async function leave(at: StackEndpoints): Promise<void> {
  await withAdmin(at, (admin) => admin.createTopics({ topics: [{ topic: 'mine', numPartitions: 1 }] }));
  await query(at, 'CREATE TABLE mine ()');
  await fetch(`${at.schemaRegistryUrl}/subjects/mine-value/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: '"string"' }),
  });
}

async function seen(at: StackEndpoints) {
  const tables = await query(at, "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'");
  return {
    topics: await withAdmin(at, (admin) => admin.listTopics()),
    tables: tables.map(({ name }) => name),
    subjects: (await (await fetch(`${at.schemaRegistryUrl}/subjects`)).json()) as string[],
  };
}

/** The clients have one name, and a key each. */
async function token(at: StackEndpoints, home: string): Promise<'given' | 'refused'> {
  return fetchToken(at.oidcIssuerUrl, clients.get(home)!.credential).then(
    () => 'given',
    () => 'refused',
  );
}
