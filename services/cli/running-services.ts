import { readFileSync } from 'node:fs';
import { residentMiB } from '../../infra/local-stack/process-table.js';
import type { Installation } from './installation.js';
import { readJson } from './private-file.js';
import { runningHub } from './running-hub.js';
import { serviceNames, type ServicePorts } from './service-plan.js';

export type ServiceStatus = {
  service: string;
  state: 'ready' | 'not-ready' | 'stopped';
  pid?: number;
  residentMiB?: number;
  httpPort?: number;
  /** What /readyz says of the service. */
  detail?: Record<string, unknown>;
};

const READY_WITHIN_MS = 5_000;

/** Every service of this installation as it is now: its process by the kernel, its readiness by its own word. */
export async function serviceStatuses({ home, paths }: Installation): Promise<ServiceStatus[]> {
  const pids = runningHub(home)?.servicePids ?? {};
  const ports = readJson<ServicePorts>(paths.ports) ?? {};
  return Promise.all(serviceNames().map((service) => statusOf(service, pids[service], ports[service])));
}

async function statusOf(
  service: string,
  pid: number | undefined,
  ports: ServicePorts[string] | undefined,
): Promise<ServiceStatus> {
  if (pid === undefined || ports === undefined || !runs(pid, service)) return { service, state: 'stopped' };
  const seen = { service, pid, residentMiB: Math.round(residentMiB(pid)), httpPort: ports.http };
  const answer = await fetch(`http://127.0.0.1:${ports.admin}/readyz`, {
    signal: AbortSignal.timeout(READY_WITHIN_MS),
  }).catch(() => undefined);
  if (!answer) return { ...seen, state: 'not-ready' };
  const detail = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  return { ...seen, state: answer.ok ? 'ready' : 'not-ready', detail };
}

/** A recorded pid may meanwhile be a stranger's. */
function runs(pid: number, service: string): boolean {
  const folder = service.startsWith('intake-') ? 'intake' : service;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`services/${folder}/main.js`);
  } catch {
    return false;
  }
}
