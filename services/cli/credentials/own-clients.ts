import type { ClientSpec } from './register-changes.js';

/** The hub's own callers. In production these are clients of the province's own issuer. */
export const OPERATOR = 'operator';
export const HR_BUREAU = 'hr-bureau';
/** A department's desk: all sources of the department. */
export const clerkOf = (department: string): string => `clerk-${department}`;
/** One system of a department: its key can be lost without the others' being touched. */
export const sourceClientOf = (sourceId: string): string => `source-${sourceId}`;

export const INTAKE_RIGHTS = 'intake:write intake:read balance:read';

type KnownSource = { sourceId: string; department: string };

export function ownClients(departments: readonly string[], sources: readonly KnownSource[]): ClientSpec[] {
  const clerks = departments.map((department) => ({
    ...{ clientId: clerkOf(department), scope: INTAKE_RIGHTS },
    claims: {
      department,
      sources: sources.filter((source) => source.department === department).map(({ sourceId }) => sourceId),
    },
  }));
  const systems = sources.map(({ sourceId, department }) => ({
    ...{ clientId: sourceClientOf(sourceId), scope: INTAKE_RIGHTS },
    claims: { department, sources: [sourceId] },
  }));
  return [
    ...clerks,
    ...systems,
    {
      ...{ clientId: HR_BUREAU, scope: 'dataset:read balance:read' },
      claims: { department: 'human-resources', sources: ['*'] },
    },
    {
      ...{ clientId: OPERATOR, scope: 'operator intake:operate dataset:operate dataset:read balance:read' },
      claims: { department: null, sources: ['*'] },
    },
  ];
}
