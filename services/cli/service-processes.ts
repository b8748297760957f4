import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../infra/process/project-root.js';
import { ServiceFailure } from '../../infra/process/service-failure.js';
import type { PlannedService } from './service-plan.js';

/** A running process of the hub. */
export type RunningService = { name: string; pid: number; residentMiB: () => number; stop: () => Promise<void> };

export type ServiceProcessOptions = {
  logs: string;
  /** A service that ends by itself is a fault; the starter decides what follows. */
  onExit: (name: string, code: number | null) => void;
};

/** Caps keep seven Node processes small side by side; V8 collects earlier instead of growing (docs/performance.md). */
const NODE_FLAGS = ['--max-old-space-size=192', '--max-semi-space-size=4', '--enable-source-maps'];

const READY_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 25_000;

/**
 * Starts the services side by side and waits until all are ready. Each watches the channel to this process and drains
 * when it closes, so nothing outlives a starter that was killed.
 */
export async function startServices(
  plan: readonly PlannedService[],
  options: ServiceProcessOptions,
): Promise<RunningService[]> {
  mkdirSync(options.logs, { recursive: true });
  const started = await Promise.allSettled(plan.map((service) => startService(service, options)));
  const running = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) {
    await stopServices(running);
    throw failed.reason;
  }
  return running;
}

export async function stopServices(running: readonly RunningService[]): Promise<void> {
  await Promise.all(running.map((service) => service.stop()));
}

async function startService(service: PlannedService, options: ServiceProcessOptions): Promise<RunningService> {
  const log = join(options.logs, `${service.name}.log`);
  const descriptor = openSync(log, 'a');
  const child = spawn(process.execPath, [...NODE_FLAGS, join(projectRoot(), 'dist', service.main)], {
    env: { ...inherited(), ...service.env },
    stdio: ['ignore', descriptor, descriptor, 'ipc'],
  });
  closeSync(descriptor);
  let stopping = false;
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await readyOrExit(child, exited, service.name, log);
  void exited.then((code) => {
    if (!stopping) options.onExit(service.name, code);
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
    await exited;
    clearTimeout(timer);
  };
  return { name: service.name, pid: child.pid ?? 0, residentMiB: () => residentMiB(child.pid ?? 0), stop };
}

/** Only what a service may need of this shell: no secret of another part leaks into a child by inheritance. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TZ', 'LANG', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'TMPDIR', 'LOG_LEVEL'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

async function readyOrExit(
  child: ChildProcess,
  exited: Promise<number | null>,
  name: string,
  log: string,
): Promise<void> {
  const ready = new Promise<'ready'>((resolve) => child.once('message', () => resolve('ready')));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), READY_WITHIN_MS)));
  const first = await Promise.race([ready, exited, late]);
  clearTimeout(timer);
  if (first === 'ready') return;
  child.kill('SIGKILL');
  throw new ServiceFailure(`服务 ${name} 未能启动，请查看日志 ${log}。Service ${name} did not start; see its log.`, {
    code: 'SERVICE_NOT_READY',
    retriable: false,
  });
}

/** Resident memory as the kernel sees it; 0 when the process is gone or /proc is not there. */
function residentMiB(pid: number): number {
  try {
    const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kib ?? 0) / 1024);
  } catch {
    return 0;
  }
}
