import { isPortFree } from '../../../infra/local-stack/free-port.js';
import type { PartStatus, StackEndpoints } from '../../../infra/local-stack/local-stack.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import type { SchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { registerSchemas } from '../../contracts/commands.js';
import { EVENT_PARTITIONS, registryOf } from '../main-job.js';
import type { ServiceStatus } from '../running-services.js';
import type { ServicePorts } from '../service-plan.js';
import { ok, problem, warning, type Check } from './check.js';

const NAMES: Record<PartStatus['part'], string> = {
  kafka: 'Kafka',
  registry: '契约登记库',
  postgres: 'PostgreSQL',
  oidc: '令牌签发服务',
};

export function partChecks(parts: readonly PartStatus[]): Check[] {
  return parts.map(({ part, state, pid }) => {
    if (state === 'running') return ok(NAMES[part], `运行中（进程 ${pid}）`);
    if (state === 'external') return ok(NAMES[part], '外部提供');
    return problem(NAMES[part], '已停止', '运行 hub stack up 或 npm start。');
  });
}

export function serviceChecks(services: readonly ServiceStatus[]): Check[] {
  return services.map(({ service, state, pid }) => {
    if (state === 'ready') return ok(`服务 ${service}`, `就绪（进程 ${pid}）`);
    if (state === 'stopped') return problem(`服务 ${service}`, '已停止', '运行 npm start。');
    return problem(`服务 ${service}`, `未就绪（进程 ${pid}）`, `查看数据目录下 logs/${service}.log。`);
  });
}

/** Ports of services that do not run: a stranger on one of them makes the next start move elsewhere. */
export async function portChecks(ports: ServicePorts, services: readonly ServiceStatus[]): Promise<Check> {
  const running = new Set(services.filter(({ state }) => state !== 'stopped').map(({ service }) => service));
  const idle = Object.entries(ports).filter(([service]) => !running.has(service));
  const all = idle.flatMap(([, { http, admin }]) => [http, admin]);
  const free = await Promise.all(all.map(isPortFree));
  const taken = all.filter((_port, index) => !free[index]);
  if (taken.length === 0) return ok('端口', '没有被其他程序占用');
  const remedy = '不需处理：下次启动会改用其他端口，网址随之改变（hub status 可查看）。';
  return warning('端口', `被其他程序占用：${taken.join('、')}`, remedy);
}

/** Looks by the very plan that registers, with a registry that only compares. */
export async function contractCheck(namespace: string, endpoints: StackEndpoints): Promise<Check> {
  const registry = registryOf(endpoints);
  const differing: string[] = [];
  const comparing: SchemaRegistry = {
    ...registry,
    register: async (subject, schema) => {
      try {
        return await registry.idOf(subject, schema);
      } catch (error) {
        if (!(error instanceof ServiceFailure) || error.code !== 'SUBJECT_UNKNOWN') throw error;
        differing.push(subject);
        return 0;
      }
    },
  };
  try {
    const subjects = await registerSchemas(comparing, { namespace, eventPartitions: EVENT_PARTITIONS });
    if (differing.length === 0) return ok('契约', `${subjects.length} 项均已登记，与本程序一致`);
    return problem('契约', `未登记或与本程序不一致：${differing.join('、')}`, '运行 hub schemas register。');
  } catch {
    return problem('契约', '无法与契约登记库核对', '先使契约登记库运行（hub stack up），再检查。');
  }
}

const SECONDS_APART = 5;

/** Clocks of this machine and of the token issuer, which may be elsewhere. */
export async function clocksApartCheck({ oidcIssuerUrl }: StackEndpoints, now = Date.now): Promise<Check> {
  const name = '与令牌签发服务的时差';
  const answer = await fetch(`${oidcIssuerUrl}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(5_000),
  }).catch(() => undefined);
  const theirs = Date.parse(answer?.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return problem(name, '没有答复', '先使令牌签发服务运行，再检查。');
  const seconds = Math.round(Math.abs(now() - theirs) / 1000);
  if (seconds <= SECONDS_APART) return ok(name, `${seconds} 秒`);
  return problem(name, `${seconds} 秒`, '校准两边的时钟：令牌会被当作未生效或已过期。');
}
