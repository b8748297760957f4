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
  eventMessage(
    NS,
    eventOf('work-safety-accident', 'x', accident({ directLossFen: 1_000_000 + basis }), { basis, ledgerSeq }),
  );

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

type Message = ReturnType<typeof version>;

const parts = (first: Message, second: Message) =>
  [[positions('one')(first)], [positions('two')(second), positions('three')(other)]] as const;

/** Of epoch 1 it would be below what `between` says, of epoch 2 it is above. */
const stands = (ledgerEpoch: number) =>
  eventMessage(NS, eventOf('work-safety-accident', 'x', accident(), { basis: 5, ledgerEpoch, ledgerSeq: 5 }));
const between = eventMessage(
  NS,
  eventOf('work-safety-accident', 'x', accident({ deaths: 2 }), { basis: 5, revision: 2, ledgerSeq: 6 }),
);

describe('two transactions that write one record at once', () => {
  it.each([
    ['one event', version(1, 1), version(1, 1), { applied: 2, current: 2, superseded: 0 }, null],
    ['a version and a higher one', version(1, 1), version(2, 2), { applied: 3, current: 2, superseded: 1 }, null],
    ['a version and a lower one', version(2, 2), version(1, 1), { applied: 3, current: 2, superseded: 1 }, null],
    ['one event under a lower number', version(1, 4), version(1, 3), { applied: 2, current: 2, superseded: 0 }, null],
    [
      'a version and a higher one, of a record that stands',
      ...[version(2, 2), version(3, 3), { applied: 4, current: 2, superseded: 2 }, version(1, 1)],
    ],
    [
      'a version and a lower one, of a record that stands',
      ...[version(3, 3), version(2, 2), { applied: 4, current: 2, superseded: 2 }, version(1, 1)],
    ],
    [
      'an earlier epoch of what stands, and a version that this puts on top',
      ...[stands(1), between, { applied: 3, current: 2, superseded: 1 }, stands(2)],
    ],
    [
      'a version, and an earlier epoch of what stands that puts it on top',
      ...[between, stands(1), { applied: 3, current: 2, superseded: 1 }, stands(2)],
    ],
  ] as [string, Message, Message, object, Message | null][])(
    'leave what they leave one after the other: %s',
    async (_circumstance, first, second, counted, before) => {
      const begun = before ? [positions('before')(before)] : [];
      const [one, two] = parts(first, second);
      for (const records of [begun, one, two]) if (records.length > 0) await apply(database.pool, records, deps);
      const inTurn = await digests(database.pool);
      await emptyDataset(database.pool);
      if (begun.length > 0) await apply(database.pool, begun, deps);
      await applySideBySide([...one], [...two]);
      expect(await digests(database.pool)).toEqual(inTurn);
      expect((await readBalance(database.pool)).rows).toMatchObject([{ ...counted, parked: 0 }]);
    },
  );
});

describe('a version that was superseded', () => {
  it('counts from its earliest epoch, whichever of its deliveries came first', async () => {
    const [early, late, higher] = [stands(1), stands(2), version(9, 9)].map(positions('one')) as [
      IncomingRecord,
      IncomingRecord,
      IncomingRecord,
    ];
    await apply(database.pool, [early, late, higher], deps);
    const together = await digests(database.pool);
    await emptyDataset(database.pool);
    for (const record of [late, higher, early]) await apply(database.pool, [record], deps);
    expect(await digests(database.pool)).toEqual(together);
  });
});
