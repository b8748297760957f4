import type pg from 'pg';
import type { PullPlace } from './pull-position.js';

/**
 * Runs `work` while no other process reads the same view: the lock ends with its connection, so that a killed process
 * leaves none behind. It only saves work; that a page counts once is the position's to see to.
 *
 * @returns undefined when another process has the turn
 */
export async function inPullTurn<T>(
  pool: pg.Pool,
  { sourceId, feed }: PullPlace,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const client = await pool.connect();
  const lock = [`database pull ${sourceId} ${feed}`];
  let broken: Error | undefined;
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
      lock,
    );
    if (!rows[0]?.locked) return undefined;
    try {
      return await work();
    } finally {
      await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', lock).catch((error: Error) => {
        broken = error;
      });
    }
  } finally {
    client.release(broken);
  }
}
