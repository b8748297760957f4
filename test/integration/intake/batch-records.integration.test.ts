import type { Receipt, ReceiptRecord, RecordState } from '../../../services/intake/receipts/receipt.js';
import { waitUntil } from '../../stack/fixtures.js';
import { answerOutcome } from './answer-outcome.js';
import {
  createIntakeUnderTest,
  FEED,
  sampleRow,
  type IntakeUnderTest,
  type RunningIntake,
} from './intake-under-test.js';

let intake: IntakeUnderTest;
let door: RunningIntake;

type Page = { records: ReceiptRecord[]; nextCursor: string | null };
const page = async (batchId: string, query = '') =>
  (await door.get<Page>(`/v1/batches/${batchId}/records?${query}`)).body;
const row = (number: string, changes: Record<string, string | null> = {}) =>
  sampleRow({ reportCardNumber: number, ...changes });
const send = async (rows: unknown[], day: string) =>
  (await door.send<Receipt>(JSON.stringify(rows), 'application/json', { query: `source=hc-a&asOf=${day}` })).body;

beforeAll(async () => {
  intake = await createIntakeUnderTest();
  door = await intake.start();
}, 120_000);
afterAll(async () => {
  if (door?.alive()) await door.kill('SIGTERM');
  await intake?.close();
}, 60_000);

it('tells of every row where it stands, why it was set aside and what to do, and lists one state by itself', async () => {
  await send([await row('REC-0')], '2024-06-01');
  const numbers = ['REC-1', 'REC-2', 'REC-3', 'REC-4', 'REC-5'];
  const fresh = await Promise.all(numbers.map((number) => row(number)));
  const { batchId } = await send(
    [...fresh, await row('REC-0'), await row('REC-6', { disease: '99999' })],
    '2024-06-01',
  );
  await send([await row('REC-2', { stage: '贰期', reason: '复核' })], '2024-06-02');
  await waitUntil('all is published', async () => (await page(batchId, 'state=published')).records.length === 5);

  const said = { eventType: FEED, ledgerEpoch: 1 };
  const seqOf = async (number: string) =>
    (await page(batchId)).records.find(({ recordId }) => recordId === number)?.ledgerSeq ?? 0;
  const verdict = async (number: string, word: string, reasonCode: string | null = null) => ({
    ...{ ...said, ledgerSeq: await seqOf(number), verdict: word, reasonCode },
  });
  const newest = { ...said, ledgerSeq: 7, verdict: 'APPLIED', reasonCode: null };
  const verdicts = [
    ...[await verdict('REC-1', 'APPLIED'), await verdict('REC-2', 'APPLIED'), newest],
    ...[await verdict('REC-3', 'PARKED', 'RULE_BROKEN'), await verdict('REC-4', 'DISCARDED')],
  ];
  await answerOutcome(intake, { sourceId: 'hc-a', datasetGeneration: 'g', outcomeSeq: 1, verdicts });
  await waitUntil('the answer is there', async () => (await page(batchId, 'state=applied')).records.length === 1);

  const { records } = await page(batchId);
  expect(records.map(({ recordId, state }) => [recordId, state])).toEqual([
    ...[
      ['REC-1', 'applied'],
      ['REC-2', 'superseded'],
      ['REC-3', 'parked'],
      ['REC-4', 'discarded'],
    ],
    ...[
      ['REC-5', 'published'],
      ['REC-0', 'unchanged'],
      ['REC-6', 'rejected'],
    ],
  ]);
  expect(records[2]?.reason).toEqual({
    zh: expect.stringContaining('规则'),
    remedy: expect.stringContaining('改正后重新报送'),
  });
  expect(records[3]?.reason?.remedy).toContain('平台管理员');
  expect(records.filter(({ reason }) => reason !== null)).toHaveLength(2);
  for (const state of new Set(records.map((record) => record.state))) {
    const alone = await page(batchId, `state=${state}`);
    expect(alone.records).toEqual(records.filter((record) => record.state === (state satisfies RecordState)));
  }
}, 90_000);

it('gives pages that join without gap or repetition, filtered or not', async () => {
  const rows = await Promise.all(Array.from({ length: 7 }, (_, at) => row(`PAGE-${at}`)));
  const { batchId } = await send([...rows, await row('PAGE-BAD', { disease: '99999' })], '2024-06-01');
  for (const [filter, total] of [
    ['', 8],
    ['state=rejected&', 1],
  ] as const) {
    const seen: number[] = [];
    for (let cursor: string | null = '0'; cursor !== null;) {
      const { records, nextCursor }: Page = await page(batchId, `${filter}limit=3&cursor=${cursor}`);
      seen.push(...records.map(({ rowNumber }) => rowNumber));
      cursor = nextCursor;
    }
    expect(seen).toHaveLength(total);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
  }
  expect((await door.get(`/v1/batches/${batchId}/records?state=lost`)).status).toBe(400);
}, 60_000);
