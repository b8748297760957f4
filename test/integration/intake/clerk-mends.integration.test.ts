import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { connectors } from '../../../connectors/generated/feed-index.js';
import { generateDemoProvince, type DemoManifest } from '../../../services/demo-province/commands.js';
import type { SpoiledCells } from '../../../services/demo-province/truth/spoiled-cells.js';
import type { TruthLine } from '../../../services/demo-province/truth.js';
import { intakeMigrations } from '../../../services/intake/commands.js';
import { acceptSubmission, type AcceptanceParts } from '../../../services/intake/doors/accept-submission.js';
import type { Receipt } from '../../../services/intake/receipts/receipt.js';
import { returnRejected } from '../../../services/intake/returning/return-rejected.js';
import type { Source } from '../../../services/intake/sources.js';
import { createTestDatabase, type TestDatabase } from '../../stack/fixtures.js';
import { acceptanceParts } from './acceptance-parts.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let database: TestDatabase;
let folder: string;
let manifest: DemoManifest;
let parts: AcceptanceParts;
let right: Map<string, SpoiledCells[]>;

async function linesOf<T>(file: string): Promise<T[]> {
  const text = await readFile(join(folder, file), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

const feedNamed = (name: string, department: string) =>
  connectors.find((one) => one.department === department)!.feeds.find(({ feed }) => feed === name)!;

function sourceOf(sourceId: string): Source {
  const source = manifest.sources.find((one) => one.sourceId === sourceId)!;
  return {
    ...source,
    validTo: null,
    replaces: null,
    replacedBy: null,
    keys: [{ keyId: 'key-1', key: Buffer.alloc(32, sourceId) }],
  };
}

type Sent = Pick<DemoManifest['files'][number], 'department' | 'feed' | 'sourceId' | 'contentType' | 'asOf'>;

async function sent(file: Sent, body: Readable): Promise<Receipt> {
  const asOf = file.asOf === null ? null : Date.parse(file.asOf);
  const acceptance = await acceptSubmission(
    parts,
    {
      source: sourceOf(file.sourceId),
      feed: feedNamed(file.feed, file.department),
      submittedBy: 'clerk',
      idempotencyKeyOf: () => null,
      ...{ asOf, asOfDeclared: asOf !== null, atomic: false, dryRun: false },
    },
    { body, contentType: file.contentType, contentEncoding: undefined },
  );
  if (acceptance.kind !== 'accepted') throw new Error(acceptance.kind);
  return acceptance.receipt;
}

async function returnedWorkbook(batchId: string, { feed, department }: Sent): Promise<ExcelJS.Workbook> {
  const stream = new PassThrough();
  const bytes = buffer(stream);
  await (await returnRejected(parts.ledger, batchId, feedNamed(feed, department))).write('xlsx', stream);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load((await bytes) as unknown as ArrayBuffer);
  return workbook;
}

/** A clerk who changes only the cells of the columns that are named, to what is true. */
function mend(workbook: ExcelJS.Workbook, truths: readonly SpoiledCells[]): void {
  const sheet = workbook.worksheets[0]!;
  const headings = Array.from(sheet.getRow(1).values as (string | undefined)[], (heading) => heading ?? '');
  truths.forEach((truth, at) => {
    const row = sheet.getRow(at + 2);
    const named = row.getCell(headings.indexOf('需修改的列')).text.split('、');
    // What belongs to no column goes where it belongs, and is no longer there.
    for (const heading of named) row.getCell(headings.indexOf(heading)).value = truth.right[heading] || null;
  });
}

/** Each file in the order of sending, then what its rejected rows came to when they were mended. */
async function sentAndMended(
  files: DemoManifest['files'],
): Promise<{ path: string; mended: Receipt; faults: string[] }[]> {
  const results = [];
  for (const file of files) {
    const first = await sent(file, createReadStream(join(folder, file.path)));
    const truths = right.get(file.path) ?? [];
    expect([file.path, first.rows.rejected]).toEqual([file.path, truths.length]);
    if (first.rows.rejected === 0) continue;
    const workbook = await returnedWorkbook(first.batchId, file);
    mend(workbook, truths);
    const body = Readable.from([Buffer.from(await workbook.xlsx.writeBuffer())]);
    const mended = await sent({ ...file, contentType: XLSX, asOf: null }, body);
    results.push({ path: file.path, mended, faults: truths.map(({ fault }) => fault) });
  }
  return results;
}

beforeAll(async () => {
  database = await createTestDatabase(intakeMigrations);
  folder = await mkdtemp(join(tmpdir(), 'clerk-mends-'));
  parts = acceptanceParts(database, join(folder, 'spool'));
  manifest = await generateDemoProvince({ folder, seed: 'clerk', scale: 0.02 });
  right = new Map(manifest.files.map(({ path }) => [path, []]));
  for (const line of await linesOf<SpoiledCells>(manifest.spoiledCellsFile)) right.get(line.file)!.push(line);
}, 180_000);

afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

it('the province says of each spoiled row what is right', async () => {
  const truth = await linesOf<TruthLine>(manifest.truthFile);
  const spoiled = truth.filter(({ fault }) => fault !== null).map(({ file, row, fault }) => `${file} ${row} ${fault}`);
  const told = [...right.values()].flat().map(({ file, row, fault }) => `${file} ${row} ${fault}`);
  expect(told.sort()).toEqual(spoiled.sort());
});

it('a clerk who changes only the cells of the columns named there has every rejected row accepted', async () => {
  const results = await sentAndMended(manifest.files);
  const refused = results.flatMap(({ path, mended, faults }) =>
    mended.findings
      .filter(({ severity }) => severity === 'error')
      .map(({ rowNumber, code, heading }) => `${path}: ${faults[rowNumber - 1]}: ${code} ${heading}`),
  );
  expect(refused).toEqual([]);
  const rejected = results.reduce((sum, { mended }) => sum + mended.rows.rejected, 0);
  const submitted = results.reduce((sum, { mended }) => sum + mended.rows.submitted, 0);
  expect([rejected, submitted]).toEqual([0, [...right.values()].flat().length]);
  expect(new Set(results.flatMap(({ faults }) => faults)).size).toBeGreaterThan(100);
}, 300_000);
