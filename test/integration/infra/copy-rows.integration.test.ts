import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { copyRows, type CopyColumn } from '../../../infra/postgres/copy-rows.js';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { isConnectionLoss } from '../../../infra/postgres/retriable-error.js';
import { createTestDatabase, waitUntil, type TestDatabase } from '../../stack/fixtures.js';

jest.setTimeout(60_000);

type Row = {
  [Name in keyof typeof VALUES]: (typeof VALUES)[Name] extends fc.Arbitrary<infer Value> ? Value | null : never;
};

/** What PostgreSQL can hold of each type: its texts have no U+0000. */
const text = fc.string({ unit: 'binary' }).map((any) => any.replaceAll('\0', ''));
const VALUES = {
  a_text: fc.oneof(text, fc.constantFrom('', '工伤\t"\\', '\u{20000}')),
  a_uuid: fc.uuid(),
  an_int: fc.integer(),
  a_bigint: fc.maxSafeInteger(),
  a_double: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((any) => !Object.is(any, -0)),
  a_boolean: fc.boolean(),
  a_bytea: fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
  a_jsonb: fc.dictionary(text, text).map((any) => JSON.stringify(any)),
  an_instant: fc.integer({ min: Date.UTC(-4000, 0, 1), max: Date.UTC(9999, 0, 1) }),
  a_day: fc
    .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
    .map((any) => any.toISOString().slice(0, 10)),
};

const COLUMNS: readonly CopyColumn<Row>[] = [
  { name: 'a_text', type: 'text', of: (row) => row.a_text },
  { name: 'a_uuid', type: 'uuid', of: (row) => row.a_uuid },
  { name: 'an_int', type: 'int', of: (row) => row.an_int },
  { name: 'a_bigint', type: 'bigint', of: (row) => row.a_bigint },
  { name: 'a_double', type: 'float8', of: (row) => row.a_double },
  { name: 'a_boolean', type: 'boolean', of: (row) => row.a_boolean },
  { name: 'a_bytea', type: 'bytea', of: (row) => row.a_bytea },
  { name: 'a_jsonb', type: 'jsonb', of: (row) => row.a_jsonb },
  { name: 'an_instant', type: 'timestamptz', of: (row) => row.an_instant },
  { name: 'a_day', type: 'date', of: (row) => row.a_day },
];
const EMPTY: Row = {
  ...{ a_text: null, a_uuid: null, an_int: null, a_bigint: null, a_boolean: null, a_bytea: null },
  ...{ a_jsonb: null, an_instant: null, a_double: null, a_day: null },
};

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(
    `CREATE TABLE copied (place bigint GENERATED ALWAYS AS IDENTITY, a_text text, a_uuid uuid UNIQUE, an_int int,
       a_bigint bigint, a_double double precision, a_boolean boolean, a_bytea bytea, a_jsonb jsonb, an_instant timestamptz,
       a_day date)`,
  );
});
afterAll(() => database.drop());

const copied = (rows: readonly Row[]) =>
  inTransaction(database.pool, (client) => copyRows(client, 'copied', COLUMNS, rows));

/** Instants as microseconds, for the reading of years before Christ is not what is tested here. */
async function kept(): Promise<Row[]> {
  const { rows } = await database.pool.query<Row & { a_jsonb: object | null }>(
    `SELECT a_text, a_uuid, an_int, a_bigint, a_double, a_boolean, a_bytea, a_jsonb, a_day,
       (extract(epoch FROM an_instant) * 1000)::bigint AS an_instant FROM copied ORDER BY place`,
  );
  return rows.map((row) => ({ ...row, a_jsonb: row.a_jsonb && JSON.stringify(row.a_jsonb) }));
}

const sorted = (json: string | null) => json && JSON.stringify(Object.entries(JSON.parse(json) as object).sort());

it('keeps every value of every type as it was given, and the absent ones absent', async () => {
  const row = fc.record(
    Object.fromEntries(Object.entries(VALUES).map(([name, value]) => [name, fc.option<unknown>(value)])),
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<Row>;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(row, { selector: (one) => one.a_uuid ?? Symbol('none'), maxLength: 40 }),
      async (rows) => {
        await database.pool.query('TRUNCATE copied');
        await copied(rows);
        const told = (all: readonly Row[]) => all.map((one) => ({ ...one, a_jsonb: sorted(one.a_jsonb) }));
        expect(told(await kept())).toEqual(told(rows));
      },
    ),
    { numRuns: 150 },
  );
});

it('copies more than fits its first buffer', async () => {
  await database.pool.query('TRUNCATE copied');
  const rows = Array.from({ length: 3000 }, (_, at) => ({ ...EMPTY, an_int: at, a_text: '伤'.repeat(400) }));
  await copied(rows);
  expect(await kept()).toEqual(rows);
});

it('fails as a statement does: nothing of it is kept, and the connection goes on', async () => {
  await database.pool.query('TRUNCATE copied');
  const twice = randomUUID();
  await expect(
    copied([
      { ...EMPTY, a_uuid: twice },
      { ...EMPTY, a_uuid: twice },
    ]),
  ).rejects.toMatchObject({ code: '23505' });
  await expect(copied([{ ...EMPTY, a_text: 'U+0000: \0' }])).rejects.toMatchObject({ code: '22021' });
  expect(await kept()).toEqual([]);
  await copied([EMPTY]);
  expect(await kept()).toEqual([EMPTY]);
});

it('ends when its connection does, while it waits for a lock', async () => {
  await database.pool.query('TRUNCATE copied');
  const waiting = await inTransaction(database.pool, async (holder) => {
    await holder.query('LOCK TABLE copied');
    const copying = copied([EMPTY]).then(
      () => 'copied',
      (error: unknown) => error,
    );
    await waitUntil('the copy waits for the lock', async () => {
      const { rows } = await database.pool.query<{ ended: boolean }>(
        `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
         WHERE wait_event_type = 'Lock' AND query LIKE 'COPY copied%'`,
      );
      return rows.length > 0;
    });
    return copying;
  });
  expect(isConnectionLoss(waiting)).toBe(true);
  expect(await kept()).toEqual([]);
});
