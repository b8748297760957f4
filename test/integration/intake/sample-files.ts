import ExcelJS from 'exceljs';
import type { Feed } from '../../../connectors/connector.js';

export type Row = Record<string, string | null>;

/** Node has a GB18030 decoder only: its encoder here is the decoder read backwards, for the characters that are met. */
export function gb18030(text: string): Buffer {
  const bytes: number[] = [];
  for (const character of text) {
    const encoded =
      twoBytes().get(character) ?? (character.charCodeAt(0) < 0x80 ? [character.charCodeAt(0)] : undefined);
    if (!encoded) throw new Error(`no two-byte GB18030 code for ${JSON.stringify(character)}`);
    bytes.push(...encoded);
  }
  return Buffer.from(bytes);
}

let table: Map<string, number[]> | undefined;

function twoBytes(): Map<string, number[]> {
  if (table) return table;
  table = new Map();
  const decoder = new TextDecoder('gb18030');
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const character = trail === 0x7f ? '' : decoder.decode(new Uint8Array([lead, trail]));
      if ([...character].length === 1 && character !== '\ufffd') table.set(character, [lead, trail]);
    }
  }
  return table;
}

/** A CSV under the feed's Chinese headings. */
export function csv(feed: Feed, rows: readonly Row[], headings = feed.columns.map(({ heading }) => heading)): string {
  const cell = (text: string | null) =>
    /[",\n]/.test(text ?? '') ? `"${(text ?? '').replaceAll('"', '""')}"` : (text ?? '');
  const lines = rows.map((row) => feed.columns.map(({ key }) => cell(row[key] ?? null)).join(','));
  return [headings.join(','), ...lines, ''].join('\r\n');
}

/** A workbook with the feed's headings; `typed` cells are written as what they are. */
export async function xlsx(
  feed: Feed,
  rows: readonly Record<string, unknown>[],
  options: {
    date1904?: boolean;
    hiddenSheetFirst?: boolean;
    /** Further sheets with their first row, by name. */
    sheetsBehind?: Readonly<Record<string, readonly string[]>>;
    /** Merged rows above the headings. */
    above?: (sheet: ExcelJS.Worksheet) => void;
    headings?: readonly (string | null)[];
  } = {},
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  workbook.properties.date1904 = options.date1904 ?? false;
  if (options.hiddenSheetFirst) workbook.addWorksheet('hidden', { state: 'hidden' }).addRow(['nothing here']);
  const sheet = workbook.addWorksheet('export');
  options.above?.(sheet);
  sheet.addRow(options.headings ?? feed.columns.map(({ heading }) => heading));
  for (const row of rows) {
    const added = sheet.addRow(feed.columns.map(({ key }) => row[key] ?? null));
    added.eachCell((cell) => {
      if (cell.value instanceof Date) cell.numFmt = 'yyyy-mm-dd';
    });
  }
  for (const [name, cells] of Object.entries(options.sheetsBehind ?? {}))
    workbook.addWorksheet(name).addRow([...cells]);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** A workbook in whose rows a clerk has typed what is right into the cells under some headings. */
export async function mended(workbook: Buffer, cells: Record<string, string | null>): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(workbook as unknown as ArrayBuffer);
  const sheet = book.worksheets[0]!;
  const headings = Array.from(sheet.getRow(1).values as (string | undefined)[], (heading) => heading ?? '');
  for (let row = 2; row <= sheet.rowCount; row += 1) {
    for (const [heading, text] of Object.entries(cells)) {
      sheet.getRow(row).getCell(headings.indexOf(heading)).value = text;
    }
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** Excel's "Unicode text": UTF-16 with BOM and tabs. */
export function unicodeText(feed: Feed, rows: readonly Row[]): Buffer {
  const cell = (text: string | null) =>
    /["\t\n,]/.test(text ?? '') ? `"${(text ?? '').replaceAll('"', '""')}"` : (text ?? '');
  const lines = [
    feed.columns.map(({ heading }) => heading),
    ...rows.map((row) => feed.columns.map(({ key }) => cell(row[key] ?? null))),
  ];
  return Buffer.from(`\ufeff${lines.map((line) => `${line.join('\t')}\r\n`).join('')}`, 'utf16le');
}
