import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StackEndpoints } from '../../../infra/local-stack/local-stack.js';
import { createPool } from '../../../infra/postgres/pool.js';
import { DEPARTMENT, determinations } from './batch-rows.js';
import { doorsFileOf, openInstallation, type Installation } from '../../../services/cli/installation.js';
import { prepare, registerSources } from '../../../services/cli/main-job.js';
import { writeRunningHub, type RunningHub } from '../../../services/cli/running-hub.js';
import { rememberedPorts } from '../../../services/cli/service-ports.js';
import { intakeName, serviceNames, servicePlan } from '../../../services/cli/service-plan.js';
import { superviseServices } from '../../../services/cli/service-processes.js';
import { demoSources } from '../../../services/demo-province/commands.js';
import { beginHub, inherited, type Ended } from '../../e2e/hub-under-test.js';
import { tokensOf } from '../../fuzz/intakes-under-fuzz.js';
import { say } from '../check.js';
import { createDepartmentView, type DepartmentView } from './department-view.js';
import { startKafkaProxy, type KafkaProxy } from '../../stack/kafka-proxy.js';
import { DOORS, type Door } from './kill-plan.js';
import { createKillableIntake, type KillableIntake } from './killable-intake.js';
import { watchLedger, type LedgerWatch } from './ledger-watch.js';

/** One department's connector service, to be killed, with all that it speaks to: real, each in processes of its own. */
export type DepartmentHub = {
  home: string;
  intake: KillableIntake;
  /** The only way of the intake to Kafka; the others have their own. */
  proxy: KafkaProxy;
  view: DepartmentView;
  ledger: LedgerWatch;
  /** Where and as whom batches are sent by HTTP. */
  door: { httpPort: number; token: () => Promise<string> };
  /** Root of the watched folders. */
  drop: string;
  /** Processes of other services, as they are now. */
  pidsOf: (...services: string[]) => number[];
  installation: () => Installation;
  running: () => RunningHub;
  /** Runs a `hub` command to its end, as the operator would. */
  run: (...args: string[]) => Promise<Ended>;
  close: () => Promise<void>;
};

/** Every door has a system of its own: batches of one wait for each other. */
export function sourceOf(door: Door): string {
  const own = demoSources().filter(({ department }) => department === DEPARTMENT);
  return own[DOORS.indexOf(door)]?.sourceId ?? '';
}

/** @param namespace of its topics and databases: several may follow one another on one stack */
export async function startDepartmentHub(
  home: string,
  namespace: string,
  endpoints: StackEndpoints,
): Promise<DepartmentHub> {
  const env = { ...inherited(), HUB_HOME: home, HUB_NAMESPACE: namespace };
  const installation = openInstallation(env);
  const databases = await prepare(installation, endpoints);
  const ports = await rememberedPorts(installation.paths.ports, serviceNames());
  const proxy = await startKafkaProxy(Number(endpoints.kafkaBrokers[0]?.split(':')[1]));
  const databaseName = `${namespace}_department`.replaceAll('-', '_');
  const view = await createDepartmentView(endpoints.databaseUrl, databaseName, determinations());
  const drop = join(home, 'drop', namespace);
  writeDoors(installation, drop, view);

  const plan = servicePlan(installation, endpoints, databases, ports);
  const planned = plan.find(({ name }) => name === intakeName(DEPARTMENT));
  if (!planned) throw new Error(`no intake of ${DEPARTMENT} is planned`);
  const others = plan.filter(({ name }) => !name.startsWith('intake-'));
  const supervisor = await superviseServices(others, { logs: installation.paths.logs, say });
  const running: RunningHub = {
    ...{ starterPid: process.pid, endpoints, databases, servicePids: supervisor.pids() },
    consolidatorUrl: '',
    queryApiUrl: `http://127.0.0.1:${ports['query-api']?.http ?? 0}`,
    vaultUrl: `http://127.0.0.1:${ports['identity-vault']?.http ?? 0}`,
    intakeUrls: { [DEPARTMENT]: `http://127.0.0.1:${planned.httpPort ?? 0}` },
  };
  writeRunningHub(home, running);
  await registerSources(installation, running);
  const intake = createKillableIntake(
    {
      ...planned,
      env: {
        ...planned.env,
        KAFKA_BROKERS: `127.0.0.1:${proxy.port}`,
        PULL_PASSWORD: view.password,
        HTTP_REQUESTS_PER_MINUTE: '1000000',
      },
    },
    join(installation.paths.logs, `${planned.name}.log`),
  );
  await intake.running();
  const pool = createPool(databases.intake[DEPARTMENT] ?? '', { applicationName: 'torture', max: 2 });
  return {
    ...{ home, intake, proxy, view, drop },
    door: {
      httpPort: planned.httpPort ?? 0,
      token: tokensOf(installation, endpoints.oidcIssuerUrl, DEPARTMENT),
    },
    ledger: watchLedger(pool, intakeName(DEPARTMENT)),
    pidsOf: (...services) => services.flatMap((name) => supervisor.pids()[name] ?? []),
    installation: () => installation,
    running: () => running,
    run: (...args) => beginHub(args, { env }).ended,
    close: async () => {
      await intake.kill();
      await supervisor.stop();
      await proxy.close();
      await view.close();
      await pool.end();
    },
  };
}

function writeDoors(installation: Installation, drop: string, view: DepartmentView): void {
  const file = doorsFileOf(installation, DEPARTMENT);
  mkdirSync(dirname(file), { recursive: true });
  mkdirSync(drop, { recursive: true });
  const doors = {
    drop: { folder: drop, quietSeconds: 0.2, lookSeconds: 0.1 },
    pulls: [view.pull(sourceOf('pull'))],
  };
  writeFileSync(file, JSON.stringify(doors));
}
