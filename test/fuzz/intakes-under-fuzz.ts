import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectors } from '../../connectors/generated/feed-index.js';
import { readClientCredential } from '../../infra/http/client-key.js';
import { fetchToken } from '../../infra/http/fetch-token.js';
import { chooseFreePort } from '../../infra/local-stack/free-port.js';
import { wipeLocalStack } from '../../infra/local-stack/local-stack.js';
import { demoSources } from '../../services/demo-province/commands.js';
import { clerkOf } from '../../services/cli/credentials/own-clients.js';
import { doorsFileOf, openInstallation, type Installation } from '../../services/cli/installation.js';
import { prepare, startStack } from '../../services/cli/main-job.js';
import { intakeName, serviceNames, servicePlan, type PlannedService } from '../../services/cli/service-plan.js';
import { rememberedPorts } from '../../services/cli/service-ports.js';
import { superviseServices } from '../../services/cli/service-processes.js';
import { watchMemory } from '../bench/process-usage.js';
import type { Target } from './fuzz-case.js';
import { PASSWORD, PASSWORD_VARIABLE, type DepartmentView } from './pulls/department-view.js';
import { openViews } from './pulls/open-views.js';
import type { PullUnderFuzz } from './pulls/pull-fuzz.js';

type Say = (line: string) => void;

/** One department's service as a process of its own. */
export type Intake = {
  department: string;
  httpPort: number;
  databaseUrl: string;
  drop: string;
  /** The same as at the start, as long as it has not crashed. */
  pid: () => number;
  /** A token that is good for some minutes. */
  token: () => Promise<string>;
  /** The highest memory so far, its workbook processes included. */
  peakMiB: () => number;
  log: () => string;
  /** What lies in its spool folder. */
  spooled: () => string[];
  /** The views that it pulls. */
  pulls: readonly [PullUnderFuzz, ...PullUnderFuzz[]];
  /** The same service once more, with limits that are soon reached; runs until closed. */
  startTight: () => Promise<{ httpPort: number; close: () => Promise<void> }>;
};

export type Intakes = { all: readonly Intake[]; targets: readonly Target[]; close: () => Promise<void> };

/** How long a file must have stood still to be read. */
export const DROP_QUIET_MS = 500;

/** Limits are those of production, but for the requests a minute; the watched folder is looked at more often. */
const SETTINGS = {
  [PASSWORD_VARIABLE]: PASSWORD,
  HTTP_REQUESTS_PER_MINUTE: '1000000',
  HUB_DROP_QUIET_SECONDS: String(DROP_QUIET_MS / 1000),
  HUB_DROP_LOOK_SECONDS: '0.1',
};

/** The intakes of the departments on a local stack of their own. */
export async function startIntakes(departments: readonly string[], say: Say): Promise<Intakes> {
  const home = mkdtempSync(join(tmpdir(), 'hub-fuzz-'));
  const wipe = async () => {
    await wipeLocalStack(home);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const started = await start(home, departments, say);
    const close = async () => {
      await started.stop();
      await wipe();
    };
    return { all: started.intakes, targets: targetsOf(departments), close };
  } catch (error) {
    await wipe();
    throw error;
  }
}

async function start(home: string, departments: readonly string[], say: Say) {
  const installation = openInstallation({ HUB_HOME: home });
  const endpoints = await startStack(installation, { ...process.env, HUB_HOME: home }, say);
  const databases = await prepare(installation, endpoints);
  const ports = await rememberedPorts(installation.paths.ports, serviceNames());
  const names = departments.map(intakeName);
  const views = await openViews(endpoints.databaseUrl, targetsOf(departments), (department) =>
    doorsFileOf(installation, department),
  );
  // Planned after the doors are there: the plan names the files that it finds.
  const plan = servicePlan(installation, endpoints, databases, ports)
    .filter(({ name }) => names.includes(name))
    .map((service): PlannedService => ({ ...service, env: { ...service.env, ...SETTINGS } }));
  const supervisor = await superviseServices(plan, { logs: installation.paths.logs, say });
  const intakes = plan.map((service) => {
    const at = names.indexOf(service.name);
    const department = departments[at] ?? '';
    const { adminPort, env } = service;
    return intakeOf(installation, service, department, {
      pid: () => supervisor.pids()[service.name] ?? 0,
      token: tokensOf(installation, endpoints.oidcIssuerUrl, department),
      pulls: pullsOf(views.of(department), { databaseUrl: env['DATABASE_URL'] ?? '', adminPort }),
      startTight: () => startTight(service, installation.paths.logs, say),
    });
  });
  const stop = async () => {
    await supervisor.stop();
    await views.close();
  };
  return { intakes, stop };
}

function pullsOf(views: readonly DepartmentView[], service: Omit<PullUnderFuzz, 'view'>): Intake['pulls'] {
  const [first, ...others] = views.map((view) => ({ ...service, view }));
  if (!first) throw new Error('a department has no view to pull');
  return [first, ...others];
}

/** Reached within a burst: a few requests a minute, and one message that waits for Kafka. */
const TIGHT = { HTTP_REQUESTS_PER_MINUTE: '60', HUB_MAX_BACKLOG: '1' };

async function startTight(service: PlannedService, logs: string, say: Say) {
  const [httpPort, adminPort] = [await chooseFreePort(() => false), await chooseFreePort(() => false)];
  const { HUB_DROP_FOLDER: _drop, HUB_DOORS_FILE: _doors, ...env } = service.env;
  const ports = { HTTP_PORT: String(httpPort), ADMIN_PORT: String(adminPort) };
  const tight = { ...service, name: `${service.name}-tight`, httpPort, adminPort, env: { ...env, ...TIGHT, ...ports } };
  const supervisor = await superviseServices([tight], { logs, say });
  return { httpPort, close: supervisor.stop };
}

function intakeOf(
  { paths }: Installation,
  { name, env, httpPort }: PlannedService,
  department: string,
  own: Pick<Intake, 'pid' | 'token' | 'pulls' | 'startTight'>,
): Intake {
  const memory = watchMemory(own.pid());
  return {
    ...own,
    ...{ department, httpPort: httpPort ?? 0, databaseUrl: env['DATABASE_URL'] ?? '', drop: paths.drop },
    peakMiB: memory,
    log: () => readFileSync(join(paths.logs, `${name}.log`), 'utf8'),
    spooled: () => readdirSync(join(paths.spool, `hub-intake-${department}`)),
  };
}

const TOKEN_GOOD_MS = 120_000;

/** A clerk's tokens, each good for some minutes yet. */
export function tokensOf({ clients }: Installation, issuerUrl: string, department: string): () => Promise<string> {
  let fetched: { at: number; token: Promise<string> } | null = null;
  const client = clients.find(({ clientId }) => clientId === clerkOf(department));
  if (!client) throw new Error(`the installation has no clerk of ${department}`);
  const fresh = async () => (await fetchToken(issuerUrl, readClientCredential(client.keyFile))).token;
  return () => {
    if (!fetched || Date.now() - fetched.at > TOKEN_GOOD_MS) fetched = { at: Date.now(), token: fresh() };
    return fetched.token;
  };
}

/** Two sources a feed: batches of one wait for each other. */
function targetsOf(departments: readonly string[]): Target[] {
  return connectors
    .filter(({ department }) => departments.includes(department))
    .flatMap(({ department, feeds }) =>
      feeds.flatMap((feed) =>
        demoSources()
          .filter((source) => source.department === department && source.eventTypes.includes(feed.eventType))
          .slice(0, 2)
          .map(({ sourceId }) => ({ department, feed, sourceId })),
      ),
    );
}
