import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { mariaDbInstalled, startMariaDb, type MariaDb } from '../../integration/intake/pull/mariadb-server.js';
import type { Target } from '../fuzz-case.js';
import { openMariaDbView, openPostgresView, type DepartmentView } from './department-view.js';

/** The views of each department; `close` ends the department's own servers too. */
export type DepartmentViews = { of: (department: string) => readonly DepartmentView[]; close: () => Promise<void> };

/**
 * Opens what the departments' intakes pull, and says in the doors files how to read it: one view out of MariaDB where it is
 * installed, and one out of PostgreSQL (on `adminUrl`'s server) where a department has a second feed or source to give.
 */
export async function openViews(
  adminUrl: string,
  targets: readonly Target[],
  doorsFileOf: (department: string) => string,
): Promise<DepartmentViews> {
  const mariaDb = mariaDbInstalled ? await startMariaDb() : null;
  const departments = [...new Set(targets.map(({ department }) => department))];
  const views = new Map<string, readonly DepartmentView[]>();
  for (const department of departments) {
    const own = await viewsOf(
      targets.filter((target) => target.department === department),
      adminUrl,
      mariaDb,
    );
    views.set(department, own);
    mkdirSync(dirname(doorsFileOf(department)), { recursive: true });
    writeFileSync(doorsFileOf(department), JSON.stringify({ pulls: own.map(({ pull }) => pull) }));
  }
  const close = async () => {
    await Promise.all([...views.values()].flat().map((view) => view.close()));
    await mariaDb?.close();
  };
  return { of: (department) => views.get(department) ?? [], close };
}

async function viewsOf(targets: readonly Target[], adminUrl: string, mariaDb: MariaDb | null) {
  const [first, second] = pullable(targets);
  if (!first) throw new Error(`${targets[0]?.department ?? 'the department'} has no feed to pull`);
  if (!mariaDb) return [await openPostgresView(adminUrl, first)];
  return [await openMariaDbView(mariaDb, first), ...(second ? [await openPostgresView(adminUrl, second)] : [])];
}

/** Feeds with persons first; all rounds of one kind of statement would be one record. */
function pullable(targets: readonly Target[]): Target[] {
  const ofPersons = ({ feed }: Target) => feed.columns.some(({ key }) => key === 'workerName');
  const others = targets.filter((target) => !ofPersons(target) && target.feed.feed !== 'period-statement');
  return [...targets.filter(ofPersons), ...others];
}
