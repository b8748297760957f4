import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import type { Feed } from '../../../connectors/connector.js';
import { connectors } from '../../../connectors/generated/feed-index.js';
import { resolveCode } from '../../../connectors/reading/cell-code.js';
import { projectRoot } from '../../../infra/process/project-root.js';
import { isCodeValid } from '../../../schemas/code-lists/code-list.js';
import { intakeMigrations } from '../../../services/intake/commands.js';
import { acceptSubmission } from '../../../services/intake/doors/accept-submission.js';
import type { Acceptance } from '../../../services/intake/ledger/submission.js';
import { columnChoices } from '../../../services/intake/templates/column-choices.js';
import { templateWorkbook } from '../../../services/intake/templates/template-workbook.js';
import { createTestDatabase, type TestDatabase } from '../../stack/fixtures.js';
import { acceptanceParts } from './acceptance-parts.js';
import { createIntakeUnderTest } from './intake-under-test.js';
import type { Row } from './sample-files.js';

const TODAY = '2026-11-24';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase(intakeMigrations);
  folder = await mkdtemp(join(tmpdir(), 'templates-'));
}, 60_000);

afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const cases = connectors.flatMap(({ department, feeds }) =>
  feeds.map((feed) => ({ name: `${department}/${feed.feed}`, department, feed })),
);

async function sample(department: string, { feed }: Feed): Promise<Row> {
  const file = join(projectRoot(), 'connectors', department, feed, 'samples', 'valid.json');
  return (JSON.parse(await readFile(file, 'utf8')) as { row: Row }).row;
}

async function opened(template: Buffer): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(template as unknown as ArrayBuffer);
  return workbook;
}

/** Dates as somebody types them into a cell that is formatted for dates. */
function typed(text: string | null, reading: string | undefined): string | number | Date | null {
  if (text === null) return null;
  if (reading === 'date' || reading === 'time')
    return new Date(`${text.replace(' ', 'T')}${reading === 'date' ? 'T00:00' : ''}Z`);
  return reading === 'integer' || reading === 'wan-yuan' ? Number(text) : text;
}

async function filled({ columns }: Feed, template: Buffer, row: Row): Promise<Buffer> {
  const workbook = await opened(template);
  const sheet = workbook.worksheets[0]!;
  columns.forEach(({ key, reading }, at) => {
    sheet.getRow(2).getCell(at + 1).value = typed(row[key] ?? null, reading);
  });
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

async function sent(department: string, feed: Feed, body: Buffer): Promise<Acceptance> {
  const source = {
    ...{
      sourceId: `of-${department}`,
      department,
      reportingUnit: '220000',
      name: '示例',
      validTo: null,
      ...{ replaces: null, replacedBy: null },
    },
    ...{ eventTypes: [feed.eventType], validFrom: '2020-01-01', keys: [{ keyId: 'key-1', key: Buffer.alloc(32, 1) }] },
  };
  const how = { submittedBy: 'clerk', idempotencyKeyOf: () => null, asOf: null, asOfDeclared: false, atomic: false };
  const content = { body: Readable.from([body]), contentType: XLSX, contentEncoding: undefined };
  const parts = acceptanceParts(database, join(folder, 'spool'));
  return acceptSubmission(parts, { source, feed, ...how, dryRun: false }, content);
}

describe.each(cases)('the template of $name', ({ department, feed }) => {
  it('is accepted as it is once it is filled, dates and numbers typed as its cells ask for', async () => {
    const workbook = await filled(feed, await templateWorkbook(feed, TODAY), await sample(department, feed));
    const acceptance = await sent(department, feed, workbook);
    expect(acceptance).toMatchObject({ receipt: { rows: { submitted: 1, new: 1, rejected: 0 }, findings: [] } });
  });

  it('tells of each column what it expects, and offers the codes in force as choices', async () => {
    const workbook = await opened(await templateWorkbook(feed, TODAY));
    const [sheet, guide, lists] = workbook.worksheets;
    expect(workbook.worksheets.map(({ state }) => state)).toEqual(['visible', 'visible', 'visible']);
    feed.columns.forEach((column, at) => {
      const heading = sheet!.getRow(1).getCell(at + 1);
      expect(heading.value).toBe(column.heading);
      expect(JSON.stringify(heading.note)).toContain(column.required ? '必填' : '选填');
      expect(guide!.getRow(at + 2).getCell(3).value).toBe(column.expects);
      const { type, formulae } = sheet!.getRow(2).getCell(at + 1).dataValidation ?? {};
      const choices = columnChoices(column, TODAY);
      expect([column.key, type]).toEqual([column.key, choices ? 'list' : undefined]);
      if (!choices) return;
      const [, letter, last] = /\$([A-Z]+)\$2:\$[A-Z]+\$(\d+)$/.exec(String(formulae?.[0])) ?? [];
      const offered = Array.from({ length: Number(last) - 1 }, (_, row) => lists!.getCell(`${letter}${row + 2}`).value);
      expect(offered).toEqual(choices.choices.map(({ text }) => text));
    });
  });

  it('keeps numbers that are names as text', async () => {
    const [sheet] = (await opened(await templateWorkbook(feed, TODAY))).worksheets;
    const formats = feed.columns.map(({ reading }, at) => [reading, sheet!.getColumn(at + 1).numFmt]);
    for (const [reading, format] of formats) {
      const expected = { date: 'yyyy-mm-dd', time: 'yyyy-mm-dd hh:mm:ss', integer: 'General', 'wan-yuan': 'General' };
      expect([reading, format ?? 'General']).toEqual([reading, expected[reading as keyof typeof expected] ?? '@']);
    }
  });
});

it('every choice that a template offers is one that the checks accept today', () => {
  const refused = cases.flatMap(({ feed }) =>
    feed.columns.flatMap((column) => {
      const { codeList } = column;
      const texts = columnChoices(column, TODAY)?.choices.map(({ text }) => text) ?? [];
      if (codeList === undefined) return [];
      return texts.filter((text) => isCodeValid(codeList, resolveCode(codeList, text, TODAY), TODAY) !== 'valid');
    }),
  );
  expect(refused).toEqual([]);
});

it('is had at the door of its department, as workbook or CSV, by those who may read there', async () => {
  const intake = await createIntakeUnderTest();
  try {
    const door = await intake.start();
    const path = '/v1/feeds/occupational-disease/template';
    const workbook = await door.getFile(path, '*/*');
    expect([workbook.status, workbook.headers.get('content-type')]).toEqual([200, XLSX]);
    expect((await opened(workbook.body)).worksheets).toHaveLength(3);
    const csv = await door.getFile(`${path}?format=csv`, '*/*');
    expect(csv.body.toString('utf8')).toMatch(/^\ufeff报告卡编号,报告类型,/);
    expect((await door.getFile('/v1/feeds/nothing/template', '*/*')).status).toBe(404);
    expect((await door.getFile(path, '*/*', 'stranger')).status).toBe(403);
    await door.kill('SIGTERM');
  } finally {
    await intake.close();
  }
}, 120_000);
