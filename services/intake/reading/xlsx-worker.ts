import { once } from 'node:events';
import ExcelJS, { type Worksheet } from 'exceljs';
import { xlsxCell } from './xlsx-cell.js';
import { zipFault } from './zip-directory.js';

/*
 * A process of its own: stdin is the workbook, stdout one JSON line a row, the first line tells of the sheet. It dies
 * alone when a workbook takes more memory or time than it may, and the service that started it goes on.
 */

/** First line: a fault, or that rows follow. */
export type XlsxOpening = { fault: string } | { sheet: true };

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function write(value: unknown): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(value)}\n`)) await once(process.stdout, 'drain');
}

async function openSheet(body: Buffer, inflatedBytes: number, ratio: number): Promise<Worksheet | string> {
  const fault = zipFault(body, { inflatedBytes, ratio, entries: 2_000 });
  if (fault) return fault;
  const workbook = new ExcelJS.Workbook();
  try {
    // exceljs' types were written for another Buffer than Node's.
    await workbook.xlsx.load(body as unknown as Parameters<typeof workbook.xlsx.load>[0]);
  } catch {
    return 'NOT_A_WORKBOOK';
  }
  return workbook.worksheets.find((sheet) => sheet.state === 'visible') ?? 'NO_VISIBLE_SHEET';
}

async function writeRows(sheet: Worksheet): Promise<void> {
  await write({ sheet: true } satisfies XlsxOpening);
  for (let number = 1; number <= sheet.rowCount; number += 1) {
    const row = sheet.findRow(number);
    if (!row) continue;
    const cells = Array.from({ length: row.cellCount }, (_, at) => xlsxCell(row.getCell(at + 1)));
    if (cells.some((cell) => cell !== null)) await write(cells);
  }
}

async function main(): Promise<void> {
  const [inflatedBytes, ratio] = process.argv.slice(2).map(Number);
  const sheet = await openSheet(await standardInput(), inflatedBytes ?? 0, ratio ?? 0);
  if (typeof sheet === 'string') await write({ fault: sheet } satisfies XlsxOpening);
  else await writeRows(sheet);
}

// The parent is gone: nobody reads what is written.
process.stdout.on('error', () => process.exit(1));
await main();
