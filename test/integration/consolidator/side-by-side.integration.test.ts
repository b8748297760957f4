import { jest } from '@jest/globals';
import { applyRecords } from '../../../services/consolidator/applying/apply-records.js';
import type { IncomingRecord } from '../../../services/consolidator/receiving/record-decoders.js';
import { readBalance } from '../../../services/dataset/balance.js';
import { waitUntil, type TestDatabase } from '../../stack/fixtures.js';
import { apply, createDatasetUnderTest, depsOf, digests, emptyDataset, positions } from './dataset-under-test.js';
import { accident, eventMessage, eventOf } from './event-factory.js';

jest.setTimeout(60_000);

const NS = 'beside';
const deps = depsOf(NS);
let database: TestDatabase;
beforeAll(async () => {
  database = await createDatasetUnderTest();
});
beforeEach(() => emptyDataset(database.pool));
afterAll(() => database?.drop());

const version = (basis: number, ledgerSeq: number) =>
  eventMessage(NS, eventOf('work-safety-accident', 'x', accident({ deaths: basis }), { basis, ledgerSeq }));

const other = eventMessage(NS, eventOf('work-safety-accident', 'other', accident(), { ledgerSeq: 9 }));

/** Applies both at once, in transactions of which the second meets what the first has written and not committed. */
async function applySideBySide(first: IncomingRecord[], second: IncomingRecord[]): Promise<void> {
  const [one, two] = await Promise.all([database.pool.connect(), database.pool.connect()]);
  try {
    for (const client of [one, two]) await client.query('BEGIN');
    // The answers to the ledgers are numbered one transaction after the other; what is looked at here comes before.
    const silent = { ...deps, answersLedgers: false };
    await applyRecords(one, first, silent);
    const applied = applyRecords(two, second, silent);
    await waitUntil('the second transaction waits for the first', isOneWaiting);
    await one.query('COMMIT');
    await applied;
    await two.query('COMMIT');
  } finally {
    for (const client of [one, two]) client.release(true);
  }
}

async function isOneWaiting(): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rowCount === 1;
}

const parts = (first: ReturnType<typeof version>, second: ReturnType<typeof version>) =>
  [[positions('one')(first)], [positions('two')(second), positions('three')(other)]] as const;

describe('two transactions that write one record at once', () => {
  it.each([
    ['one event', version(1, 1), version(1, 1), { applied: 2, current: 2, superseded: 0 }],
    ['a version and a higher one', version(1, 1), version(2, 2), { applied: 3, current: 2, superseded: 1 }],
    ['a version and a lower one', version(2, 2), version(1, 1), { applied: 3, current: 2, superseded: 1 }],
    ['one event under a lower number', version(1, 4), version(1, 3), { applied: 2, current: 2, superseded: 0 }],
  ])('leave what they leave one after the other: %s', async (_circumstance, first, second, counted) => {
    const [one, two] = parts(first, second);
    await apply(database.pool, one, deps);
    await apply(database.pool, two, deps);
    const inTurn = await digests(database.pool);
    await emptyDataset(database.pool);
    await applySideBySide([...one], [...two]);
    expect(await digests(database.pool)).toEqual(inTurn);
    expect((await readBalance(database.pool)).rows).toMatchObject([{ ...counted, parked: 0 }]);
  });
});
