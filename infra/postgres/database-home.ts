import type pg from 'pg';
import type { Migration } from './migrate.js';

/** Remembers where the database lives, so that a copy of it knows that it is one. */
export const homeMigration: Migration = {
  name: 'database_home_1',
  up: async (knex) => {
    await knex.raw(`
      CREATE TABLE database_home (
        only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
        home     text NOT NULL
      )`);
  },
};

/**
 * The server's own id, its timeline, and the database's number. Another server or database has others: what was restored
 * from a dump or a base backup, or promoted from a replica, finds itself elsewhere. A disk that was put back as it was
 * does not.
 */
const HOME = `
  SELECT concat_ws('/', (SELECT system_identifier FROM pg_control_system()),
    left(pg_walfile_name(pg_current_wal_lsn()), 8), (SELECT oid FROM pg_database WHERE datname = current_database())) AS home`;

/**
 * Is the database where it was when this was last asked? Remembers the answer, in the caller's transaction.
 *
 * @returns `moved` for a copy, which may lack what was committed after it was made
 */
export async function settleHome(client: pg.ClientBase): Promise<'first' | 'unchanged' | 'moved'> {
  const { rows: found } = await client.query<{ home: string }>(HOME);
  const home = found[0]?.home ?? '';
  const { rows: known } = await client.query<{ home: string }>('SELECT home FROM database_home FOR UPDATE');
  if (known[0]?.home === home) return 'unchanged';
  await client.query(
    'INSERT INTO database_home (home) VALUES ($1) ON CONFLICT (only_one) DO UPDATE SET home = EXCLUDED.home',
    [home],
  );
  return known.length === 0 ? 'first' : 'moved';
}

/** Says of a restored database, wherever it is, that it is a copy. */
export async function markAsCopy(client: pg.ClientBase): Promise<void> {
  await client.query(
    `INSERT INTO database_home (home) VALUES ('restored') ON CONFLICT (only_one) DO UPDATE SET home = EXCLUDED.home`,
  );
}
