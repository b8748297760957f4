import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type ExcelJS from 'exceljs';
import { connectorOf } from '../../../connectors/generated/feed-index.js';
import { sleep } from '../../../infra/process/sleep.js';
import type { Receipt, ReceiptRecord } from '../../../services/intake/receipts/receipt.js';
import { certificateNumber, createIntakeUnderTest, DEPARTMENT, FEED, sampleRow } from './intake-under-test.js';
import type { Answer, IntakeUnderTest, RunningIntake } from './intake-under-test.js';
import { csv, gb18030, unicodeText, xlsx, type Row } from './sample-files.js';
import { zipOfEntries } from './zip-archive.js';

const feed = connectorOf(DEPARTMENT).feeds.find((candidate) => candidate.feed === FEED)!;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const CSV = 'text/csv';
const JSON_TYPE = 'application/json';
const NDJSON = 'application/x-ndjson';

let intake: IntakeUnderTest;
let door: RunningIntake;
let serial = 0;

/** A row of a record that no other test speaks of. */
const freshRow = (changes: Row = {}): Promise<Row> =>
  sampleRow({ reportCardNumber: `ZYB-T-${(serial += 1)}`, ...changes });
const asOf = (day: string) => `source=hc-a&asOf=${day}`;
const sendJson = <T = Receipt>(
  rows: readonly unknown[],
  query = asOf('2024-06-01'),
  headers: Record<string, string> = {},
) => door.send<T>(JSON.stringify(rows), JSON_TYPE, { query, headers });

/** A merged title, as printed lists have. */
function titled(sheet: ExcelJS.Worksheet): void {
  sheet.addRow(['2024年职业病报告卡汇总表']);
  sheet.mergeCells(1, 1, 1, 8);
}

/** Headings that run over two rows, but for two that have a group of their own above. */
function grouped() {
  const headings = feed.columns.map(({ heading }, at) => (at < 2 ? heading : null));
  const above = (sheet: ExcelJS.Worksheet) => {
    titled(sheet);
    sheet.addRow(feed.columns.map(({ heading }, at) => (at < 2 ? '报告' : heading)));
    sheet.mergeCells(2, 1, 2, 2);
    for (let at = 3; at <= feed.columns.length; at += 1) sheet.mergeCells(2, at, 3, at);
  };
  return { above, headings: headings.slice(0, 2) };
}

beforeAll(async () => {
  intake = await createIntakeUnderTest();
  door = await intake.start();
}, 120_000);

afterAll(async () => {
  if (door?.alive()) expect(await door.kill('SIGTERM')).toBe(0);
  await intake?.close();
}, 60_000);

describe('the formats that the door takes', () => {
  const bodies: [string, string, (rows: Row[]) => Buffer | Promise<Buffer>, string | null][] = [
    ['CSV in UTF-8', CSV, (rows) => Buffer.from(csv(feed, rows)), 'UTF-8'],
    ['CSV in UTF-8 with BOM', CSV, (rows) => Buffer.from(`\ufeff${csv(feed, rows)}`), 'UTF-8-BOM'],
    ['CSV in GB18030', CSV, (rows) => gb18030(csv(feed, rows)), 'GB18030'],
    ['Unicode text of a spreadsheet', CSV, (rows) => unicodeText(feed, rows), 'UTF-16LE'],
    [
      'CSV under the names of fields',
      CSV,
      (rows) =>
        Buffer.from(
          csv(
            feed,
            rows,
            feed.columns.map(({ key }) => key),
          ),
        ),
      'UTF-8',
    ],
    ['a JSON array', JSON_TYPE, (rows) => Buffer.from(JSON.stringify(rows, null, 2)), 'UTF-8'],
    ['NDJSON', NDJSON, (rows) => Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')), 'UTF-8'],
    ['XLSX', XLSX, (rows) => xlsx(feed, rows), null],
    ['XLSX behind a hidden sheet', XLSX, (rows) => xlsx(feed, rows, { hiddenSheetFirst: true }), null],
    ['XLSX under a title', XLSX, (rows) => xlsx(feed, rows, { above: titled }), null],
    ['XLSX under groups of headings', XLSX, (rows) => xlsx(feed, rows, grouped()), null],
  ];
  it.each(bodies)('accepts %s', async (_name, type, make, encoding) => {
    const { status, body } = await door.send<Receipt>(await make([await freshRow(), await freshRow()]), type);
    expect({ status, rows: body.rows, encoding: body.encoding }).toEqual({
      status: 202,
      encoding,
      rows: { submitted: 2, new: 2, corrected: 0, retracted: 0, unchanged: 0, rejected: 0 },
    });
  });

  it('says the same of one content in every format, whatever the order of headings', async () => {
    const row = await freshRow();
    const query = asOf('2024-06-01');
    expect((await sendJson([row])).body.rows.new).toBe(1);
    const lines = csv(feed, [row])
      .split('\r\n')
      .map((line) => line.split(',').reverse().join(','));
    const typed = { ...row, diagnosedOn: new Date('2024-03-05'), reportedOn: new Date('2024-03-12') };
    const again = [
      await door.send<Receipt>(lines.join('\n'), CSV, { query }),
      await door.send<Receipt>(gb18030(csv(feed, [row])), CSV, { query }),
      await door.send<Receipt>(JSON.stringify(row), NDJSON, { query }),
      await door.send<Receipt>(await xlsx(feed, [typed]), XLSX, { query }),
      await door.send<Receipt>(await xlsx(feed, [typed], { date1904: true }), XLSX, { query }),
      await door.send<Receipt>(gzipSync(csv(feed, [row])), CSV, { query, headers: { 'content-encoding': 'gzip' } }),
    ];
    for (const { body } of again) expect(body.rows).toMatchObject({ submitted: 1, unchanged: 1 });
  });
});

describe('a file as a whole', () => {
  it('names sheets that are hidden and were not read', async () => {
    const sheet = await xlsx(feed, [await freshRow()], { hiddenSheetFirst: true });
    const { body } = await door.send<Receipt>(sheet, XLSX);
    expect(body.notes).toEqual([expect.stringContaining('1 张隐藏的工作表没有读取：hidden')]);
    expect((await door.get<Receipt>(`/v1/batches/${body.batchId}`)).body.notes).toEqual(body.notes);
    expect((await sendJson([await freshRow()])).body.notes).toEqual([]);
  });

  it('names visible sheets that hold something and were not read', async () => {
    const sheets = { sheetsBehind: { 二月: ['报告卡编号'], 空白: [], 填写说明: ['说明'] } };
    const { body } = await door.send<Receipt>(await xlsx(feed, [await freshRow()], sheets), XLSX);
    expect(body.notes).toEqual([expect.stringContaining('另有 1 张没有读取：二月')]);
  });

  it('is told what is missing when no row holds the headings', async () => {
    const { status, body } = await door.send(
      await xlsx(feed, [await freshRow()], { headings: ['报告卡编号', '报告类型'], above: titled }),
      XLSX,
    );
    expect([status, body['code'], body['detail']]).toEqual([
      400,
      'HEADINGS_MISSING',
      expect.stringContaining('职业病代码'),
    ]);
  });
});

describe('what a workbook may not hold', () => {
  it.each([
    ['macros, under the type of ordinary workbooks', XLSX, 400],
    ['macros', 'application/vnd.ms-excel.sheet.macroEnabled.12', 415],
  ])('is refused in words: %s', async (_what, type, expected) => {
    const { status, body } = await door.send(workbookWithMacros(), type);
    expect([status, body['detail']]).toEqual([expected, expect.stringMatching(/含有?宏.*不予接收.*\.xlsx/)]);
  });

  it('comes back to be mended: formulas, numbers for identifiers', async () => {
    const formula = { ...(await freshRow()), occupation: { formula: 'A1', result: 'x' } };
    const number = { ...(await freshRow()), workerCertificateNumber: 220104198001010000 };
    const { body } = await door.send<Receipt>(await xlsx(feed, [formula, number]), XLSX);
    expect(body.findings.map(({ code, zh }) => [code, zh])).toEqual([
      ['FORMULA_CELL', '「统计工种」是公式，不是数据。'],
      ['NUMERIC_IDENTIFIER', expect.stringContaining('「证件号码」被保存成了数字')],
    ]);
  });
});

describe('rows that cannot be taken', () => {
  it('are listed with heading, reason and remedy; the good ones go in', async () => {
    const bad = await freshRow({ disease: '99999', workerCertificateNumber: '222521198503120030' });
    const { body } = await sendJson([await freshRow(), bad]);
    expect(body.rows).toMatchObject({ submitted: 2, new: 1, rejected: 1 });
    const headings = body.findings.filter((f) => f.severity === 'error').map((f) => [f.rowNumber, f.heading]);
    expect(headings).toContainEqual([2, '职业病代码']);
    expect(body.findings.every((f) => f.zh && f.en && f.remedy)).toBe(true);
    const rejects = await door.get<{ rejects: unknown[] }>(`/v1/batches/${body.batchId}/rejects`);
    expect(rejects.body.rejects.length).toBeGreaterThan(0);
  });

  it('do not stop others: broken lines, numbers for identifiers, formulas', async () => {
    const good = await freshRow();
    const lines = await door.send<Receipt>(`${JSON.stringify(good)}\n{"reportCardNumber": \n[1]\n`, NDJSON);
    expect(lines.body.rows).toMatchObject({ submitted: 3, new: 1, rejected: 2 });
    const number = { ...(await freshRow()), workerCertificateNumber: 220104198001010000 };
    const formula = { ...(await freshRow()), employerName: { formula: 'A1', result: 'x' } };
    const sheet = await door.send<Receipt>(await xlsx(feed, [number, formula]), XLSX);
    expect(sheet.body.findings.map((f) => f.code)).toEqual(['NUMERIC_IDENTIFIER', 'FORMULA_CELL']);
    const json = await sendJson([
      { ...(await freshRow()), reportCardNumber: 12 },
      { ...(await freshRow()), stage: 'a\u0000b' },
    ]);
    expect(json.body.findings.map((f) => f.code)).toEqual(['NUMERIC_IDENTIFIER', 'ROW_BROKEN']);
  });

  it('keep the whole batch out when it is all or nothing', async () => {
    const good = await freshRow();
    const refused = await sendJson<Record<string, unknown>>(
      [good, await freshRow({ disease: null })],
      'source=hc-a&atomic=true',
    );
    expect([refused.status, refused.body['code']]).toEqual([422, 'ROWS_REJECTED']);
    expect(refused.body['findings']).toHaveLength(1);
    expect((await sendJson([good])).body.rows.new).toBe(1);
  });
});

/** How many rows each table of the ledger has, and where its counters stand. */
async function traces(): Promise<unknown> {
  const { pool } = intake.database;
  // The books of what was taken before may be stated at any moment.
  const outbox = "outbox WHERE topic NOT LIKE '%.ledger-statement.%'";
  const tables = ['batch', 'batch_row', 'record_version', 'known_reference', outbox];
  const counts = tables.map((table, at) => `SELECT ${at} AS place, count(*)::int AS rows FROM ${table}`);
  const books = await pool.query('SELECT * FROM ledger_counter ORDER BY 1, 2');
  const balance = await pool.query(
    'SELECT source_id, event_type, period, submitted FROM ledger_balance ORDER BY 1, 2, 3',
  );
  return [(await pool.query(counts.join(' UNION ALL '))).rows, books.rows, balance.rows];
}

describe('sending again', () => {
  it('changes nothing', async () => {
    const rows = [await freshRow(), await freshRow()];
    const first = await sendJson(rows);
    const second = await sendJson(rows);
    expect(second.body.rows).toMatchObject({ new: 0, unchanged: 2 });
    expect(second.body.batchId).not.toBe(first.body.batchId);
  });

  it('is answered with the same receipt under the same key, and refused with another body', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const rows = [await freshRow()];
    const first = await sendJson(rows, undefined, headers);
    expect((await sendJson(rows, undefined, headers)).body.batchId).toBe(first.body.batchId);
    const other = await sendJson<Record<string, unknown>>([await freshRow()], undefined, headers);
    expect([other.status, other.body['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('tells on a dry run what would become of each row, and leaves no trace', async () => {
    const [known, corrected, retracted] = [await freshRow(), await freshRow(), await freshRow()];
    await sendJson([known, corrected, retracted]);
    const before = await traces();
    const rows = [
      ...[
        known,
        { ...corrected, stage: '贰期', reason: '复核' },
        await freshRow(),
        await freshRow({ disease: '99999' }),
      ],
      { ...retracted, operation: '撤回', reason: '误报' },
    ];
    const { status, body } = await sendJson(rows, `${asOf('2024-07-01')}&dryRun=true`);
    expect([status, body.stateLabel]).toEqual([200, '试报送（未入库）']);
    expect(body.rows).toEqual({ submitted: 5, new: 1, corrected: 1, retracted: 1, unchanged: 1, rejected: 1 });
    expect(await traces()).toEqual(before);
    expect(await readdir(join(intake.folder, 'spool', `hub-intake-${DEPARTMENT}`))).toEqual([]);
    expect((await sendJson(rows, asOf('2024-07-01'))).body.rows).toEqual(body.rows);
  });

  it('keeps nothing on a dry run', async () => {
    const rows = [await freshRow()];
    const dry = await sendJson(rows, 'source=hc-a&dryRun=true');
    expect([dry.status, dry.body.rows.new]).toEqual([200, 1]);
    expect((await door.get(`/v1/batches/${dry.body.batchId}`)).status).toBe(404);
    expect(dry.body.stateLabel).toBe('试报送（未入库）');
    expect((await sendJson(rows)).body.rows.new).toBe(1);
  });

  it('corrects, retracts and re-classifies by the declared as-of time', async () => {
    const row = await freshRow();
    const sent = async (changes: Row, day: string) => (await sendJson([{ ...row, ...changes }], asOf(day))).body;
    expect((await sent({}, '2024-05-01')).rows.new).toBe(1);
    const confirming = await sent({}, '2024-05-31');
    expect(confirming.rows.unchanged).toBe(1);
    const between = await sent({ stage: '贰期' }, '2024-05-15');
    expect(between.rows.corrected).toBe(1);
    expect(between.findings.map((f) => f.code)).toContain('CORRECTION_REASON_MISSING');
    const now = (await door.get<Receipt>(`/v1/batches/${confirming.batchId}`)).body;
    expect(now.rowsNow).toMatchObject({ unchanged: 0, corrected: 1 });
    expect([now.rows, now.signature]).toEqual([confirming.rows, confirming.signature]);
    const gone = await sent({ operation: '撤回', reason: '误报' }, '2024-06-15');
    expect(gone.rows.retracted).toBe(1);
    expect((await sent({ operation: '撤回', reason: '误报' }, '2024-06-15')).rows.unchanged).toBe(1);
    const old = await sendJson([row], 'source=hc-a');
    expect(old.body.findings.map((f) => f.code)).toContain('SUPERSEDED_CONTENT_RESENT');
  });
});

describe('who may do what', () => {
  const cases: [string, (row: Row) => Promise<Answer>, number, string][] = [
    ['nobody', (r) => door.send(JSON.stringify([r]), JSON_TYPE, { caller: null }), 401, 'TOKEN_MISSING'],
    ['a reader', (r) => door.send(JSON.stringify([r]), JSON_TYPE, { caller: 'reader' }), 403, 'RIGHT_MISSING'],
    [
      'another department',
      (r) => door.send(JSON.stringify([r]), JSON_TYPE, { caller: 'stranger' }),
      403,
      'DEPARTMENT_FORBIDDEN',
    ],
    ['another source', (r) => door.send(JSON.stringify([r]), JSON_TYPE, { caller: 'other' }), 403, 'SOURCE_FORBIDDEN'],
  ];
  it.each(cases)('keeps out %s', async (_who, send, status, code) => {
    const { body, ...answer } = await send(await freshRow());
    expect([answer.status, body['code']]).toEqual([status, code]);
  });

  it('does not tell that a batch of another source exists', async () => {
    const { body } = await sendJson([await freshRow()]);
    expect((await door.get(`/v1/batches/${body.batchId}`, 'other')).status).toBe(404);
    expect((await door.get(`/v1/batches/${body.batchId}/records`, 'other')).status).toBe(404);
  });

  it('tells what to send, and the balance of own sources only', async () => {
    const feeds = await door.get<{ feeds: { columns: { heading: string }[] }[] }>('/v1/feeds');
    expect(feeds.body.feeds[0]?.columns.map((c) => c.heading)).toContain('职业病代码');
    const balance = await door.get<{ lines: Record<string, number | string>[] }>('/v1/balance');
    expect(new Set(balance.body.lines.map((line) => line['sourceId']))).toEqual(new Set(['hc-a']));
    for (const line of balance.body.lines) {
      const n = (term: string) => Number(line[term]);
      expect(n('submitted')).toBe(n('rejected') + n('unchanged') + n('added') + n('corrected') + n('retracted'));
      expect(n('waiting') + n('published')).toBe(n('added') + n('corrected') + n('retracted'));
    }
    expect((await door.get<{ lines: unknown[] }>('/v1/balance', 'other')).body.lines).toEqual([]);
  });
});

/** Of one entry that inflates to far more than it weighs; `claimed` is what the directory says. */
function zipOf(inflated: Buffer, claimed = inflated.length): Buffer {
  return zipOfEntries([{ name: 'xl/workbook.xml', content: inflated, claimed }]);
}

/** A workbook with macros, by whatever name and type it is sent. */
function workbookWithMacros(): Buffer {
  const relations = (type: string, target: string) =>
    Buffer.from(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.microsoft.com/office/2006/relationships/${type}" Target="${target}"/></Relationships>`,
    );
  return zipOfEntries([
    { name: '_rels/.rels', content: relations('officeDocument', 'xl/workbook.xml') },
    { name: 'xl/workbook.xml', content: Buffer.from('<workbook><sheets/></workbook>') },
    { name: 'xl/_rels/workbook.xml.rels', content: relations('vbaProject', 'vbaProject.bin') },
    { name: 'xl/vbaProject.bin', content: Buffer.from('macros') },
  ]);
}

describe('bodies that cannot be read', () => {
  const good = () => freshRow();
  const cases: [
    string,
    () => Buffer | string | Promise<Buffer | string>,
    string,
    number,
    string,
    Record<string, string>?,
  ][] = [
    ['a type that nobody knows', () => 'x', 'text/plain', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'a workbook for macros',
      () => 'x',
      'application/vnd.ms-excel.sheet.macroEnabled.12',
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['an unknown compression', () => '[]', JSON_TYPE, 415, 'UNSUPPORTED_ENCODING', { 'content-encoding': 'br' }],
    [
      'a truncated gzip',
      () => gzipSync('x'.repeat(9999)).subarray(0, 30),
      CSV,
      400,
      'FILE_BROKEN',
      { 'content-encoding': 'gzip' },
    ],
    [
      'a gzip bomb',
      () => gzipSync(Buffer.alloc(9 * 1024 * 1024)),
      CSV,
      413,
      'BODY_TOO_LARGE',
      { 'content-encoding': 'gzip' },
    ],
    ['too large a body', () => Buffer.alloc(9 * 1024 * 1024, 'a'), CSV, 413, 'BODY_TOO_LARGE'],
    ['an empty body', () => '', CSV, 400, 'FILE_EMPTY'],
    ['an empty array', () => '[]', JSON_TYPE, 400, 'FILE_EMPTY'],
    ['half an array', () => '[{"stage":', JSON_TYPE, 400, 'FILE_BROKEN'],
    ['no array', () => '{"stage": null}', JSON_TYPE, 400, 'FILE_BROKEN'],
    ['deep JSON', () => '['.repeat(100_000), JSON_TYPE, 400, 'FILE_BROKEN'],
    ['deep objects', () => `[${'{"a":'.repeat(50_000)}`, JSON_TYPE, 400, 'FILE_BROKEN'],
    [
      'a prototype',
      async () => JSON.stringify([await good()]).replace('{', '{"__proto__":{"polluted":1},'),
      JSON_TYPE,
      400,
      'HEADINGS_UNKNOWN',
    ],
    [
      'a prototype in a line',
      async () => JSON.stringify(await good()).replace('{', '{"__proto__":{"polluted":1},'),
      NDJSON,
      400,
      'HEADINGS_UNKNOWN',
    ],
    ['NUL bytes', async () => csv(feed, [await good()]).replace('张三', '张\u0000三'), CSV, 400, 'FILE_BROKEN'],
    [
      'UTF-16 with the larger byte first',
      async () => Buffer.from(`\ufeff${csv(feed, [await good()])}`, 'utf16le').swap16(),
      CSV,
      400,
      'ENCODING_UNREADABLE',
    ],
    ['neither UTF-8 nor GB18030', () => Buffer.from([0x61, 0x2c, 0xff, 0xff, 0x0a]), CSV, 400, 'ENCODING_UNREADABLE'],
    [
      'GB18030 declared as UTF-8',
      async () => gb18030(csv(feed, [await good()])),
      'text/csv; charset=utf-8',
      400,
      'ENCODING_UNREADABLE',
    ],
    ['GB18030 in JSON', async () => gb18030(JSON.stringify([await good()])), JSON_TYPE, 400, 'ENCODING_UNREADABLE'],
    ['an open quote', () => `${csv(feed, [])}"never closed,x\n`, CSV, 400, 'FILE_BROKEN'],
    [
      'an unknown heading',
      async () => csv(feed, [await good()]).replace('报告卡编号', '卡号码'),
      CSV,
      400,
      'HEADINGS_UNKNOWN',
    ],
    [
      'a missing heading',
      async () => csv(feed, [await good()]).replace('报告卡编号', ''),
      CSV,
      400,
      'HEADINGS_MISSING',
    ],
    [
      'a heading twice',
      async () => csv(feed, [await good()]).replace('报告卡编号', '报告类型'),
      CSV,
      400,
      'HEADINGS_REPEATED',
    ],
    ['no zip', () => 'PK nothing', XLSX, 400, 'FILE_BROKEN'],
    ['a zip that is no workbook', () => zipOf(Buffer.from('hello')), XLSX, 400, 'FILE_BROKEN'],
    ['a zip bomb', () => zipOf(Buffer.alloc(64 * 1024 * 1024)), XLSX, 400, 'FILE_BROKEN'],
    ['a zip that lies about its size', () => zipOf(Buffer.alloc(64 * 1024 * 1024), 1000), XLSX, 400, 'FILE_BROKEN'],
    ['half a workbook', async () => (await xlsx(feed, [await good()])).subarray(0, 3000), XLSX, 400, 'FILE_BROKEN'],
  ];
  it.each(cases)('refuses %s', async (_name, make, type, status, code, headers = {}) => {
    const { body, ...answer } = await door.send(await make(), type, { headers });
    expect([answer.status, body['code']]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(door.alive()).toBe(true);
  });

  it('takes the one file of a form, by its name, and keeps nothing of half a form', async () => {
    const rows = [await freshRow()];
    const file = await xlsx(feed, rows);
    const form = (...parts: Buffer[]) => Buffer.concat([...parts.map(formPart), Buffer.from('--edge--\r\n')]);
    const send = async (body: Buffer) => {
      const answered = await door.send<Receipt & { code?: string }>(body, 'multipart/form-data; boundary=edge');
      return [answered.status, answered.body.code ?? answered.body.rows.new];
    };
    expect(await send(form())).toEqual([400, 'FORM_WITHOUT_FILE']);
    expect(await send(form(file, file))).toEqual([400, 'FORM_WITH_SEVERAL_FILES']);
    expect(await send(form(file).subarray(0, -20))).toEqual([400, 'FORM_BROKEN']);
    expect(await send(form(file).subarray(0, 200))).toEqual([400, 'FORM_BROKEN']);
    expect((await door.send(form(file), 'multipart/form-data')).body['code']).toBe('FORM_BROKEN');
    const nameless = form(Buffer.from('x'))
      .toString('latin1')
      .replace(/; filename=.*/, '');
    const octets = Buffer.from(nameless.replace('application/vnd.ms-excel', 'application/octet-stream'), 'latin1');
    expect(await send(octets)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(await send(form(file))).toEqual([202, 1]);
    expect((await door.send<Receipt>(await xlsx(feed, rows), XLSX)).body.rows.unchanged).toBe(1);
  });

  it('answers a form behind whose end more comes later', async () => {
    const whole = Buffer.concat([formPart(await xlsx(feed, [await freshRow()])), Buffer.from('--edge--\r\n')]);
    const pieces = async function* () {
      yield whole;
      for (let more = 0; more < 3; more += 1) {
        await sleep(50);
        yield Buffer.alloc(20_000, 'more ');
      }
    };
    const body = ReadableStream.from(pieces());
    const answered = await door.send<Receipt>(body, 'multipart/form-data; boundary=edge');
    expect([answered.status, answered.body.rows.new]).toEqual([202, 1]);
  });

  it('refuses what it was not asked in time for, naming the parameter', async () => {
    const rows = JSON.stringify([await freshRow()]);
    const code = async (query: string) => (await door.send(rows, JSON_TYPE, { query })).body['code'];
    expect(await code('source=hc-a&mode=complete')).toBe('COMPLETE_LIST_UNCLEAR');
    expect(await code('source=hc-a&asOf=yesterday')).toBe('PARAMETER_INVALID');
    expect(await code('source=hc-a&asOf=2999-01-01')).toBe('PARAMETER_INVALID');
    expect(await code('source=hc-a&asOf=2023-02-30T00:00:00Z')).toBe('PARAMETER_INVALID');
    expect(await code('source=hc-a&sauce=1')).toBe('PARAMETER_INVALID');
    expect((await door.send(rows, JSON_TYPE, { query: 'source=hc-z', caller: 'other' })).status).toBe(403);
  });

  it('keeps a file without headings to itself: no cell of it comes back', async () => {
    const [, line = ''] = csv(feed, [await freshRow({ workerName: '欧阳示例' })]).split('\r\n');
    const { status, body } = await door.send(`${line}\r\n`, CSV);
    expect([status, body['code']]).toEqual([400, 'HEADINGS_UNKNOWN']);
    expect(JSON.stringify(body)).not.toMatch(/欧阳示例|ZYB|13800000000/);
  });
});

describe('personal values', () => {
  it('never stand in answers, logs, or in clear in the database', async () => {
    const person = {
      workerName: '司徒示例',
      workerCertificateNumber: certificateNumber('22252119850312003'),
      workerTelephone: '13912345678',
    };
    const texts: string[] = [];
    let accepted = 0;
    for (const row of [
      await freshRow(person),
      await freshRow({ ...person, disease: '99999', diagnosedOn: '司徒示例' }),
    ]) {
      const { body } = await sendJson([row, { ...row, workerCertificateNumber: 1 }]);
      accepted += body.rows.new;
      const records = await door.get<{ records: ReceiptRecord[] }>(`/v1/batches/${body.batchId}/records`);
      const rejects = await door.get(`/v1/batches/${body.batchId}/rejects`);
      texts.push(JSON.stringify([body, records.body, rejects.body]));
    }
    const { rows } = await intake.database.pool.query(
      'SELECT t::text FROM batch_row t UNION ALL SELECT t::text FROM outbox t',
    );
    texts.push(JSON.stringify(rows), door.log());
    expect(accepted).toBe(1);
    const personal = Object.values(person).flatMap((value) => [value, Buffer.from(value).toString('hex')]);
    for (const value of personal) expect(texts.filter((text) => text.includes(value))).toEqual([]);
    expect(door.log()).toContain('"route":"/v1/feeds/:feed/batches"');
  });
});

/** As a browser sends it: the type is that of the spreadsheet program, whatever the file is. */
function formPart(file: Buffer): Buffer {
  const head = [
    '--edge',
    'Content-Disposition: form-data; name="file"; filename="导出 2024.XLSX"',
    'Content-Type: application/vnd.ms-excel',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), file, Buffer.from('\r\n')]);
}
