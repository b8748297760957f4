import { jest } from '@jest/globals';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { createPool } from '../../../infra/postgres/pool.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { Outcome } from '../../../schemas/generated/event-types.js';
import { rebuild } from '../../../services/consolidator/commands.js';
import { readBalance } from '../../../services/dataset/balance.js';
import type { TestDatabase } from '../../stack/fixtures.js';
import { apply, createDatasetUnderTest, depsOf, digests, positions } from './dataset-under-test.js';
import {
  accident,
  determination,
  disease,
  eventMessage,
  eventOf,
  registrationMessage,
  resolutionMessage,
  type Message,
} from './event-factory.js';

jest.setTimeout(120_000);

const NS = 'swapped';
const deps = depsOf(NS);
const recordsOf = (from: number, count: number): Message[] =>
  Array.from({ length: count }, (_, at) => from + at).flatMap((nth) => [
    eventMessage(NS, eventOf('injury-determination', `A${nth}`, determination(), { ledgerSeq: nth })),
    eventMessage(NS, eventOf('occupational-disease', `B${nth}`, disease(), { ledgerSeq: nth })),
    eventMessage(
      NS,
      eventOf('work-safety-accident', `C${nth}`, accident({ deaths: 1 + (nth % 4) }), { ledgerSeq: nth }),
    ),
  ]);
const first = [registrationMessage(NS, {}), resolutionMessage(NS, {}), ...recordsOf(1, 60)];

let database: TestDatabase;
let position: ReturnType<typeof positions>;
const take = (messages: readonly Message[]) => apply(database.pool, messages.map(position), deps);
const swap = (over: object = {}) =>
  rebuild({ databaseUrl: database.url, namespace: NS, swap: { acceptDifference: false, ...over } });
const query = async (text: string) => (await database.pool.query(text)).rows as unknown[];

beforeEach(async () => {
  position = positions();
  database = await createDatasetUnderTest();
  await take(first);
});
afterEach(() => database.drop());

describe('a rebuilt dataset that takes the place of the live one', () => {
  it('says the same, is written and read as before, and leaves nothing behind', async () => {
    const before = await digests(database.pool);
    expect(await swap()).toMatchObject({ equal: true, swapped: { caughtUp: 0, verdicts: 0 } });
    expect(await digests(database.pool)).toEqual(before);
    await take(recordsOf(61, 5));
    expect(await rebuild({ databaseUrl: database.url, namespace: NS })).toMatchObject({ equal: true });
    expect(await query(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'rebuild%'`)).toEqual([]);
    expect(await swap()).toMatchObject({ equal: true, swapped: { caughtUp: 0 } });
  });

  it('has what comes meanwhile, while every question finds an answer', async () => {
    await database.pool.query('DELETE FROM latest_occupational_disease');
    const readers = createPool(database.url, { max: 3 });
    const done = { swapped: false };
    const counts: number[] = [];
    const reading = (async () => {
      while (!done.swapped) {
        const { rows } = await readers.query<{ n: number }>('SELECT count(*) AS n FROM current_injury_determination');
        counts.push(rows[0]!.n);
        await inTransaction(readers, async (client) => {
          await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
          const { rows: books } = await readBalance(client);
          expect(books.every(({ applied, current, superseded }) => applied >= current + superseded)).toBe(true);
        });
      }
    })();
    const writing = (async () => {
      for (let from = 1000; !done.swapped || from === 1000; from += 5) await take(recordsOf(from, 5));
    })();
    const result = await swap({ acceptDifference: true }).finally(() => (done.swapped = true));
    await Promise.all([reading, writing]);
    await readers.end();
    expect(result).toMatchObject({ equal: false, swapped: { caughtUp: expect.any(Number) } });
    expect(result.swapped!.caughtUp).toBeGreaterThan(0);
    expect(counts.length).toBeGreaterThan(3);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(await rebuild({ databaseUrl: database.url, namespace: NS })).toMatchObject({ equal: true });
    expect(await query('SELECT count(*) > 60 AS all FROM latest_occupational_disease')).toEqual([{ all: true }]);
  });

  it('is left out when it says something else, unless that is accepted; then the ledgers are told', async () => {
    await database.pool.query(
      `DELETE FROM latest_injury_determination WHERE record_id = 'A1';
       DELETE FROM outbox`,
    );
    expect(await swap()).toMatchObject({ equal: false, swapped: null });
    expect(await query(`SELECT FROM event_version WHERE record_id = 'A1'`)).toEqual([]);
    expect(await swap({ acceptDifference: true })).toMatchObject({ equal: false, swapped: { verdicts: 1 } });
    expect(await query(`SELECT record_id FROM latest_injury_determination WHERE record_id = 'A1'`)).toHaveLength(1);
    const sent = (await query('SELECT value FROM outbox')) as { value: Buffer }[];
    const outcomes = sent.map(({ value }) => avroTypeOf(protocolSchemas.outcome).fromBuffer(value) as Outcome);
    expect(outcomes).toMatchObject([{ sourceId: 'hr-cc', verdicts: [{ ledgerSeq: 1, verdict: 'APPLIED' }] }]);
  });

  it('waits for whoever reads in a longer transaction, and gives up with nothing changed', async () => {
    const before = await digests(database.pool);
    const reader = createPool(database.url, { max: 1 });
    const client = await reader.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await client.query('SELECT count(*) FROM current_work_safety_accident');
    await expect(swap({ patienceMs: 1500 })).rejects.toMatchObject({ code: 'SWAP_NO_MOMENT', retriable: true });
    const { rows } = await client.query('SELECT count(*) AS n FROM current_injury_determination');
    expect(rows).toEqual([{ n: 60 }]);
    await client.query('COMMIT');
    client.release();
    await reader.end();
    expect(await digests(database.pool)).toEqual(before);
    expect(await swap()).toMatchObject({ swapped: { verdicts: 0 } });
  });

  it('may be read by whoever could read before', async () => {
    const role = `reader_${database.name}`;
    await database.pool.query(
      `CREATE ROLE ${role}; GRANT SELECT ON current_injury_determination, event_version TO ${role}`,
    );
    try {
      await swap();
      const { rows } = await database.pool.query(
        `SELECT has_table_privilege($1, name, 'SELECT') AS may, has_table_privilege($1, name, 'DELETE') AS more
         FROM unnest(ARRAY['current_injury_determination', 'event_version', 'latest_injury_determination']) AS name`,
        [role],
      );
      expect(rows.map(({ may, more }) => [may, more])).toEqual([
        [true, false],
        [true, false],
        [false, false],
      ]);
    } finally {
      await database.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });

  it('is refused at another version than the live dataset', async () => {
    await database.pool.query(`INSERT INTO schema_migration (name, batch) VALUES ('9999_tomorrow', 9)`);
    await expect(swap()).rejects.toMatchObject({ code: 'SWAP_VERSION' });
  });
});
