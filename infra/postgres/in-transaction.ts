import type pg from 'pg';
import { isError } from '../process/is-error.js';
import { ServiceFailure } from '../process/service-failure.js';
import { isConnectionLoss } from './retriable-error.js';

/**
 * Runs `work` in one transaction on one connection and commits it; any error rolls everything back and is thrown on.
 * When the connection breaks during COMMIT nobody knows whether it took place: work that is tried again must be idempotent.
 */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await commit(client);
    return result;
  } catch (error) {
    broken = await rollBack(client, error);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK and without an error. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') {
    throw new ServiceFailure(
      'A statement of the transaction failed and its error was swallowed, so COMMIT rolled everything back: let errors of statements escape.',
      { code: 'TRANSACTION_ABORTED', retriable: false },
    );
  }
}

/** @returns the reason to throw the connection away, if it is no longer usable */
async function rollBack(client: pg.PoolClient, error: unknown): Promise<Error | undefined> {
  if (isConnectionLoss(error)) return isError(error) ? error : new Error('connection lost');
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (rollbackError) {
    return isError(rollbackError) ? rollbackError : new Error('ROLLBACK failed');
  }
}
