import { HttpProblem } from '../../../infra/http/http-problem.js';
import type { Principal } from '../../../infra/http/route.js';
import type { Source } from '../sources.js';

/** Who may do what at a department's doors. */
export type DoorAccess = { department: string; sources: ReadonlyMap<string, Source> };

const owns = (principal: Principal, sourceId: string) =>
  principal.sources.includes('*') || principal.sources.includes(sourceId);

/** @throws HttpProblem 403 when the caller is of another department */
export function assertDepartment(principal: Principal, { department }: DoorAccess): void {
  if (principal.department === department) return;
  throw new HttpProblem({
    status: 403,
    code: 'DEPARTMENT_FORBIDDEN',
    title: '不属于本部门',
    detail: '本接口只供本部门使用，您的访问令牌属于其他部门或没有注明部门。',
  });
}

/** The source that the caller sends for. @throws HttpProblem 403 or 404 */
export function admittedSource(principal: Principal, access: DoorAccess, sourceId: string, today: string): Source {
  assertDepartment(principal, access);
  if (!owns(principal, sourceId)) throw forbidden('您的访问令牌没有代表该来源系统报送的权限，请向平台管理员申请。');
  const source = access.sources.get(sourceId);
  if (!source) {
    throw new HttpProblem({
      status: 404,
      code: 'SOURCE_UNKNOWN',
      title: '来源系统未登记',
      detail: '本部门没有登记这个来源系统，请检查 source 参数。',
    });
  }
  assertInForce(source, today);
  return source;
}

/** @throws HttpProblem 403 before a source's registration begins and after it has ended, naming what took over */
export function assertInForce({ validFrom, validTo, replacedBy }: Source, today: string): void {
  if (today < validFrom) throw forbidden(`该来源系统的登记自 ${validFrom} 起生效，请届时再报送。`);
  if (validTo === null || today <= validTo) return;
  throw forbidden(
    replacedBy === null
      ? `该来源系统的登记已于 ${validTo} 到期，不再接收报送；如仍在使用，请联系平台管理员。`
      : `该来源系统的登记已于 ${validTo} 到期，由 ${replacedBy} 接替。请以 source=${replacedBy} 报送，包括对以前记录的更正和撤回。`,
  );
}

function forbidden(detail: string): HttpProblem {
  return new HttpProblem({ status: 403, code: 'SOURCE_FORBIDDEN', title: '无权使用该来源系统', detail });
}

/** A batch of somebody else's source is not there at all: even its existence is not told. */
export function seesSource(principal: Principal, access: DoorAccess, sourceId: string): boolean {
  return access.sources.has(sourceId) && owns(principal, sourceId);
}

export function visibleSources(principal: Principal, access: DoorAccess): string[] {
  assertDepartment(principal, access);
  return sourcesOf(principal, access);
}

/** Of the department's sources those that the caller's token names. */
export function sourcesOf(principal: Principal, access: DoorAccess): string[] {
  return [...access.sources.keys()].filter((sourceId) => owns(principal, sourceId));
}
