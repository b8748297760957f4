import type pg from 'pg';
import { ServiceFailure } from '../../../infra/process/service-failure.js';

/** SQLSTATE classes that say "not this data": data exception, constraint, program limit (a key too long to index). */
const REFUSAL = /^(22|23|54)/;

/** A row that is there already, though a look a moment ago found none: no refusal, but somebody else's commit. */
const UNIQUE_VIOLATION = '23505';
const TRIES = 5;

/** Does some work, or undoes it and tells with which SQLSTATE PostgreSQL refused its data; other failures are thrown. */
export async function unlessRefused<T>(
  client: pg.PoolClient,
  work: () => Promise<T>,
): Promise<{ result: T } | { refusal: string }> {
  await client.query('SAVEPOINT unrefused');
  for (let tries = 1; ; tries += 1) {
    try {
      const result = await work();
      await client.query('RELEASE SAVEPOINT unrefused');
      return { result };
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      if (typeof code !== 'string' || code.length !== 5 || !REFUSAL.test(code)) throw error;
      await client.query('ROLLBACK TO SAVEPOINT unrefused');
      // Whoever wrote the row has committed, so that the next look finds it.
      if (code !== UNIQUE_VIOLATION) return { refusal: code };
      if (tries === TRIES) throw overtaken(error);
    }
  }
}

const overtaken = (cause: unknown): ServiceFailure =>
  new ServiceFailure(`Other transactions wrote the same rows first, ${TRIES} times in a row: trying again later.`, {
    code: 'OVERTAKEN',
    retriable: true,
    cause,
  });
