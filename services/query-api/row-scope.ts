import { HttpProblem } from '../../infra/http/http-problem.js';
import type { Principal } from '../../infra/http/route.js';

/** The department that leads the joint meeting sees all case records (the plan, annex 1: 主任单位). */
const LEADING_DEPARTMENT = 'human-resources';

/** What a caller may see; absent members do not restrict. */
export type RowScope = { departments?: readonly string[]; sourceIds?: readonly string[] };

/** Records: the leading department and callers of no department see all, any other department its own. */
export function recordScope(principal: Principal): RowScope {
  if (principal.department === null || principal.department === LEADING_DEPARTMENT) return {};
  return ownRows(principal);
}

/** What is made of several departments' records is for callers who may see all of them. @throws HttpProblem 403 */
export function requireWholeDataset(principal: Principal, what: string): void {
  if (Object.keys(recordScope(principal)).length === 0) return;
  throw new HttpProblem({
    status: 403,
    code: 'WHOLE_DATASET_ONLY',
    title: '没有权限',
    detail: `${what}，仅向可查看全部记录的单位开放，请向人社部门申请。`,
  });
}

/** Is a record of this department and source within the scope? */
export function isInScope(scope: RowScope, record: { department: string; sourceId: string }): boolean {
  return (
    (scope.departments?.includes(record.department) ?? true) && (scope.sourceIds?.includes(record.sourceId) ?? true)
  );
}

/** What a caller asks for narrows the scope and never widens it. */
export function narrowed(
  scope: RowScope,
  asked: { department?: string | undefined; sourceId?: string | undefined },
): RowScope {
  const departments = narrow(scope.departments, asked.department);
  const sourceIds = narrow(scope.sourceIds, asked.sourceId);
  return { ...(departments && { departments }), ...(sourceIds && { sourceIds }) };
}

function narrow(allowed: readonly string[] | undefined, asked: string | undefined): readonly string[] | undefined {
  if (asked === undefined) return allowed;
  return (allowed?.includes(asked) ?? true) ? [asked] : [];
}

/** Books: each department its own; callers of no department see all. */
export function balanceScope(principal: Principal): { department?: string; sourceIds?: readonly string[] } {
  if (principal.department === null) return {};
  const { sourceIds } = ownRows(principal);
  return { department: principal.department, ...(sourceIds ? { sourceIds } : {}) };
}

function ownRows(principal: Principal): RowScope {
  const all = principal.sources.includes('*');
  return { departments: [principal.department ?? ''], ...(all ? {} : { sourceIds: principal.sources }) };
}

/** Outside the scope and not there look the same, so that a caller learns nothing about others' records. */
export function recordUnknown(): HttpProblem {
  return new HttpProblem({
    status: 404,
    code: 'RECORD_UNKNOWN',
    title: '没有这条记录',
    detail: '共享数据集中没有这条记录，或您无权查看，请核对来源系统和记录编号。',
  });
}
