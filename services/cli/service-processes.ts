import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../infra/process/project-root.js';
import { ServiceFailure } from '../../infra/process/service-failure.js';
import { sleep } from '../../infra/process/sleep.js';
import type { PlannedService } from './service-plan.js';

/** The hub's processes on this machine, kept running. */
export type Supervisor = {
  pids: () => Record<string, number>;
  residentMiB: () => Record<string, number>;
  stop: () => Promise<void>;
};

export type SupervisorOptions = {
  /** Folder of log files, one a service. */
  logs: string;
  say: (line: string) => void;
  /** Called whenever a process id changed. */
  onChange?: (pids: Record<string, number>) => void;
};

/**
 * Caps keep seven Node processes small side by side: V8 then collects earlier instead of growing. Collecting on several
 * threads only hurries where a core is idle; where processes share the cores it took a fifth of an intake's CPU.
 */
const NODE_FLAGS = ['--max-old-space-size=192', '--single-threaded-gc', '--enable-source-maps'];

const READY_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 25_000;
const LONGEST_PAUSE_MS = 10_000;
/** How often a service may be killed by somebody while it starts for the first time. */
const KILLED_AT_MOST = 3;

type Running = { child: ChildProcess; exited: Promise<number | null> };

/**
 * Starts the services side by side, waits until all are ready, and starts again what ends by itself. Each service
 * watches the channel to this process and drains when it closes, so nothing outlives a starter that was killed.
 *
 * @throws ServiceFailure SERVICE_NOT_READY when one does not start; those that did are stopped again
 */
export async function superviseServices(
  plan: readonly PlannedService[],
  options: SupervisorOptions,
): Promise<Supervisor> {
  mkdirSync(options.logs, { recursive: true });
  const running = new Map<string, Running>();
  let stopping = false;

  const pids = (): Record<string, number> =>
    Object.fromEntries([...running].map(([name, { child }]) => [name, child.pid ?? 0]));
  const run = async (service: PlannedService): Promise<Running> => {
    const started = launch(service, options.logs);
    running.set(service.name, started);
    await readyOrExit(started, service.name, join(options.logs, `${service.name}.log`));
    options.onChange?.(pids());
    return started;
  };
  const keepRunning = async (service: PlannedService, first: Running): Promise<void> => {
    let current = first;
    for (let pause = 250; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const code = await current.exited;
      if (stopping) return;
      options.say(`服务 ${service.name} 意外退出（${code ?? '被终止'}），正在重新启动`);
      await sleep(pause);
      if (stopping) return;
      current = await run(service).catch(() => running.get(service.name) ?? current);
    }
  };
  const stop = async (): Promise<void> => {
    stopping = true;
    await Promise.all([...running.values()].map(end));
  };

  // A service that was killed while it started is no reason to give up the others; one that refuses to start is.
  const runFirst = async (service: PlannedService, times = KILLED_AT_MOST): Promise<Running> => {
    try {
      return await run(service);
    } catch (error) {
      if (times === 1 || !isKilled(error)) throw error;
      return runFirst(service, times - 1);
    }
  };

  const started = await Promise.allSettled(plan.map(async (service) => ({ service, first: await runFirst(service) })));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  for (const result of started) {
    if (result.status === 'fulfilled') void keepRunning(result.value.service, result.value.first);
  }
  return {
    pids,
    residentMiB: () => Object.fromEntries(Object.entries(pids()).map(([name, pid]) => [name, residentMiB(pid)])),
    stop,
  };
}

function launch(service: PlannedService, logs: string): Running {
  const log = openSync(join(logs, `${service.name}.log`), 'a');
  const flags = [...NODE_FLAGS, `--max-semi-space-size=${service.youngMiB}`];
  const child = spawn(process.execPath, [...flags, join(projectRoot(), 'dist', service.main)], {
    env: { ...inherited(), ...service.env },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  return { child, exited: new Promise((resolve) => child.once('exit', (code) => resolve(code))) };
}

async function end({ child, exited }: Running): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
  await exited;
  clearTimeout(timer);
}

/** Only what a service may need of this shell: no secret of another part leaks into a child by inheritance. */
function inherited(): Record<string, string> {
  const names = [
    ...['PATH', 'HOME', 'TZ', 'LANG', 'NODE_EXTRA_CA_CERTS', 'TMPDIR', 'LOG_LEVEL'],
    // Settings of the doors, the same for all services.
    ...['HTTP_REQUESTS_PER_MINUTE', 'OIDC_REVOCATIONS_URL', 'OIDC_REVOCATIONS_GRACE_SECONDS'],
  ];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

async function readyOrExit({ child, exited }: Running, name: string, log: string): Promise<void> {
  const ready = new Promise<'ready'>((resolve) => child.once('message', () => resolve('ready')));
  const patience = new AbortController();
  const late = sleep(READY_WITHIN_MS, patience.signal).then(() => 'late' as const);
  const first = await Promise.race([ready, exited, late]);
  patience.abort();
  if (first === 'ready') return;
  child.kill('SIGKILL');
  throw new ServiceFailure(`服务 ${name} 未能启动，请查看日志 ${log}。Service ${name} did not start; see its log.`, {
    code: 'SERVICE_NOT_READY',
    retriable: false,
    context: { killed: first === null },
  });
}

const isKilled = (error: unknown) => error instanceof ServiceFailure && error.context['killed'] === true;

/** Resident memory as the kernel sees it; 0 when the process is gone or /proc is not there. */
function residentMiB(pid: number): number {
  try {
    const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kib ?? 0) / 1024);
  } catch {
    return 0;
  }
}
