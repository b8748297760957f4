import type { BalanceLine } from '../../../services/intake/receipts/read-balance.js';
import type { Receipt } from '../../../services/intake/receipts/receipt.js';
import { eventContract } from '../../../schemas/generated/contract-index.js';
import { createAvroDecoder } from '../../../infra/registry/avro-decoder.js';
import { createSchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { eventTopic } from '../../../schemas/topics.js';
import type { EventHeader } from '../../../schemas/generated/event-types.js';
import {
  createIntakeUnderTest,
  DEPARTMENT,
  FEED,
  readTopic,
  sampleRow,
  type IntakeUnderTest,
  type RunningIntake,
} from './intake-under-test.js';

/** The sample row's month. */
const MONTH = '2024-03';
const JSON_TYPE = 'application/json';

type Problem = { code: string; detail: string; known: number; absent: number; recordIds: string[]; confirm: string };

let intake: IntakeUnderTest;
let door: RunningIntake;

beforeAll(async () => {
  intake = await createIntakeUnderTest();
  door = await intake.start();
}, 120_000);

afterAll(async () => {
  await door?.kill('SIGTERM');
  await intake?.close();
}, 60_000);

const cards = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}-${at + 1}`);
const rowsOf = (ids: readonly string[]) => Promise.all(ids.map((reportCardNumber) => sampleRow({ reportCardNumber })));

async function send<T = Receipt>(rows: readonly unknown[], query: string) {
  return door.send<T>(JSON.stringify(rows), JSON_TYPE, { query });
}

const part = (source: string, day: string) => `source=${source}&asOf=${day}`;
const whole = (source: string, day: string, more = '') =>
  `source=${source}&asOf=${day}&mode=complete&period=${MONTH}${more}`;

async function booksOf(source: string): Promise<BalanceLine | undefined> {
  const { body } = await door.get<{ lines: BalanceLine[] }>('/v1/balance', source === 'hc-a' ? 'clerk' : 'other');
  return body.lines.find(({ sourceId, period }) => sourceId === source && period === MONTH);
}

it('retracts what a complete list of the month leaves out, tells which, and the books close', async () => {
  const ids = cards('M', 40);
  const rows = await rowsOf(ids);
  const other = await sampleRow({
    reportCardNumber: 'OTHER-MONTH',
    diagnosedOn: '2024-02-05',
    reportedOn: '2024-02-06',
  });
  expect((await send([...rows, other], part('hc-a', '2024-04-01'))).body.rows.new).toBe(41);

  const { status, body } = await send(rows.slice(2), whole('hc-a', '2024-05-01'));
  expect(status).toBe(202);
  expect(body.rows).toMatchObject({ submitted: 38, unchanged: 38 });
  expect(body).toMatchObject({
    mode: 'complete',
    completeList: { period: MONTH, withheld: false, retracted: 2, recordIds: ['M-1', 'M-2'] },
    notes: [`完整清单（${MONTH}）未列入的 2 条记录已撤回。`],
  });
  expect(await booksOf('hc-a')).toMatchObject({
    submitted: 78,
    impliedRetractions: 2,
    added: 40,
    unchanged: 38,
    retracted: 2,
  });

  // A part of January that comes late does not bring back what the later list left out; a later one does.
  const late = (await send([await sampleRow({ reportCardNumber: 'M-41' })], part('hc-a', '2024-04-20'))).body;
  expect(late.rows.new).toBe(1);
  expect(late.findings.map(({ code }) => code)).toEqual(['NOT_ON_LATER_LIST']);
  expect((await send(rows.slice(0, 1), part('hc-a', '2024-06-01'))).body.rows.corrected).toBe(1);
  // A list of before says nothing new of it.
  expect((await send(rows.slice(2), whole('hc-a', '2024-05-02'))).body.completeList).toMatchObject({ retracted: 0 });
  const decoder = createAvroDecoder(createSchemaRegistry(intake.registryUrl));
  const seen = await readTopic(intake, eventTopic(intake.namespace, DEPARTMENT, FEED), (values) => values.length >= 46);
  const headers = await Promise.all(
    seen.map(async ({ value }) => {
      const read = await decoder.decode(value, eventContract(FEED).avroSchema);
      if (!read.ok) throw new Error(read.detail);
      return (read.value as { header: EventHeader }).header;
    }),
  );
  const implied = headers.filter(({ rowNumber }) => rowNumber === 0);
  expect(implied.map(({ recordId }) => recordId).sort()).toEqual(['M-1', 'M-2', 'M-41']);
  for (const header of implied) {
    expect(header).toMatchObject({
      operation: 'RETRACT',
      reason: '未列入整月名单',
      period: MONTH,
      batchId: body.batchId,
    });
    expect(header.basis).toBe(Date.parse('2024-05-01T00:00:00+08:00'));
  }
}, 120_000);

it('asks before it retracts many, and then retracts just these', async () => {
  const sendB = <T = Receipt>(rows: readonly unknown[], query: string) =>
    door.send<T>(JSON.stringify(rows), JSON_TYPE, { query, caller: 'other' });
  const rows = await rowsOf(cards('Q', 30));
  await sendB(rows, part('hc-b', '2024-04-01'));

  const asked = await sendB<Problem>(rows.slice(3), whole('hc-b', '2024-05-01'));
  expect([asked.status, asked.body.code]).toEqual([409, 'COMPLETE_LIST_UNCONFIRMED']);
  expect(asked.body).toMatchObject({ known: 30, absent: 3, recordIds: ['Q-1', 'Q-2', 'Q-3'] });
  expect(asked.body.detail).toContain(`confirm=${asked.body.confirm}`);
  expect(await booksOf('hc-b')).toMatchObject({ submitted: 30, added: 30, impliedRetractions: 0 });

  // The answer is to these three: with a fourth gone it is asked again.
  const confirmed = whole('hc-b', '2024-05-01', `&confirm=${asked.body.confirm}`);
  expect((await sendB<Problem>(rows.slice(4), confirmed)).body).toMatchObject({ absent: 4 });
  expect((await sendB(rows.slice(3), confirmed)).body.completeList).toMatchObject({ retracted: 3 });
  expect(await booksOf('hc-b')).toMatchObject({ impliedRetractions: 3, retracted: 3 });

  // A rejected row with its key is on the list; one whose key cannot be read may be anybody: nothing is retracted.
  const spoilt = { ...rows[4], diagnosedOn: '不详' };
  const named = await sendB([spoilt, ...rows.slice(5)], whole('hc-b', '2024-06-01'));
  expect(named.body).toMatchObject({
    rows: { rejected: 1 },
    completeList: { withheld: false, retracted: 1, recordIds: ['Q-4'] },
  });
  const keyless = { ...rows[4], reportCardNumber: null };
  const withheld = await sendB([keyless, ...rows.slice(5)], whole('hc-b', '2024-07-01'));
  expect(withheld.body).toMatchObject({ rows: { rejected: 1 }, completeList: { withheld: true, retracted: 0 } });
  expect(withheld.body.notes.join()).toContain('没有撤回任何未列入的记录');
}, 60_000);

it('takes a list of headings alone as one that leaves out everything, and asks', async () => {
  const id = 'E-1';
  await send(
    [await sampleRow({ reportCardNumber: id, diagnosedOn: '2023-02-05', reportedOn: '2023-02-06' })],
    part('hc-a', '2024-04-01'),
  );
  const headings = `${Object.keys(await sampleRow()).join(',')}\n`;
  const query = 'source=hc-a&asOf=2024-05-01&mode=complete&period=2023-01..2023-12';
  const asked = await door.send<Problem>(headings, 'text/csv', { query });
  expect(asked.body).toMatchObject({ known: 1, absent: 1, recordIds: [id] });
  const answered = await door.send<Receipt>(headings, 'text/csv', { query: `${query}&confirm=${asked.body.confirm}` });
  expect(answered.body.completeList).toMatchObject({ period: '2023-01..2023-12', retracted: 1 });
});

it.each([
  ['mode=complete&asOf=2024-05-01', 'period'],
  ['mode=complete&period=2024-03', 'asOf'],
  ['mode=complete&asOf=2024-05-01&period=2024-13', 'period'],
  ['mode=complete&asOf=2024-05-01&period=2024-03..2024-01', 'period'],
  ['mode=full', 'mode'],
  ['period=2024-03', 'mode=complete'],
])('says what is missing of %s', async (query, what) => {
  const answer = await send<Problem>([await sampleRow()], `source=hc-a&${query}`);
  expect([answer.status, answer.body.code]).toEqual([400, 'COMPLETE_LIST_UNCLEAR']);
  expect(answer.body.detail).toContain(what);
});
