import type pg from 'pg';
import { inTransaction } from './in-transaction.js';
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
 * Does what a copy has to do, when the database is not where it was when this was last asked: it may lack what was
 * committed after it was made. Remembers the new place in the same transaction.
 */
export async function whenCopied(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  await inTransaction(pool, async (client) => {
    if (await hasMoved(client)) await work(client);
  });
}

async function hasMoved(client: pg.PoolClient): Promise<boolean> {
  const { rows: found } = await client.query<{ home: string }>(HOME);
  const home = found[0]?.home ?? '';
  const { rows: known } = await client.query<{ home: string }>('SELECT home FROM database_home FOR UPDATE');
  if (known[0]?.home === home) return false;
  await settleAt(client, home);
  return known.length > 0;
}

/** Says of a restored database, wherever it is, that it is a copy. */
export async function markAsCopy(client: pg.ClientBase): Promise<void> {
  await settleAt(client, 'restored');
}

async function settleAt(client: pg.ClientBase, home: string): Promise<void> {
  await client.query(
    'INSERT INTO database_home (home) VALUES ($1) ON CONFLICT (only_one) DO UPDATE SET home = EXCLUDED.home',
    [home],
  );
}
