import pg from 'pg';
import type { Feed } from '../../../connectors/connector.js';
import { ensureDatabase } from '../../../infra/postgres/ensure-database.js';
import type { Row } from '../../integration/intake/sample-files.js';

/** The department's own database, with the view that the intake pulls. */
export type DepartmentView = {
  /** For the department's doors file; the password is in PULL_PASSWORD. */
  pull: (sourceId: string) => object;
  password: string;
  /** All rows at once, as the department's system would commit them. */
  insert: (rows: readonly Row[]) => Promise<void>;
  count: () => Promise<number>;
  close: () => Promise<void>;
};

export async function createDepartmentView(adminUrl: string, name: string, feed: Feed): Promise<DepartmentView> {
  const url = new URL(await ensureDatabase(adminUrl, name));
  const pool = new pg.Pool({ connectionString: url.toString(), max: 2 });
  const columns = feed.columns.map(({ key }) => `"${key}"`);
  await pool.query(`
    CREATE TABLE determination (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      changed_at timestamptz NOT NULL DEFAULT now(), ${columns.map((column) => `${column} text`).join(', ')});
    CREATE INDEX determination_changed ON determination (changed_at, id);
    CREATE VIEW v_determination AS SELECT * FROM determination`);
  const database = {
    ...{ kind: 'postgres', host: url.hostname, port: Number(url.port), name, user: decodeURIComponent(url.username) },
    password: { env: 'PULL_PASSWORD' },
  };
  return {
    password: decodeURIComponent(url.password),
    pull: (source) => ({
      ...{ source, feed: feed.feed, database, view: 'v_determination', watermark: 'changed_at', key: 'id' },
      // Small pages: a batch of rows is several batches of the ledger, with middles to be killed in.
      ...{ intervalSeconds: 0.2, overlapSeconds: 60, pageRows: 50 },
    }),
    insert: async (rows) => {
      const columnsOfRows = feed.columns.map(({ key }) => rows.map((row) => row[key] ?? null));
      const given = feed.columns.map((_, at) => `$${at + 1}::text[]`).join(', ');
      await pool.query(
        `INSERT INTO determination (${columns.join(', ')}) SELECT * FROM unnest(${given})`,
        columnsOfRows,
      );
    },
    count: async () => {
      const { rows } = await pool.query<{ count: string }>('SELECT count(*) FROM determination');
      return Number(rows[0]?.count);
    },
    close: () => pool.end(),
  };
}
