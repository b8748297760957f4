import type pg from 'pg';
import { ServiceFailure } from '../../infra/process/service-failure.js';

/** One rebuild at a time: they share the scratch schema, and one is work enough for a server. */
export async function underRebuildLock<T>(pool: pg.Pool, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ taken: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended('hub rebuild', 0)) AS taken`,
    );
    if (!rows[0]?.taken) {
      throw new ServiceFailure('Another rebuild of this dataset is running: wait until it has ended.', {
        code: 'REBUILD_RUNNING',
        retriable: true,
      });
    }
    return await work();
  } finally {
    // Ending the connection frees the lock, whatever state it is in.
    client.release(true);
  }
}

export async function dropScratch(pool: pg.Pool, schema: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('SET client_min_messages = warning');
    await client.query(`DROP SCHEMA IF EXISTS ${client.escapeIdentifier(schema)} CASCADE`);
  } finally {
    client.release();
  }
}

/** Statistics for whoever asks next: tables that were just filled have none. */
export async function analyseSchema(pool: pg.Pool, schema: string): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', $1::text, relname) AS name FROM pg_class
     WHERE relnamespace = $1::regnamespace AND relkind = 'r'`,
    [schema],
  );
  await pool.query(`ANALYZE ${rows.map(({ name }) => name).join(', ')}`);
}

/**
 * Puts views on another schema's archive in place of the client's own, so that only the archive is seen there: with two
 * schemas in the search path, a table that the scratch schema lacks would be written in the live one.
 */
export async function readArchiveOf(client: pg.ClientBase, schema: string): Promise<void> {
  const archived = client.escapeIdentifier(schema);
  for (const table of ['archive', 'writer_schema']) {
    await client.query(`DROP TABLE ${table}`);
    await client.query(`CREATE VIEW ${table} AS SELECT * FROM ${archived}.${table}`);
  }
}
