import ExcelJS from 'exceljs';
import { connectorOf } from '../../../connectors/generated/feed-index.js';
import type { Receipt } from '../../../services/intake/receipts/receipt.js';
import { ROWS_IN_WORKBOOK } from '../../../services/intake/returning/return-rejected.js';
import { createIntakeUnderTest, DEPARTMENT, FEED, sampleRow } from './intake-under-test.js';
import type { IntakeUnderTest, RunningIntake } from './intake-under-test.js';
import { csv, gb18030, mended, xlsx, type Row } from './sample-files.js';

const feed = connectorOf(DEPARTMENT).feeds.find((candidate) => candidate.feed === FEED)!;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const CSV = 'text/csv';
const NDJSON = 'application/x-ndjson';
const JSON_TYPE = 'application/json';
const headingOf = (key: string) => feed.columns.find((column) => column.key === key)!.heading;

let intake: IntakeUnderTest;
let door: RunningIntake;
let serial = 0;

beforeAll(async () => {
  intake = await createIntakeUnderTest();
  door = await intake.start();
}, 120_000);

afterAll(async () => {
  if (door?.alive()) expect(await door.kill('SIGTERM')).toBe(0);
  await intake?.close();
}, 60_000);

const freshRow = (changes: Row = {}): Promise<Row> =>
  sampleRow({ reportCardNumber: `ZYB-R-${(serial += 1)}`, ...changes });
const returned = (batchId: string, type: string, caller?: 'other' | 'reader') =>
  door.getFile(`/v1/batches/${batchId}/rejects`, type, caller);
async function textsIn(workbook: Buffer): Promise<string[][]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(workbook as unknown as ArrayBuffer);
  const rows: string[][] = [];
  book.worksheets[0]!.eachRow((row) =>
    rows.push(Array.from((row.values as unknown[]).slice(1), (value) => String(value ?? ''))),
  );
  return rows;
}

const right = { submitted: 1, rejected: 0, new: 1 };

describe('rejected rows come back as the department sent them', () => {
  const wrong = { disease: '99999', workerTelephone: '+8613800000000', workerCertificateNumber: '222521198503120011' };
  const formats: [string, string, (rows: Row[]) => Buffer | Promise<Buffer>][] = [
    ['CSV in GB18030', CSV, (rows) => gb18030(csv(feed, rows))],
    ['XLSX', XLSX, (rows) => xlsx(feed, rows)],
    ['NDJSON', NDJSON, (rows) => Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'))],
    ['a JSON array', JSON_TYPE, (rows) => Buffer.from(JSON.stringify(rows))],
  ];

  it.each(formats)('sent as %s, mended in a workbook and sent as it is', async (_name, type, make) => {
    const rows = [await freshRow(), await freshRow(wrong)];
    const first = await door.send<Receipt>(await make(rows), type);
    expect(first.body.rows).toMatchObject({ submitted: 2, new: 1, rejected: 1 });
    const answer = await returned(first.body.batchId, XLSX);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, XLSX]);
    const [headings = [], row = [], ...others] = await textsIn(answer.body);
    expect(others).toEqual([]);
    for (const { key, heading } of feed.columns)
      expect(row[headings.indexOf(heading)] ?? '').toBe(rows[1]?.[key] ?? '');
    expect(row[headings.indexOf('需修改的列')]).toContain(headingOf('disease'));
    expect(row[headings.indexOf('如何修改')]).toContain(headingOf('disease'));

    const again = await door.send<Receipt>(answer.body, XLSX);
    expect(again.body.rows).toMatchObject({ submitted: 1, rejected: 1 });
    const whole = await mended(answer.body, { [headingOf('disease')]: rows[0]?.['disease'] ?? null });
    expect((await door.send<Receipt>(whole, XLSX)).body.rows).toMatchObject(right);
  });

  it('as CSV, whose cells no spreadsheet takes for formulas or numbers', async () => {
    const row = await freshRow(wrong);
    const first = await door.send<Receipt>(csv(feed, [row]), CSV);
    const answer = await returned(first.body.batchId, CSV);
    const text = answer.body.toString('utf8');
    expect(text).toContain(`'${wrong.workerTelephone}`);
    expect(text).toContain(`'${wrong.workerCertificateNumber}`);
    const again = await door.send<Receipt>(text.replace('99999', '01001'), CSV);
    expect(again.body.rows).toMatchObject(right);
  });

  it('with what could not be read: lines that are no records, cells too many or too few, numbers, formulas', async () => {
    const [good, number, formula] = [await freshRow(), await freshRow(), await freshRow()];
    const line = JSON.stringify(good).slice(0, 100);
    const { body: lines } = await door.send<Receipt>(`${line}\n`, NDJSON);
    const file = await returned(lines.batchId, XLSX);
    const [headings = [], row = []] = await textsIn(file.body);
    expect(row[headings.indexOf('未能识别的内容')]).toBe(line);
    const cells = Object.fromEntries(feed.columns.map(({ key, heading }) => [heading, good[key] ?? null]));
    expect((await door.send<Receipt>(await mended(file.body, cells), XLSX)).body.rows).toMatchObject({ rejected: 1 });
    const whole = await mended(file.body, { ...cells, 未能识别的内容: null });
    expect((await door.send<Receipt>(whole, XLSX)).body.rows).toMatchObject(right);

    const sheet = await xlsx(feed, [
      { ...number, workerCertificateNumber: 222521198503120000 },
      { ...formula, employerName: { formula: 'A1', result: '长春示例机械有限公司' } },
    ]);
    const { body: numbers } = await door.send<Receipt>(sheet, XLSX);
    const back = await textsIn((await returned(numbers.batchId, XLSX)).body);
    expect(back[1]?.[headings.indexOf(headingOf('workerCertificateNumber'))]).toBe('【待修改】222521198503120000');
    expect(back[2]?.[headings.indexOf(headingOf('employerName'))]).toBe('【待修改】长春示例机械有限公司');
    const unmended = await door.send<Receipt>((await returned(numbers.batchId, CSV)).body, CSV);
    expect(unmended.body.rows).toMatchObject({ submitted: 2, rejected: 2 });

    const [head = '', body = ''] = csv(feed, [await freshRow()]).split('\r\n');
    const broken = [head, body.split(',').slice(0, -2).join(','), `${body},多`].join('\n');
    const { body: counts } = await door.send<Receipt>(broken, CSV);
    expect(counts.rows).toMatchObject({ submitted: 2, rejected: 2 });
    const counted = await textsIn((await returned(counts.batchId, XLSX)).body);
    expect(counted[1]?.slice(feed.columns.length - 2, feed.columns.length)).toEqual(['【待修改】', '【待修改】']);
    expect(counted[2]?.[counted[0]!.indexOf('未能识别的内容')]).toBe('多');
  });
});

describe('a mended row of a list without versions of its own', () => {
  it('is of the list that it was on, not of the day on which it was mended', async () => {
    const row = await freshRow({ stage: '壹期' });
    const send = (changes: Row, asOf: string) =>
      door.send<Receipt>(csv(feed, [{ ...row, ...changes }]), CSV, { query: `source=hc-a&asOf=${asOf}` });
    const january = await send({ disease: '99999' }, '2024-02-01');
    const march = await send({ occupation: '掘进工' }, '2024-04-01');
    expect([january.body.rows.rejected, march.body.rows.new]).toEqual([1, 1]);
    const file = await mended((await returned(january.body.batchId, XLSX)).body, {
      [headingOf('disease')]: row['disease'] ?? null,
    });
    const late = await door.send<Receipt>(file, XLSX);
    expect(late.body.rows.rejected).toBe(0);
    expect(late.body.findings.map(({ code }) => code)).toContain('LATE_VERSION');
    expect((await send({ occupation: '掘进工' }, '2024-05-01')).body.rows).toMatchObject({ unchanged: 1 });
  });

  it('does not bring back by an undeclared list what was corrected since', async () => {
    const row = await freshRow();
    const send = (changes: Row, asOf?: string) =>
      door.send<Receipt>(csv(feed, [{ ...row, ...changes }]), CSV, {
        query: `source=hc-a${asOf ? `&asOf=${asOf}` : ''}`,
      });
    await send({}, '2024-02-01');
    await send({ occupation: '掘进工' }, '2024-04-01');
    const old = await send({ disease: '99999' });
    const file = await mended((await returned(old.body.batchId, XLSX)).body, {
      [headingOf('disease')]: row['disease'] ?? null,
    });
    const again = await door.send<Receipt>(file, XLSX);
    expect(again.body.rows).toMatchObject({ unchanged: 1, rejected: 0 });
    expect(again.body.findings.map(({ code }) => code)).toEqual(['SUPERSEDED_CONTENT_RESENT']);
  });

  it('is refused when its moment was changed, and returned with it', async () => {
    const row = await freshRow({ disease: '99999' });
    const { body } = await door.send<Receipt>(csv(feed, [row]), CSV);
    const changed = await mended((await returned(body.batchId, XLSX)).body, { '导出时点（请勿修改）': '去年' });
    const again = await door.send<Receipt>(changed, XLSX);
    expect(again.body.findings.map(({ heading }) => heading)).toContain('导出时点（请勿修改）');
    const [headings = [], cells = []] = await textsIn((await returned(again.body.batchId, XLSX)).body);
    expect(cells[headings.indexOf('导出时点（请勿修改）')]).toBe('去年');
  });
});

describe('who may have them', () => {
  it('is who may read the batch', async () => {
    const { body } = await door.send<Receipt>(csv(feed, [await freshRow({ disease: '99999' })]), CSV);
    expect((await returned(body.batchId, XLSX, 'reader')).status).toBe(200);
    expect((await returned(body.batchId, XLSX, 'other')).status).toBe(404);
    expect((await returned(body.batchId, 'image/png')).status).toBe(406);
    expect(door.log()).toContain('"route":"/v1/batches/:id/rejects"');
  });

  it('has CSV alone of more rows than a workbook can be sent again with', async () => {
    const { body } = await door.send<Receipt>(csv(feed, [await freshRow({ disease: '99999' })]), CSV);
    await intake.database.pool.query(
      `INSERT INTO batch_row (batch_id, row_number, source_id, event_type, outcome, period, confirms, findings, raw)
       SELECT batch_id, n, source_id, event_type, outcome, period, confirms, findings, raw
       FROM batch_row, generate_series(2, $2::int) n WHERE batch_id = $1`,
      [body.batchId, ROWS_IN_WORKBOOK + 1],
    );
    const refused = await returned(body.batchId, XLSX);
    expect([refused.status, JSON.parse(refused.body.toString())]).toEqual([
      406,
      expect.objectContaining({ code: 'WORKBOOK_TOO_LARGE' }),
    ]);
  });

  it('has an answer when the rows are no longer kept', async () => {
    const { body } = await door.send<Receipt>(csv(feed, [await freshRow({ disease: '99999' })]), CSV);
    await intake.database.pool.query('UPDATE batch_row SET raw = NULL WHERE batch_id = $1', [body.batchId]);
    expect((await returned(body.batchId, XLSX)).status).toBe(410);
    expect((await door.get(`/v1/batches/${body.batchId}/rejects`)).status).toBe(200);
  });
});
