import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { numbersShown } from './number-formats.js';
import { sharedStrings } from './shared-strings.js';
import type { SheetCell } from './sheet-cell.js';
import { sheetRows } from './sheet-rows.js';
import { BrokenWorkbook, openPackage, type WorkbookFault } from './workbook-package.js';
import { workbookParts } from './workbook-parts.js';

/*
 * A process of its own: stdin is the workbook, stdout one JSON line a row. It dies alone when a workbook takes more
 * memory or time than it may, and the service that started it goes on.
 */

/** The sheet that is read, then its rows, then the end; or a fault, which may come after rows. */
export type WorkbookLine =
  | { sheet: string; hiddenSheets: string[]; otherSheets: string[] }
  | SheetCell[]
  | { end: true }
  | { fault: WorkbookFault };

/** Lines are joined to pieces of this many characters: a write a line would cost more than the lines. */
const PIECE = 64 * 1024;
let piece = '';

async function write(line: WorkbookLine): Promise<void> {
  piece += `${JSON.stringify(line)}\n`;
  if (piece.length >= PIECE) await flush();
}

async function flush(): Promise<void> {
  const text = piece;
  piece = '';
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** The first visible sheet, as it is read by those who send it. */
async function writeWorkbook(zip: Buffer, inflatedBytes: number, ratio: number): Promise<void> {
  const file = await openPackage(zip, { inflatedBytes, ratio, entries: 2_000 });
  const { sheets, date1904, ...parts } = await workbookParts(file);
  const sheet = sheets.find(({ visible }) => visible);
  if (!sheet) throw new BrokenWorkbook('NO_VISIBLE_SHEET');
  const hiddenSheets = sheets.flatMap(({ name, visible }) => (visible ? [] : [name]));
  const strings = await sharedStrings(file, parts.sharedStrings);
  const shown = await numbersShown(file, parts.styles);
  const rowsOf = ({ part }: { part: string }) => sheetRows(file.text(part), { strings, shown, date1904 });
  const otherSheets: string[] = [];
  for (const other of sheets) {
    if (other.visible && other !== sheet && (await hasCells(rowsOf(other)))) otherSheets.push(other.name);
  }
  await write({ sheet: sheet.name, hiddenSheets, otherSheets });
  for await (const row of rowsOf(sheet)) await write(row);
}

/** Spreadsheet programs add empty sheets of their own; one that cannot be read may hold anything. */
async function hasCells(rows: AsyncIterable<SheetCell[]>): Promise<boolean> {
  try {
    for await (const row of rows) if (row.some((cell) => cell !== null)) return true;
    return false;
  } catch (error) {
    if (error instanceof BrokenWorkbook) return true;
    throw error;
  }
}

async function main(): Promise<void> {
  const [inflatedBytes = 0, ratio = 0] = process.argv.slice(2).map(Number);
  try {
    await writeWorkbook(await buffer(process.stdin), inflatedBytes, ratio);
    await write({ end: true });
  } catch (error) {
    if (!(error instanceof BrokenWorkbook)) throw error;
    await write({ fault: error.fault });
  }
  await flush();
}

// The parent is gone: nobody reads what is written.
process.stdout.on('error', () => process.exit(1));
await main();
