import { createAvroDecoder } from '../../../infra/registry/avro-decoder.js';
import { createSchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { eventContract } from '../../../schemas/generated/contract-index.js';
import type { EventHeader, PeriodStatementPayload } from '../../../schemas/generated/event-types.js';
import { eventTopic } from '../../../schemas/topics.js';
import { judgeEvent } from '../../../services/consolidator/applying/judge-event.js';
import type { Receipt } from '../../../services/intake/receipts/receipt.js';
import { createIntakeUnderTest, DEPARTMENT, FEED, readTopic, sampleRow } from './intake-under-test.js';
import type { IntakeUnderTest, RunningIntake } from './intake-under-test.js';

const STATEMENTS = 'period-statement';
type Event = { header: EventHeader; payload: PeriodStatementPayload | null };
type Row = Record<string, string | null>;

let intake: IntakeUnderTest;
let door: RunningIntake;

beforeAll(async () => {
  intake = await createIntakeUnderTest([FEED, STATEMENTS]);
  door = await intake.start();
}, 120_000);

afterAll(async () => {
  if (door?.alive()) await door.kill('SIGTERM');
  await intake?.close();
}, 60_000);

async function report(...cards: readonly string[]): Promise<void> {
  const rows = await Promise.all(cards.map((reportCardNumber) => sampleRow({ reportCardNumber })));
  const { body } = await door.send<Receipt>(JSON.stringify(rows), 'application/json', {
    query: 'source=hc-a&asOf=2025-06-01',
  });
  expect(body.rows.new).toBe(cards.length);
}

/** States a month of the disease reports; says what became of the row. */
async function state(month: string, changes: Row = {}, { source = 'hc-a' } = {}): Promise<string | undefined> {
  const period = { statementNumber: `${FEED}:${month}:${month}`, periodFrom: month, periodTo: month };
  const row = await sampleRow({ ...period, ...changes }, STATEMENTS);
  const { body } = await door.send<Receipt>(JSON.stringify([row]), 'application/json', {
    query: `source=${source}`,
    feed: STATEMENTS,
    caller: source === 'hc-a' ? 'clerk' : 'other',
  });
  const { new: added, corrected, retracted, unchanged } = body.rows;
  return Object.entries({ added, corrected, retracted, unchanged }).find(([, count]) => count === 1)?.[0];
}

async function published(feed: string, count: number): Promise<Event[]> {
  const decoder = createAvroDecoder(createSchemaRegistry(intake.registryUrl));
  const topic = eventTopic(intake.namespace, DEPARTMENT, feed);
  const messages = await readTopic(intake, topic, (values) => values.length >= count);
  return Promise.all(
    messages.map(async ({ value }) => {
      const read = await decoder.decode(value, eventContract(feed).avroSchema);
      if (!read.ok) throw new Error(read.detail);
      return read.value as Event;
    }),
  );
}

/** What the statements of a month say, in the order of the ledger. */
async function deliveredUpTo(month: string, count: number): Promise<(number | null)[]> {
  const all = await published(STATEMENTS, count);
  return all
    .filter(({ header }) => header.sourceId === 'hc-a' && header.recordId === `${FEED}:${month}:${month}`)
    .sort((a, b) => a.header.ledgerSeq - b.header.ledgerSeq)
    .map(({ header }) => header.deliveredUpTo);
}

it('says up to where its source had delivered when it was accepted, and stands when it is sent again', async () => {
  expect(await state('2024-01', { kind: '零报告' })).toBe('added');
  await report('P-1', 'P-2', 'P-3');
  expect(await state('2024-02')).toBe('added');
  await report('P-4');
  expect(await state('2024-02', { changedAt: '2025-02-01 09:00:00' })).toBe('unchanged');
  const later = { statedOn: '2025-03-01', changedAt: '2025-03-01 09:00:00', reason: '补报' };
  expect(await state('2024-02', later)).toBe('corrected');
  const withdrawn = { operation: '撤回', reason: '误报', changedAt: '2025-03-02 09:00:00' };
  expect(await state('2024-02', withdrawn)).toBe('retracted');

  expect(await deliveredUpTo('2024-01', 4)).toEqual([0]);
  expect(await deliveredUpTo('2024-02', 4)).toEqual([3, 4, null]);
}, 60_000);

it('speaks of its own source alone, and records carry nothing of the kind', async () => {
  expect(await state('2024-03', {}, { source: 'hc-b' })).toBe('added');
  const events = await published(STATEMENTS, 5);
  expect(events.find(({ header }) => header.sourceId === 'hc-b')?.header.deliveredUpTo).toBe(0);
  const records = await published(FEED, 4);
  expect(records.map(({ header }) => header.deliveredUpTo)).toEqual([null, null, null, null]);
}, 60_000);

it('is no part of digest and id, so that the consolidator takes the events as they are', async () => {
  const role = { kind: 'event', department: DEPARTMENT, contract: eventContract(STATEMENTS) } as const;
  for (const event of await published(STATEMENTS, 5)) {
    const retold = { ...event, header: { ...event.header, deliveredUpTo: 1_000_000 } };
    expect([judgeEvent(role, event, DEPARTMENT), judgeEvent(role, retold, DEPARTMENT)]).toEqual([null, null]);
  }
}, 60_000);

it('neither counts nor waits for a batch that is still under way', async () => {
  const client = await intake.database.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`UPDATE ledger_counter SET last_seq = 99 WHERE source_id = 'hc-a' AND event_type = $1`, [FEED]);
    expect(await state('2024-04')).toBe('added');
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
  expect(await deliveredUpTo('2024-04', 6)).toEqual([4]);
}, 60_000);

it('counts the records of its own ledger epoch alone', async () => {
  await intake.database.pool.query('UPDATE ledger_epoch SET epoch = 2');
  expect(await state('2024-05')).toBe('added');
  await report('P-5');
  expect(await state('2024-06')).toBe('added');
  expect(await deliveredUpTo('2024-05', 8)).toEqual([0]);
  expect(await deliveredUpTo('2024-06', 8)).toEqual([1]);
}, 60_000);
