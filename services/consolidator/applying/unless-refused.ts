import type pg from 'pg';

/** SQLSTATE classes that say "not this data": data exception, constraint, program limit (a key too long to index). */
const REFUSAL = /^(22|23|54)/;

/** Does some work, or undoes it and tells with which SQLSTATE PostgreSQL refused its data; other failures are thrown. */
export async function unlessRefused<T>(
  client: pg.PoolClient,
  work: () => Promise<T>,
): Promise<{ result: T } | { refusal: string }> {
  await client.query('SAVEPOINT unrefused');
  try {
    const result = await work();
    await client.query('RELEASE SAVEPOINT unrefused');
    return { result };
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== 'string' || code.length !== 5 || !REFUSAL.test(code)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT unrefused');
    return { refusal: code };
  }
}
