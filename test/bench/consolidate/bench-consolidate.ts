import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { wipeLocalStack, type StackEndpoints } from '../../../infra/local-stack/local-stack.js';
import { dropDatabase, ensureDatabase } from '../../../infra/postgres/ensure-database.js';
import { openInstallation, type Installation } from '../../../services/cli/installation.js';
import { prepare, startStack } from '../../../services/cli/main-job.js';
import { serviceNames, servicePlan } from '../../../services/cli/service-plan.js';
import { rememberedPorts } from '../../../services/cli/service-ports.js';
import { superviseServices } from '../../../services/cli/service-processes.js';
import type { Figure, Measured } from '../measured.js';
import { positionsOf, watchDrain, type Drained } from './drain.js';
import { countRecords, makeEvents } from './make-events.js';

type Say = (line: string) => void;
export type ConsolidateOptions = { events: number; rounds: number; home?: string };

type Hub = { installation: Installation; endpoints: StackEndpoints; topics: string[]; records: number };
type Drain = (hub: Hub) => Promise<Drained>;

/**
 * All core feeds in the demo's proportions lie in Kafka; a consolidator drains them, and beside it the limits: decoding
 * alone, and the least that anybody can write who keeps current records and an archive.
 */
export async function benchConsolidate(options: ConsolidateOptions, say: Say): Promise<Measured> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'hub-bench-'));
  const env = { ...process.env, HUB_HOME: home };
  try {
    const installation = openInstallation(env);
    const endpoints = await startStack(installation, env, say);
    await fill(installation, endpoints, options.events, say);
    const { topics, events, records } = await countRecords(installation, endpoints);
    say(`${events} events, ${records} records in all`);
    const rounds = await drainInTurn({ installation, endpoints, topics, records }, options.rounds, say);
    return { title: `consolidate: ${events} events, ${records} records`, figures: figuresOf(rounds) };
  } finally {
    if (options.home === undefined) {
      await wipeLocalStack(home);
      rmSync(home, { recursive: true, force: true });
    }
  }
}

/** A home that is kept has its events from the run before. */
async function fill(installation: Installation, endpoints: StackEndpoints, events: number, say: Say): Promise<void> {
  const databases = await prepare(installation, endpoints);
  const known = await countRecords(installation, endpoints);
  if (known.events === 0) return makeEvents(installation, endpoints, databases, events, say);
  if (known.events !== events)
    throw new Error(`this home holds ${known.events} events: ask for as many, or for another home`);
}

const drains: Readonly<Record<string, Drain>> = {
  consolidator: drainByConsolidator,
  archive: (hub) => drainByLimit(hub, 'archive'),
  decode: (hub) => drainByLimit(hub, 'decode'),
};

async function drainInTurn(hub: Hub, rounds: number, say: Say): Promise<Record<string, Drained[]>> {
  const all: Record<string, Drained[]> = {};
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, drain] of Object.entries(drains)) {
      const drained = await drain(hub);
      all[name] = [...(all[name] ?? []), drained];
      say(`round ${round}, ${name}: ${Math.round(drained.records / drained.seconds)} records/s`);
    }
  }
  return all;
}

const DATABASE = 'bench_consolidate';

async function onFreshDatabase(
  { endpoints }: Hub,
  drain: (url: string, client: pg.Client) => Promise<Drained>,
): Promise<Drained> {
  await dropDatabase(endpoints.databaseUrl, DATABASE);
  const url = await ensureDatabase(endpoints.databaseUrl, DATABASE);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('CHECKPOINT');
    return await drain(url, client);
  } finally {
    await client.end();
  }
}

async function drainByConsolidator(hub: Hub): Promise<Drained> {
  const { installation, endpoints, records } = hub;
  const ports = await rememberedPorts(installation.paths.ports, serviceNames());
  return onFreshDatabase(hub, async (dataset, client) => {
    const plan = servicePlan(installation, endpoints, { dataset, vault: '', intake: {} }, ports).filter(
      ({ name }) => name === 'consolidator',
    );
    const supervisor = await superviseServices(plan, { logs: installation.paths.logs, say: () => undefined });
    try {
      const pid = supervisor.pids()['consolidator'] ?? 0;
      return await watchDrain(installation.home, pid, records, positionsOf(client));
    } finally {
      await supervisor.stop();
    }
  });
}

const LIMIT_MAIN = fileURLToPath(new URL('./limit-main.ts', import.meta.url));

async function drainByLimit(hub: Hub, kind: 'archive' | 'decode'): Promise<Drained> {
  const { installation, endpoints, records } = hub;
  return onFreshDatabase(hub, async (url, client) => {
    const child = spawn(process.execPath, ['--import', './test/run-typescript.js', LIMIT_MAIN, kind], {
      env: {
        ...process.env,
        ...{ DATABASE_URL: url, HUB_NAMESPACE: installation.namespace },
        ...{ KAFKA_BROKERS: endpoints.kafkaBrokers.join(','), KAFKAJS_NO_PARTITIONER_WARNING: '1' },
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let told = 0;
    child.on('message', (message) => (told = Number(message)));
    const consumed = kind === 'decode' ? () => Promise.resolve(told) : positionsOf(client);
    const ended = once(child, 'exit');
    try {
      const failed = ended.then(([code]) =>
        Promise.reject(new Error(`the limit "${kind}" ended with ${String(code)}`)),
      );
      return await Promise.race([watchDrain(installation.home, child.pid ?? 0, records, consumed), failed]);
    } finally {
      child.kill();
      await ended;
    }
  });
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

function figuresOf(rounds: Record<string, Drained[]>): Figure[] {
  const rate = (name: string) => median((rounds[name] ?? []).map(({ records, seconds }) => records / seconds));
  const figures: Figure[] = Object.keys(rounds).map((name) => ({ name, value: rate(name), unit: 'records/s' }));
  figures.push({ name: 'share of the limit "archive"', value: rate('consolidator') / rate('archive'), unit: '' });
  for (const [name, drained] of Object.entries(rounds)) {
    const parts = Object.keys(drained[0]?.cpu ?? {});
    const of = (part: string) => median(drained.map(({ cpu, records }) => ((cpu[part] ?? 0) * 1e5) / records));
    const unit = 'CPU s/100,000 records';
    figures.push(...parts.map((part) => ({ name: `${name}: ${part}`, value: of(part), unit })));
    figures.push({ name: `${name}: in all`, value: parts.reduce((sum, part) => sum + of(part), 0), unit });
    for (const part of ['reader', 'postgres'])
      figures.push({
        name: `${name}: peak of ${part}`,
        value: median(drained.map(({ peakMiB }) => peakMiB[part] ?? 0)),
        unit: 'MiB',
      });
  }
  return figures;
}
