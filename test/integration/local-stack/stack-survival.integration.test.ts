import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import {
  localStackStatus,
  type StackEndpoints,
  startLocalStack,
  stopLocalStack,
  wipeLocalStack,
} from '../../../infra/local-stack/local-stack.js';
import { fetchToken } from '../../../infra/http/fetch-token.js';
import { clientWithKey } from '../../stack/issuer-under-test.js';
import { makeHome, ownEnvironment, pidsByPart, processesTouching, script } from './own-stack.js';

const home = makeHome(0o755);
const clients = new Map(
  ['first', 'second'].map((clientId) => [
    clientId,
    clientWithKey({ clientId, scope: 'read', claims: { department: clientId } }),
  ]),
);
const oidcClientsFile = join(home, 'clients.json');
const register = (clientIds: string[]) =>
  writeFileSync(oidcClientsFile, JSON.stringify(clientIds.map((clientId) => clients.get(clientId)!.registered)));
const start = () => startLocalStack({ home, env: ownEnvironment() });

let endpoints: StackEndpoints;

beforeAll(async () => {
  await startInProcessKilledAt('starting kafka'); // while it lays out the data of two parts
  await startInProcessKilledAt('done');
  endpoints = await start();
  await leaveTraces(endpoints);
}, 120_000);

afterAll(async () => {
  await wipeLocalStack(home);
  rmSync(home, { recursive: true, force: true });
}, 60_000);

describe('A local stack', () => {
  test('outlives the kill -9 of the process that started it', async () => {
    expect((await localStackStatus(home)).map(({ state }) => state)).toEqual(Array(4).fill('running'));
  });

  test('is re-used by a second start, and by two starts at the same moment', async () => {
    const before = await pidsByPart(home);
    const [one, two] = await Promise.all([start(), start()]);
    expect(one).toEqual(endpoints);
    expect(two).toEqual(endpoints);
    expect(await pidsByPart(home)).toEqual(before);
  }, 60_000);

  test.each(['kafka', 'registry', 'postgres', 'oidc'])(
    'comes back with its data after kill -9 of %s alone, the others untouched',
    async (part) => {
      const before = await pidsByPart(home);
      process.kill(before[part] as number, 'SIGKILL');
      expect(await start()).toEqual(endpoints);
      const after = await pidsByPart(home);
      expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual([part]);
      expect(await readTraces(endpoints)).toEqual(traces);
    },
    60_000,
  );

  test('knows another list of clients at once, without a restart', async () => {
    const before = await pidsByPart(home);
    register(['first', 'second']);
    await expect(requestToken(endpoints, 'second')).resolves.toMatch(/./);
    register(['first']);
    await expect(requestToken(endpoints, 'second')).rejects.toMatchObject({ code: 'TOKEN_REFUSED' });
    expect(await pidsByPart(home)).toEqual(before);
  }, 60_000);

  test('leaves no process after a stop', async () => {
    await stopLocalStack(home);
    expect(processesTouching(home)).toEqual([]);
    expect((await localStackStatus(home)).map(({ state }) => state)).toEqual(Array(4).fill('stopped'));
  }, 60_000);

  test('starts on the remains of broken starts, and elsewhere when its ports were taken, with its data', async () => {
    const strangers = await Promise.all((await portsOf(endpoints)).map(listenOn));
    layOutRemains();
    const moved = await start();
    try {
      expect(await portsOf(moved)).not.toEqual(await portsOf(endpoints));
      expect(await readTraces(moved)).toEqual(traces);
    } finally {
      strangers.forEach((stranger) => stranger.close());
    }
  }, 60_000);
});

const traces = {
  topics: ['kept-topic'],
  rows: [{ kept: 'yes' }],
  subjects: ['kept-value'],
  level: 'FULL_TRANSITIVE',
  token: 'accepted',
};

let tokenBefore: string;

async function leaveTraces(at: StackEndpoints): Promise<void> {
  await withAdmin(at, (admin) => admin.createTopics({ topics: [{ topic: 'kept-topic', numPartitions: 2 }] }));
  await query(at, "CREATE TABLE kept AS SELECT 'yes' AS kept");
  const schema = JSON.stringify({ type: 'record', name: 'Kept', fields: [{ name: 'a', type: 'string' }] });
  await fetch(`${at.schemaRegistryUrl}/subjects/kept-value/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema }),
  });
  tokenBefore = await requestToken(at, 'first');
}

async function readTraces(at: StackEndpoints): Promise<typeof traces> {
  const json = async (path: string) => (await fetch(`${at.schemaRegistryUrl}${path}`)).json();
  const { compatibilityLevel } = (await json('/config')) as { compatibilityLevel: string };
  return {
    topics: await withAdmin(at, (admin) => admin.listTopics()),
    rows: await query(at, 'SELECT kept FROM kept'),
    subjects: (await json('/subjects')) as string[],
    level: compatibilityLevel,
    token: (await signingKeyIds(at)).includes(keyIdOf(tokenBefore)) ? 'accepted' : 'refused',
  };
}

async function withAdmin<T>(at: StackEndpoints, work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
  const admin = new Kafka({ brokers: at.kafkaBrokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

async function query(at: StackEndpoints, sql: string): Promise<{ kept: string }[]> {
  const connection = new pg.Client({ connectionString: at.databaseUrl });
  await connection.connect();
  try {
    return (await connection.query(sql)).rows as { kept: string }[];
  } finally {
    await connection.end();
  }
}

const requestToken = async (at: StackEndpoints, clientId: string): Promise<string> =>
  (await fetchToken(at.oidcIssuerUrl, clients.get(clientId)!.credential)).token;

async function signingKeyIds(at: StackEndpoints): Promise<string[]> {
  const { keys } = (await (await fetch(`${at.oidcIssuerUrl}/jwks`)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

const keyIdOf = (token: string): string =>
  (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;

/** A start by another process, which is killed when it has said this. */
async function startInProcessKilledAt(word: string): Promise<void> {
  register(['first']);
  const options = JSON.stringify({ home, oidcClientsFile });
  const body = `
    await stack.startLocalStack({ ...${options}, env: process.env, onProgress: console.log });
    console.log('done');
    setInterval(() => undefined, 1000);`;
  const starter = spawn(process.execPath, script(body), {
    env: ownEnvironment({ NODE_OPTIONS: '' }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(starter, 'exit');
  for await (const output of starter.stdout) {
    if (String(output).includes(word)) starter.kill('SIGKILL');
  }
  expect(await ended).toEqual([null, 'SIGKILL']);
}

const portsOf = async (at: StackEndpoints): Promise<number[]> =>
  [`tcp://${at.kafkaBrokers[0]}`, at.schemaRegistryUrl, at.databaseUrl, at.oidcIssuerUrl].map((url) =>
    Number(new URL(url).port),
  );

async function listenOn(port: number) {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return server;
}

/** A pid file naming a process that lives but is a stranger, and data folders left half-made. */
function layOutRemains(): void {
  writeFileSync(join(home, 'stack', 'postgres', 'data', 'postmaster.pid'), `${process.pid}\n/elsewhere\n`);
  for (const part of ['postgres', 'kafka']) {
    mkdirSync(join(home, 'stack', part, 'data.draft'));
    writeFileSync(join(home, 'stack', part, 'data.draft', 'half'), '');
  }
}
