import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { connectors } from '../../../connectors/generated/feed-index.js';
import { projectRoot } from '../../../infra/process/project-root.js';
import { HR_BUREAU, sourceClientOf } from '../../../services/cli/credentials/own-clients.js';
import { openInstallation } from '../../../services/cli/installation.js';
import { clientOf, readRunningHub } from '../../../services/cli/running-hub.js';
import type { Receipt, ReceiptRecord } from '../../../services/intake/receipts/receipt.js';
import { waitUntil } from '../../stack/fixtures.js';
import { startHubUnderTest, type HubUnderTest } from '../cli/hub-under-test.js';

/*
 * What happens in a department's daily life, followed from its file through intake, Kafka, vault and consolidation to
 * the query API: old spreadsheets without certificate numbers, the numbers filled in later, another system.
 */
type Row = Record<string, string | null>;
type Link = { rule: string; other: { sourceId: string; recordId: string } };
type History = { supersededBy: string[]; supersedes: string[]; links: Link[] };

const CARDS = { department: 'health-commission', feed: 'occupational-disease' };
const CASES = { department: 'human-resources', feed: 'injury-determination' };
type Feed = typeof CARDS;

let hub: HubUnderTest;
/** What the HR bureau is answered. */
let ask: <T>(path: string) => Promise<T>;

beforeAll(async () => {
  hub = await startHubUnderTest({}, (home) => {
    mkdirSync(join(home, 'config'), { recursive: true });
    const sources = [
      source('hc-old', CARDS, { validTo: '2099-12-31' }),
      source('hc-new', CARDS, { replaces: 'hc-old' }),
      source('hr-any', CASES),
      source('em-any', { department: 'emergency-management', feed: 'work-safety-accident' }),
    ];
    writeFileSync(join(home, 'config', 'sources.json'), JSON.stringify(sources), { mode: 0o600 });
  });
  const bureau = clientOf(readRunningHub(hub.home), openInstallation(hub.env).clients, HR_BUREAU);
  ask = (path) => bureau.get(readRunningHub(hub.home).queryApiUrl + path);
}, 200_000);
afterAll(() => hub?.close(), 60_000);

function source(sourceId: string, { department, feed }: Feed, more: object = {}) {
  return {
    ...{ sourceId, department, reportingUnit: '220000', name: `${sourceId}（示例）`, validFrom: '2016-01-01' },
    eventTypes: [feed, 'period-statement'],
    keys: [{ keyId: 'test', key: Buffer.alloc(32, sourceId).toString('base64') }],
    ...more,
  };
}

function sample({ department, feed }: Feed): Row {
  const file = join(projectRoot(), 'connectors', department, feed, 'samples', 'valid.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { row: Row }).row;
}

const LI = { workerName: '李四', workerBirthDate: '1970-01-01' };
const NUMBER = '222521198503120011';
const WANG = { workerName: '王五', workerBirthDate: '1972-02-02', workerCertificateNumber: null };

const card = (reportCardNumber: string, day: string, certificateNumber: string, over: Row): Row => ({
  ...sample(CARDS),
  ...{ reportCardNumber, certificateNumber, diagnosedOn: day, reportedOn: day },
  ...over,
});

/** A case on the ground of a disease. */
const filed = (applicationNumber: string, day: string, diagnosisCertificate: string, over: Row): Row => ({
  ...sample(CASES),
  ...{ applicationNumber, decisionNumber: applicationNumber, diagnosisCertificate, diagnosedOn: day },
  ...{ accidentAt: null, accidentType: null, accidentNumber: null, harmGrade: null, situation: '14-4' },
  ...{ appliedOn: day, acceptedOn: day, decidedOn: day, deliveredOn: day, facts: null },
  ...over,
});

const OLD_CARDS = [
  card('H-2020', '2020-05-06', '吉职诊字2020第1号', LI),
  card('H-2021', '2021-06-07', '吉职诊字2021第1号', LI),
  card('H-2022', '2022-07-08', '吉职诊字2022第1号', WANG),
];
/** The first names a certificate that leads to no card. */
const OLD_CASES = [
  filed('D-2021', '2021-06-07', '吉职诊字2021第999号', LI),
  filed('D-2022', '2022-07-08', '吉职诊字2022第1号', WANG),
];

/** A workbook as the department has kept it: official headings, dates as dates, and not a column of some fields. */
async function workbook(name: string, { department, feed }: Feed, rows: readonly Row[], lacking: readonly string[]) {
  const of = connectors.find((one) => one.department === department)?.feeds.find((one) => one.feed === feed);
  const columns = (of?.columns ?? []).filter(({ key }) => !lacking.includes(key));
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('历年');
  sheet.addRow(columns.map(({ heading }) => heading));
  for (const row of rows) {
    sheet.addRow(
      columns.map(({ key, reading }) => {
        const text = row[key] ?? null;
        return text !== null && reading === 'date' ? new Date(`${text}T00:00:00Z`) : text;
      }),
    );
  }
  await book.xlsx.writeFile(join(hub.home, name));
}

async function submit(name: string, { feed }: Feed, sourceId: string, ...more: string[]): Promise<Receipt> {
  const { out, err } = await hub.hub([
    ...['submit', join(hub.home, name), '--feed', feed, '--source', sourceId, '--json', ...more],
  ]);
  expect(err).toBe('');
  const receipt = JSON.parse(out) as Receipt;
  expect(receipt.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { code, out: end } = await hub.hub(['receipt', receipt.batchId, '--wait']);
  expect([code, end]).toEqual([0, expect.stringContaining('已进入共享数据集')]);
  return receipt;
}

async function submitRows(name: string, rows: readonly Row[], feed: Feed, sourceId: string, asOf: string) {
  writeFileSync(join(hub.home, name), JSON.stringify(rows));
  return submit(name, feed, sourceId, '--as-of', asOf);
}

/** Waits until the vault has judged everybody. */
async function everybodyJudged(): Promise<void> {
  await waitUntil('the vault has judged everybody', async () => {
    return (await ask<{ unresolvedReferences: number }>('/v1/progress')).unresolvedReferences === 0;
  });
}

const cases = async (year: number) =>
  (await ask<{ total: { cases: number } }>(`/v1/indicators/new-occupational-diseases-by-category?year=${year}`)).total
    .cases;
const perYear = () => Promise.all([2020, 2021, 2022, 2023].map(cases));
const historyOf = ({ feed }: Feed, sourceId: string, recordId: string) =>
  ask<History>(`/v1/records/${feed}/${sourceId}/${recordId}`);
const linksOf = async (feed: Feed, sourceId: string, recordId: string) =>
  (await historyOf(feed, sourceId, recordId)).links.map(
    ({ rule, other }) => `${rule} ${other.sourceId}/${other.recordId}`,
  );

/** The batch of the old spreadsheet. */
let spreadsheet: Receipt;

test('old spreadsheets without certificate numbers are kept, counted once, and linked by documents alone', async () => {
  const lacking = ['workerCertificateNumber', 'workerTelephone'];
  await workbook('2020-2023.xlsx', CARDS, OLD_CARDS, lacking);
  await workbook('认定.xlsx', CASES, OLD_CASES, lacking);
  spreadsheet = await submit('2020-2023.xlsx', CARDS, 'hc-old', '--as-of', '2024-01-31');
  const determinations = await submit('认定.xlsx', CASES, 'hr-any');
  expect([spreadsheet.rows, determinations.rows]).toMatchObject([
    { new: 3, rejected: 0 },
    { new: 2, rejected: 0 },
  ]);
  const codes = spreadsheet.findings.map(({ rowNumber, code }) => `${rowNumber} ${code}`);
  expect(codes).toEqual(expect.arrayContaining([1, 2, 3].map((row) => `${row} CERTIFICATE_NUMBER_MISSING`)));
  await everybodyJudged();
  expect(await perYear()).toEqual([1, 1, 1, 0]);
  const { records } = await ask<{ records: { recordId: string; period: string }[] }>(
    '/v1/records/occupational-disease',
  );
  expect(records.map(({ recordId, period }) => `${recordId} ${period}`)).toEqual([
    ...['H-2020 2020-05', 'H-2021 2021-06', 'H-2022 2022-07'],
  ]);
  // One name and one day are no person; one certificate is one case.
  expect(await linksOf(CARDS, 'hc-old', 'H-2021')).toEqual([]);
  expect(await linksOf(CASES, 'hr-any', 'D-2021')).toEqual([]);
  expect(await linksOf(CARDS, 'hc-old', 'H-2022')).toEqual(['CERTIFICATE hr-any/D-2022']);
  const gaps = await ask<{ rows: { record: { recordId: string }; state: string; reasons: string[] }[] }>(
    '/v1/gaps/G1?asOf=2024-01-31',
  );
  const judged = gaps.rows.map(({ record, state, reasons }) => `${record.recordId} ${state} ${reasons[0] ?? ''}`);
  expect(judged.sort()).toEqual([
    'H-2020 NOT_ASSESSABLE PERSON_UNRESOLVED',
    'H-2021 NOT_ASSESSABLE PERSON_UNRESOLVED',
    'H-2022 CLOSED ',
  ]);
  const { total } = await ask<{ total: object }>('/v1/indicators/diagnoses-course-by-category?year=2021');
  expect(total).toMatchObject({ diagnosed: 1, traceable: 0, filed: 0 });
}, 120_000);

test('with the numbers filled in later they are corrections, counted once as before, and linked by person', async () => {
  const known = { ...LI, workerCertificateNumber: NUMBER, workerBirthDate: '1985-03-12', reason: '补录证件号码' };
  const full = OLD_CARDS.slice(0, 2).map((row) => ({ ...row, ...known }));
  expect((await submitRows('补录.json', full, CARDS, 'hc-old', '2024-02-29')).rows).toMatchObject({ corrected: 2 });
  const [first] = OLD_CASES;
  const mended = [{ ...first, ...known, sequence: '4' }];
  expect((await submitRows('补录认定.json', mended, CASES, 'hr-any', '2024-02-29')).rows.corrected).toBe(1);
  await everybodyJudged();
  expect(await perYear()).toEqual([1, 1, 1, 0]);
  expect(await linksOf(CASES, 'hr-any', 'D-2021')).toEqual(['PERSON hc-old/H-2021']);
}, 120_000);

test('what the new system sends again takes the place of the same records of the old one', async () => {
  const known = { ...LI, workerCertificateNumber: NUMBER, workerBirthDate: '1985-03-12' };
  const migrated = [
    card('H-2021', '2021-06-07', '吉职诊字2021第1号', known),
    card('H-2022', '2022-07-08', '吉职诊字2022第1号', WANG),
    card('N-2023', '2023-08-09', '吉职诊字2023第1号', WANG),
  ];
  expect((await submitRows('新系统.json', migrated, CARDS, 'hc-new', '2024-03-31')).rows).toMatchObject({ new: 3 });
  await everybodyJudged();
  expect(await perYear()).toEqual([1, 1, 1, 1]);
  expect(await linksOf(CASES, 'hr-any', 'D-2021')).toEqual(['PERSON hc-new/H-2021']);
  expect(await linksOf(CASES, 'hr-any', 'D-2022')).toEqual(['CERTIFICATE hc-new/H-2022']);
  const { records } = await ask<{ records: { sourceId: string; recordId: string; eventId: string; topic: string }[] }>(
    '/v1/indicators/new-occupational-diseases-by-category/records?year=2021',
  );
  expect(records).toMatchObject([
    { sourceId: 'hc-new', recordId: 'H-2021', topic: expect.stringContaining('disease') },
  ]);
}, 120_000);

test('the old record shows whose stands instead, in its receipt and when it is looked up', async () => {
  const url = `${readRunningHub(hub.home).intakeUrls['health-commission'] ?? ''}/v1/batches/${spreadsheet.batchId}/records`;
  const clerk = clientOf(readRunningHub(hub.home), openInstallation(hub.env).clients, sourceClientOf('hc-old'));
  const rows = (await clerk.get<{ records: ReceiptRecord[] }>(url)).records;
  expect(rows.map(({ recordId, state, stateLabel }) => [recordId, state, stateLabel])).toEqual([
    ['H-2020', 'superseded', '已进入共享数据集，已有更新的版本'],
    ['H-2021', 'superseded', '已进入共享数据集，已由来源系统 hc-new 的同编号记录接替'],
    ['H-2022', 'superseded', '已进入共享数据集，已由来源系统 hc-new 的同编号记录接替'],
  ]);
  expect(await historyOf(CARDS, 'hc-new', 'H-2021')).toMatchObject({ supersededBy: [], supersedes: ['hc-old'] });
  const { out } = await hub.hub(['lookup', 'occupational-disease', 'hc-old', 'H-2021']);
  expect(out).toMatch(/2 个版本\n {4}已由 hc-new 的同编号记录接替，不再计入统计和关联\n○ [^●]*$/);
}, 60_000);

test('the books close and a rebuild gives the same dataset', async () => {
  type Books = { closed: boolean; rows: { sourceId: string; current: number }[] };
  const books = async () => JSON.parse((await hub.hub(['balance', '--json'])).out) as Books;
  await waitUntil('the books close', async () => (await books()).closed);
  const { rows } = await books();
  const standing = (sourceId: string) =>
    rows.filter((row) => row.sourceId === sourceId).reduce((sum, { current }) => sum + current, 0);
  expect([standing('hc-old'), standing('hc-new')]).toEqual([1, 3]);
  const { code, out } = await hub.hub(['rebuild', '--json']);
  expect([code, out]).toEqual([0, expect.stringContaining('"equal":true')]);
}, 120_000);
