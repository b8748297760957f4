import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { dropDatabase, ensureDatabase } from '../../../infra/postgres/ensure-database.js';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { migrate, type Migration } from '../../../infra/postgres/migrate.js';
import { createPool } from '../../../infra/postgres/pool.js';
import {
  createTestDatabase,
  randomNamespace,
  stackUnderTest,
  type TestDatabase,
  waitUntil,
} from '../../stack/fixtures.js';

jest.setTimeout(60_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const first = async (pool: pg.Pool, sql: string, values: unknown[] = []) =>
  (await pool.query<Record<string, unknown>>(sql, values)).rows[0];

describe('the pool', () => {
  it('reads int8 as number, date as text and timestamptz as epoch milliseconds, in arrays too', async () => {
    const row = await first(
      database.pool,
      `SELECT 9007199254740991::int8 AS big, '2024-02-29'::date AS day, '2024-02-29 08:00:00.123+08'::timestamptz AS at,
              ARRAY[1, NULL]::int8[] AS bigs, ARRAY['2024-02-29']::date[] AS days, NULL::date AS none,
              ARRAY[['2024-02-29 00:00+00']]::timestamptz[] AS ats`,
    );
    const at = Date.UTC(2024, 1, 29);
    expect(row).toEqual({
      big: Number.MAX_SAFE_INTEGER,
      day: '2024-02-29',
      at: at + 123,
      bigs: [1, null],
      days: ['2024-02-29'],
      none: null,
      ats: [[at]],
    });
  });

  it('refuses an int8 that a number cannot hold', async () => {
    await expect(database.pool.query('SELECT 9007199254740993::int8')).rejects.toThrow('2^53');
    expect(await first(database.pool, 'SELECT 1 AS one')).toEqual({ one: 1 });
  });

  it('survives the end of its idle and of its busy connections', async () => {
    const pool = createPool(database.url);
    const busy = await pool.connect();
    await pool.query('SELECT 1');
    await database.pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
      [database.name],
    );
    await expect(busy.query('SELECT 1')).rejects.toThrow();
    busy.release(true);
    await waitUntil('usable again', async () => (await pool.query('SELECT 1')).rowCount === 1);
    await pool.end();
  });

  it('resolves unqualified names in the given schema', async () => {
    await database.pool.query('CREATE SCHEMA scratch; CREATE TABLE scratch.here (); ');
    const pool = createPool(database.url, { searchPath: 'scratch' });
    await expect(pool.query('SELECT FROM here')).resolves.toBeDefined();
    await pool.end();
    expect(() => createPool(database.url, { searchPath: 'a; DROP' })).toThrow('Schema name expected');
  });
});

describe('inTransaction', () => {
  it('keeps all or nothing', async () => {
    await database.pool.query('CREATE TABLE kept (n int)');
    await inTransaction(database.pool, (client) => client.query('INSERT INTO kept VALUES (1)'));
    const failing = inTransaction(database.pool, async (client) => {
      await client.query('INSERT INTO kept VALUES (2)');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect((await database.pool.query('SELECT n FROM kept')).rows).toEqual([{ n: 1 }]);
  });

  it('does not report as committed what PostgreSQL rolled back because of a swallowed error', async () => {
    const swallowing = inTransaction(database.pool, (client) => client.query('SELECT 1/0').catch(() => undefined));
    await expect(swallowing).rejects.toMatchObject({ code: 'TRANSACTION_ABORTED' });
  });
});

describe('migrate', () => {
  const migrations = (log: string[] = []): Migration[] => [
    {
      name: 'first',
      up: async (knex) => {
        log.push('first');
        await knex.raw('SELECT pg_sleep(0.3)');
        await knex.schema.createTable('thing', (table) => table.increments());
      },
    },
  ];

  it('runs each migration once when several processes start at the same time', async () => {
    const own = await createTestDatabase();
    const log: string[] = [];
    await Promise.all([1, 2, 3].map(() => migrate(own.url, migrations(log))));
    expect(log).toEqual(['first']);
    await own.drop();
  });

  it('is not held up by a lock that a killed process has left', async () => {
    const own = await createTestDatabase(migrations());
    await own.pool.query('UPDATE schema_migration_lock SET is_locked = 1');
    const next: Migration = { name: 'second', up: async (knex) => void (await knex.raw('CREATE TABLE more ()')) };
    await migrate(own.url, [...migrations(), next]);
    expect(await first(own.pool, "SELECT to_regclass('more') IS NOT NULL AS made")).toEqual({ made: true });
    await own.drop();
  });

  it('leaves a database alone that a newer version has migrated', async () => {
    const own = await createTestDatabase(migrations());
    await expect(migrate(own.url, [])).resolves.toBeUndefined();
    await own.drop();
  });

  it('rolls everything back when one migration fails', async () => {
    const own = await createTestDatabase();
    const failing: Migration = { name: 'second', up: async (knex) => void (await knex.raw('SELECT 1/0')) };
    await expect(migrate(own.url, [...migrations(), failing])).rejects.toThrow('division by zero');
    expect(await first(own.pool, "SELECT to_regclass('thing') AS thing")).toEqual({ thing: null });
    await migrate(own.url, migrations());
    expect(await first(own.pool, "SELECT to_regclass('thing') AS thing")).toEqual({ thing: 'thing' });
    await own.drop();
  });

  it('migrates a schema beside the public one', async () => {
    const own = await createTestDatabase(migrations());
    await migrate(own.url, migrations(), { schema: 'scratch' });
    await migrate(own.url, migrations(), { schema: 'scratch' });
    expect(await first(own.pool, "SELECT to_regclass('scratch.thing') IS NOT NULL AS made")).toEqual({ made: true });
    await own.drop();
  });

  it('refuses two migrations of one name', async () => {
    await expect(migrate(database.url, [...migrations(), ...migrations()])).rejects.toThrow('found twice: first');
  });
});

describe('ensureDatabase', () => {
  it('creates the database once, however many ask at the same time', async () => {
    const { databaseUrl } = stackUnderTest();
    const name = randomNamespace().replaceAll('-', '_');
    const urls = await Promise.all([1, 2, 3].map(() => ensureDatabase(databaseUrl, name)));
    expect(new Set(urls).size).toBe(1);
    await dropDatabase(databaseUrl, name);
    await dropDatabase(databaseUrl, name);
  });

  it('refuses a name that would need quoting', async () => {
    await expect(ensureDatabase(stackUnderTest().databaseUrl, 'a"b')).rejects.toThrow('Database name expected');
  });
});
