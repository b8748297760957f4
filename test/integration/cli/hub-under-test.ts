import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wipeLocalStack } from '../../../infra/local-stack/local-stack.js';
import { createKafka } from '../../../infra/kafka/kafka-client.js';
import { withAdmin } from '../../../infra/kafka/topic-admin.js';
import { dropDatabase } from '../../../infra/postgres/ensure-database.js';
import { createPool } from '../../../infra/postgres/pool.js';
import { projectRoot } from '../../../infra/process/project-root.js';
import { dropTopics, randomNamespace, stackUnderTest, testLogger, waitUntil } from '../../stack/fixtures.js';

export type Ran = { code: number; out: string; err: string };

/**
 * A hub of its own on the stack of this test run, with an issuer of its own, started by `hub start --no-demo`.
 *
 * @param settings more environment for it
 * @param layOut puts into its home what has to be there before the first start
 */
export async function startHubUnderTest(
  settings: NodeJS.ProcessEnv = {},
  layOut: (home: string) => void = () => undefined,
) {
  const home = mkdtempSync(join(tmpdir(), 'hub-cli-'));
  chmodSync(home, 0o755);
  const { OIDC_ISSUER_URL: _shared, NODE_OPTIONS: _jest, ...rest } = process.env;
  const namespace = randomNamespace('cli');
  const env = { ...rest, ...settings, HUB_HOME: home, HUB_NAMESPACE: namespace };
  layOut(home);
  const main = join(projectRoot(), 'dist', 'services', 'cli', 'main.js');
  const launch = (args: string[], more: NodeJS.ProcessEnv = {}): ChildProcess =>
    spawn(process.execPath, [main, ...args], { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
  const hub = async (args: string[], more: NodeJS.ProcessEnv = {}): Promise<Ran> => {
    const child = launch(args, more);
    const said = heard(child);
    const [code] = (await once(child, 'close')) as [number];
    return { code, ...said };
  };
  let starter: ChildProcess | null = null;
  /** Again, after a stop. */
  const start = async (): Promise<void> => {
    const started = launch(['start', '--no-demo', '--json']);
    starter = started;
    const said = heard(started);
    await waitUntil('the hub has started', () => said.out.includes('queryApiUrl') || fail(started, said.err), 180_000);
  };
  const stop = async (): Promise<void> => {
    if (starter === null || starter.exitCode !== null) return;
    const ended = once(starter, 'exit');
    starter.kill('SIGTERM');
    await ended;
  };
  await start();
  return {
    ...{ home, namespace, env, hub, start, stop },
    close: async () => {
      await stop();
      await wipeLocalStack(home);
      await clear(namespace);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
export type HubUnderTest = Awaited<ReturnType<typeof startHubUnderTest>>;

/** The stack may be a warm one, which other runs use after this. */
async function clear(namespace: string): Promise<void> {
  const { brokers, databaseUrl } = stackUnderTest();
  const kafka = createKafka({ brokers, clientId: 'test', logger: testLogger() });
  const topics = await withAdmin(kafka, (admin) => admin.listTopics());
  await dropTopics(
    kafka,
    topics.filter((topic) => topic.startsWith(namespace)),
  );
  const pool = createPool(databaseUrl);
  const pattern = `${namespace.replaceAll('-', '_')}%`;
  const { rows } = await pool.query<{ name: string }>('SELECT datname AS name FROM pg_database WHERE datname LIKE $1', [
    pattern,
  ]);
  await pool.end();
  for (const { name } of rows) await dropDatabase(databaseUrl, name);
}

function heard(child: ChildProcess): { out: string; err: string } {
  const said = { out: '', err: '' };
  child.stdout?.on('data', (part: Buffer) => (said.out += part.toString()));
  child.stderr?.on('data', (part: Buffer) => (said.err += part.toString()));
  return said;
}

function fail(starter: ChildProcess, said: string): false {
  if (starter.exitCode !== null) throw new Error(`hub start ended with ${starter.exitCode}: ${said}`);
  return false;
}
