import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readDatasetMoment } from '../dataset/commands.js';
import { GENERATOR_VERSION, type DemoManifest, type ProfileName } from '../demo-province/commands.js';
import type { BriefingAnswer } from './commands/briefing-command.js';
import { booksClosed, bySourceAndType, type Balance, type LedgerRow } from './books.js';
import { summariseDepartments, summaryLines, type DepartmentSummary } from './department-summary.js';
import { runHub } from './hub-process.js';
import { clerkOf, OPERATOR } from './credentials/own-clients.js';
import type { Installation } from './installation.js';
import { prepare, registerSources, runFileOf, startHub, startStack, type Say, type StartedHub } from './main-job.js';
import { createPhases, type Phases } from './phases.js';
import { readJson, writePrivateJson } from './private-file.js';
import { createProgressLine } from './progress-line.js';
import { clientOf, type RunningHub } from './running-hub.js';
import { submitExports, type Submitted } from './submit-exports.js';

export type StartOptions = { scale: number; seed: string; years: number[]; profile: ProfileName; demo: boolean };

export type StartIo = { env: NodeJS.ProcessEnv; say: Say; isTerminal: boolean; now: () => number };

/** What a run did; written to `$HUB_HOME/out/run.json`. */
export type RunReport = {
  startedAt: string;
  closed: boolean;
  datasetDigest: string;
  /** Design §3.3, by source and event type. */
  balance: ReturnType<typeof bySourceAndType>;
  apart: Balance['apart'];
  departments: DepartmentSummary[];
  submissions: Submitted[];
  secondsByPhase: Record<string, number>;
  residentMiB: Record<string, number>;
  filesWritten: string[];
};

export type Started = StartedHub & { report: RunReport | null };

/** The main job (`npm start`): stack, contracts, services, the departments' exports, books, briefing. */
export async function start(installation: Installation, options: StartOptions, io: StartIo): Promise<Started> {
  const phases = createPhases(io.say, io.now);
  const startedAt = new Date();
  const endpoints = await phases.run('stack', '启动 Kafka、契约登记库、PostgreSQL 和令牌签发服务', () =>
    startStack(installation, io.env, io.say),
  );
  const databases = await phases.run('contracts', '登记契约，建立主题和数据库', () => prepare(installation, endpoints));
  const started = await phases.run('services', '启动枢纽各服务', () =>
    startHub(installation, endpoints, databases, io.say),
  );
  try {
    await registerSources(installation, started.hub);
    if (!options.demo) return { ...started, report: null };
    const report = await runDemo(installation, started, options, io, phases, startedAt);
    return { ...started, report };
  } catch (error) {
    await started.supervisor.stop();
    throw error;
  }
}

async function runDemo(
  installation: Installation,
  { hub, supervisor }: StartedHub,
  options: StartOptions,
  io: StartIo,
  phases: Phases,
  startedAt: Date,
): Promise<RunReport> {
  const manifest = await phases.run('demo', '生成示例省的部门导出文件', () => demoOf(installation, options, io.env));
  const submitted = await phases.run('submit', '各部门报送', () => submitAll(installation, hub, manifest, io));
  const balance = await phases.run('books', '汇集并核对账目', () => closeBooks(installation, hub, io));
  const { datasetDigest } = await readDatasetMoment(hub.databases.dataset);
  const departments = summariseDepartments(submitted);
  const year = Math.max(...options.years);
  const briefing = await phases.run('briefing', `编制 ${year} 年度情况通报`, () =>
    runHub<BriefingAnswer>(['briefing', '--year', String(year)], io.env),
  );
  const report: RunReport = {
    startedAt: startedAt.toISOString(),
    closed: balance.closed,
    datasetDigest,
    balance: bySourceAndType(balance.rows),
    apart: balance.apart,
    departments,
    submissions: submitted,
    secondsByPhase: phases.seconds(),
    residentMiB: { ...supervisor.residentMiB(), starter: Math.round(process.memoryUsage.rss() / 1048576) },
    filesWritten: [...briefing.files, runFileOf(installation)],
  };
  writePrivateJson(runFileOf(installation), report);
  summaryLines(departments).forEach(io.say);
  return report;
}

/** Memory that a province at 1:1 is made in, unless it is a stressed one; left to itself, Node takes twice as much. */
const DEMO_HEAP = '--max-old-space-size=256';

/** Made once for the same options: the same seed gives the same files. */
async function demoOf(
  installation: Installation,
  { scale, seed, years, profile }: StartOptions,
  env: NodeJS.ProcessEnv,
): Promise<DemoManifest> {
  const manifestFile = join(installation.paths.demo, 'manifest.json');
  const made = readJson<DemoManifest>(manifestFile);
  const wanted = { generatorVersion: GENERATOR_VERSION, seed, scale, years, profile };
  if (made && isDeepStrictEqual({ ...made, ...wanted }, made)) return made;
  const options = ['--seed', seed, '--scale', String(scale), '--years', years.join(), '--profile', profile];
  await runHub(['demo', ...options], env, profile === 'stress' ? [] : [DEMO_HEAP]);
  return JSON.parse(readFileSync(manifestFile, 'utf8')) as DemoManifest;
}

async function submitAll(
  installation: Installation,
  hub: RunningHub,
  manifest: DemoManifest,
  io: StartIo,
): Promise<Submitted[]> {
  const line = createProgressLine('已报送文件', io.say, io.isTerminal, io.now);
  let files = 0;
  try {
    return await submitExports(installation, hub, manifest, () => line.update((files += 1), manifest.files.length));
  } finally {
    line.stop();
  }
}

async function closeBooks(installation: Installation, hub: RunningHub, io: StartIo): Promise<Balance> {
  const line = createProgressLine('已进入共享数据集', io.say, io.isTerminal, io.now);
  const client = clientOf(hub, installation.clients, OPERATOR);
  try {
    const doors = { client, queryApiUrl: hub.queryApiUrl, ledger: () => ledgerRows(installation, hub) };
    return await booksClosed(doors, line, io.now);
  } finally {
    line.stop();
  }
}

/** Every department's own side of the books. */
async function ledgerRows(installation: Installation, hub: RunningHub): Promise<LedgerRow[]> {
  const sides = Object.entries(hub.intakeUrls).map(async ([department, url]) => {
    const client = clientOf(hub, installation.clients, clerkOf(department));
    return (await client.get<{ lines: LedgerRow[] }>(`${url}/v1/balance`)).lines;
  });
  return (await Promise.all(sides)).flat();
}
