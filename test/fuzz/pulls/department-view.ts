import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import pg from 'pg';
import { ensureDatabase } from '../../../infra/postgres/ensure-database.js';
import type { Target } from '../fuzz-case.js';

/** A department's own database, whose view the intake pulls; its administrator spoils it. */
export type DepartmentView = {
  target: Target;
  /** In one transaction, so that the pull sees all of it or nothing. */
  run: (statements: readonly string[]) => Promise<void>;
  close: () => Promise<void>;
};

export const PASSWORD_VARIABLE = 'FUZZ_PULL_PASSWORD';
export const PASSWORD = 'reader-of-views-0123456789';
export const PULL = { pageRows: 3, intervalSeconds: 0.2, overlapSeconds: 600, statementSeconds: 2 } as const;

/** The column by which the view is read, and its key; the others are called as in JSON, and these like none of them. */
export const WATERMARK = 'moved_at';
export const KEY = 'row_id';

/**
 * Makes the database and the account, and says in the department's doors file how to read the view.
 *
 * @param adminUrl of the local stack's server, on which the department has a database too
 */
export async function openDepartmentView(adminUrl: string, target: Target, doorsFile: string): Promise<DepartmentView> {
  const name = `fuzz_${target.department.replaceAll('-', '_')}`;
  const url = await ensureDatabase(adminUrl, name);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE ROLE ${name}_reader LOGIN PASSWORD '${PASSWORD}'`);
  await client.query(`ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${name}_reader`);
  const { hostname, port } = new URL(adminUrl);
  const database = { kind: 'postgres', host: hostname, port: Number(port), name, user: `${name}_reader`, tls: 'off' };
  const pull = {
    ...{ source: target.sourceId, feed: target.feed.feed, view: 'export', watermark: WATERMARK, key: KEY, ...PULL },
    database: { ...database, password: { env: PASSWORD_VARIABLE } },
  };
  mkdirSync(dirname(doorsFile), { recursive: true });
  writeFileSync(doorsFile, JSON.stringify({ pulls: [pull] }));
  return {
    target,
    run: async (statements) => {
      try {
        await client.query(['BEGIN', ...statements, 'COMMIT'].join(';\n'));
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      }
    },
    close: () => client.end(),
  };
}
