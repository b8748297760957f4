import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { clerkOf } from '../../services/cli/credentials/own-clients.js';
import type { HubClient } from '../../services/cli/hub-client.js';
import { clientOf } from '../../services/cli/running-hub.js';
import type { RunReport } from '../../services/cli/start.js';
import type { SpoiledCells } from '../../services/demo-province/truth/spoiled-cells.js';
import type { Receipt } from '../../services/intake/receipts/receipt.js';
import type { DemoTruth } from '../e2e/demo-truth.js';
import type { HubUnderTest } from '../e2e/hub-under-test.js';
import { compare, type Comparison } from './comparison.js';

/** A returned file as a table: its headings, then its rows. */
type Table = string[][];

/** How a department takes its rejects and sends them again; JSON is made of the CSV, as its own program would. */
type Form = {
  name: string;
  returnedAs: string;
  sentAs: string;
  read: (file: string) => Promise<Table>;
  write: (table: Table, file: string) => Promise<void>;
};

const CSV = 'text/csv';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const TO_CHANGE = '需修改的列';

const readCsv = (file: string): Promise<Table> =>
  Promise.resolve(parse(readFileSync(file), { bom: true }) as unknown as Table);
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const asRecord = ([headings = [], row = []]: readonly [string[] | undefined, string[]]) =>
  // An apostrophe keeps a spreadsheet from making a number of it; JSON has no need of one.
  Object.fromEntries(headings.map((heading, at) => [heading, row[at]?.replace(/^'/, '') || null]));

const FORMS: readonly Form[] = [
  { name: 'XLSX', returnedAs: XLSX, sentAs: XLSX, read: readWorkbook, write: writeWorkbook },
  {
    ...{ name: 'CSV', returnedAs: CSV, sentAs: CSV, read: readCsv },
    write: (table, file) =>
      Promise.resolve(writeFileSync(file, table.map((row) => `${row.map(quoted).join(',')}\r\n`).join(''))),
  },
  {
    ...{ name: 'JSON', returnedAs: CSV, sentAs: 'application/json', read: readCsv },
    write: ([headings, ...rows], file) =>
      Promise.resolve(writeFileSync(file, JSON.stringify(rows.map((row) => asRecord([headings, row]))))),
  },
];

async function readWorkbook(file: string): Promise<Table> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(file);
  const sheet = book.worksheets[0]!;
  const rows = Array.from({ length: sheet.rowCount }, (_, at) => sheet.getRow(at + 1));
  return rows.map((row) => Array.from({ length: sheet.columnCount }, (_, at) => row.getCell(at + 1).text));
}

async function writeWorkbook(table: Table, file: string): Promise<void> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('退回');
  for (const row of table) sheet.addRow(row.map((text) => text || null));
  await book.xlsx.writeFile(file);
}

/**
 * Every returned file of the province over HTTP, mended in nothing but the cells of the columns that it names, with what is
 * true, and sent again in each form: whether every row is taken. The forms take turns at being the first, since the rows
 * are as they were for those that follow.
 */
export async function mendedRejects(
  hub: HubUnderTest,
  { spoiled }: DemoTruth,
  { submissions }: RunReport,
): Promise<Comparison[]> {
  const folder = join(hub.home, 'mended');
  mkdirSync(folder, { recursive: true });
  const taken = new Map<Form, string[]>(FORMS.map((form) => [form, []]));
  for (const [turn, submission] of submissions.entries()) {
    const right = spoiled.filter(({ file }) => file === submission.path);
    if (right.length === 0) continue;
    const client = clientOf(hub.running(), hub.installation().clients, clerkOf(submission.department));
    const door = hub.running().intakeUrls[submission.department] ?? '';
    for (let at = 0; at < FORMS.length; at += 1) {
      const form = FORMS[(turn + at) % FORMS.length]!;
      const file = join(folder, `${turn}-${form.name}-${basename(submission.path)}`);
      taken.get(form)?.push(...(await sentAgain({ client, door, file, form, right, submission })));
    }
  }
  const names = new Map(spoiled.map((cells) => [nameOf(cells), true]));
  return FORMS.map((form) => compare(`rejects mended, as ${form.name}`, names, taken.get(form) ?? []));
}

const nameOf = ({ file, row }: Pick<SpoiledCells, 'file' | 'row'>) => `${file} ${row}`;

type Sending = {
  client: HubClient;
  door: string;
  file: string;
  form: Form;
  right: readonly SpoiledCells[];
  submission: RunReport['submissions'][number];
};

/** @returns the rows that were taken then */
async function sentAgain({ client, door, file, form, right, submission }: Sending): Promise<string[]> {
  const { batchId } = submission.receipt;
  await client.getFile(`${door}/v1/batches/${batchId}/rejects`, file, { accept: form.returnedAs });
  const mended = mend(await form.read(file), right);
  await form.write(mended, file);
  const query = `source=${encodeURIComponent(submission.sourceId)}`;
  const receipt = await client.postFile<Receipt>(
    `${door}/v1/feeds/${submission.feed}/batches?${query}`,
    file,
    form.sentAs,
  );
  const refused = await refusedRows(client, door, receipt);
  return right.filter((_, at) => !refused.has(at + 1)).map(nameOf);
}

/** Changes the cells of the columns that each row names, and no others. */
function mend([headings = [], ...rows]: Table, right: readonly SpoiledCells[]): Table {
  if (rows.length !== right.length) throw new Error(`${rows.length} rows were returned, ${right.length} are spoiled`);
  const mended = rows.map((row, at) => {
    const named = new Set((row[headings.indexOf(TO_CHANGE)] ?? '').split('、'));
    // What belongs to no column goes where it belongs, and is no longer there.
    return row.map((text, column) =>
      named.has(headings[column] ?? '') ? (right[at]?.right[headings[column] ?? ''] ?? '') : text,
    );
  });
  return [headings, ...mended];
}

async function refusedRows(client: HubClient, door: string, { batchId, rows }: Receipt): Promise<Set<number>> {
  if (rows.rejected === 0) return new Set();
  const url = `${door}/v1/batches/${batchId}/records?state=rejected&limit=1000`;
  const page = await client.get<{ records: { rowNumber: number }[] }>(url);
  return new Set(page.records.map(({ rowNumber }) => rowNumber));
}
