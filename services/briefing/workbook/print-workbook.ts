import exceljs from 'exceljs';
import type { BriefingDocument, TableRow } from '../briefing-document.js';
import type { Cell } from '../cell.js';
import { numberedBlocks, type NumberedBlock } from '../numbered-blocks.js';
import { withoutClock } from '../without-clock.js';

type NumberedTable = Extract<NumberedBlock, { kind: 'table' }>;

const CONTENTS = '目录';
/** Excel's limit is 255; a sheet is read on a screen. */
const CHARACTERS_OF_WIDTH = 110;

const FONT = { name: '宋体', size: 11 };
/** Points of a line; spreadsheets do not find the height of wrapped rows by themselves when they open a file. */
const LINE_HEIGHT = 17;
const THIN = { style: 'thin' } as const;
const BORDER = { top: THIN, left: THIN, bottom: THIN, right: THIN };
/** A4, lying, as wide as the page. */
const PAGE_SETUP = { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 } as const;

/** The tables of the briefing, a sheet each, after a list of them; the same document gives the same bytes. */
export async function printWorkbook(briefing: BriefingDocument): Promise<Buffer> {
  const tables = numberedBlocks(briefing).filter((block): block is NumberedTable => block.kind === 'table');
  const workbook = new exceljs.Workbook();
  workbook.title = briefing.title;
  workbook.creator = '工伤预防数据共享枢纽';
  workbook.lastModifiedBy = workbook.creator;
  workbook.created = new Date(briefing.asOf);
  workbook.modified = workbook.created;
  addContents(workbook, briefing, tables);
  for (const table of tables) addTable(workbook, table, briefing.sample);
  return withoutClock(Buffer.from(await workbook.xlsx.writeBuffer()));
}

const sheetName = ({ sheet, number }: NumberedTable): string => sheet ?? number;

function addContents(
  workbook: exceljs.Workbook,
  { title, sample }: BriefingDocument,
  tables: readonly NumberedTable[],
) {
  const sheet = workbook.addWorksheet(CONTENTS, { pageSetup: PAGE_SETUP });
  sheet.getColumn(1).width = 12;
  sheet.getColumn(2).width = 70;
  sheet.addRow([harmless(sample ? `${title}（示例数据）` : title)]).font = { ...FONT, bold: true };
  sheet.mergeCells(1, 1, 1, 2);
  for (const table of tables) {
    const row = sheet.addRow([table.number, harmless(table.caption)]);
    row.font = FONT;
    row.getCell(2).value = { text: harmless(table.caption), hyperlink: `#'${sheetName(table)}'!A1` };
  }
}

function addTable(workbook: exceljs.Workbook, table: NumberedTable, sample: boolean): void {
  const banded = table.columns.some(({ band }) => band !== undefined);
  const headings = banded ? 2 : 1;
  const sheet = workbook.addWorksheet(sheetName(table), {
    views: [{ state: 'frozen', xSplit: 1, ySplit: 1 + headings }],
    pageSetup: PAGE_SETUP,
  });
  const caption = sheet.addRow([harmless(`${table.number} ${table.caption}${sample ? '（示例数据）' : ''}`)]);
  caption.font = { ...FONT, bold: true };
  addHeadings(sheet, table, banded);
  const widths = columnWidths(table);
  widths.forEach((width, index) => (sheet.getColumn(index + 1).width = width));
  for (const row of table.rows) addRow(sheet, table, row, widths);
  for (const note of table.notes) addNote(sheet, note, widths);
}

/** A band stands over its columns, merged; a column without one is merged with the row under it. */
function addHeadings(sheet: exceljs.Worksheet, { columns }: NumberedTable, banded: boolean): void {
  if (banded) sheet.addRow(columns.map(({ band, label }) => harmless(band ?? label)));
  sheet.addRow(columns.map(({ label }) => harmless(label)));
  if (banded) {
    columns.forEach(({ band }, index) => {
      if (band === undefined) return sheet.mergeCells(2, index + 1, 3, index + 1);
      if (columns[index - 1]?.band === band) return;
      sheet.mergeCells(2, index + 1, 2, index + columns.filter((each) => each.band === band).length);
    });
  }
  for (let row = 2; row <= (banded ? 3 : 2); row += 1) {
    sheet.getRow(row).font = { ...FONT, bold: true };
    columns.forEach((_, index) => (sheet.getCell(row, index + 1).border = BORDER));
    sheet.getRow(row).alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
  }
}

function addRow(
  sheet: exceljs.Worksheet,
  { columns }: NumberedTable,
  { cells, role }: TableRow,
  widths: readonly number[],
): void {
  const row = sheet.addRow([]);
  row.height = LINE_HEIGHT * Math.max(...cells.map(({ text }, index) => linesOf(text, widths[index] ?? 0)));
  row.font = { ...FONT, bold: role === 'total' || role === 'group' };
  cells.forEach((content, index) => {
    const cell = row.getCell(index + 1);
    cell.value = content.value ?? harmless(content.text);
    if (content.value !== undefined) cell.numFmt = numberFormat(content);
    cell.border = BORDER;
    cell.alignment = {
      horizontal: columns[index]?.align ?? 'left',
      vertical: 'top',
      wrapText: content.value === undefined,
      ...(role === 'child' && index === 0 ? { indent: 1 } : {}),
    };
  });
}

function numberFormat({ decimals = 0, signed }: Cell): string {
  const format = decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`;
  return signed ? `+${format};-${format};0` : format;
}

/** Over the whole table: a text that runs out of its cell would be printed beyond the page. */
function addNote(sheet: exceljs.Worksheet, note: string, widths: readonly number[]): void {
  const row = sheet.addRow([harmless(note)]);
  row.font = FONT;
  row.alignment = { vertical: 'top', wrapText: true };
  row.height =
    LINE_HEIGHT *
    linesOf(
      note,
      widths.reduce((sum, width) => sum + width, 0),
    );
  sheet.mergeCells(row.number, 1, row.number, widths.length);
}

function columnWidths({ columns }: NumberedTable): number[] {
  const sum = columns.reduce((total, { width }) => total + width, 0);
  return columns.map(({ width, label }) =>
    Math.max(Math.round((width * CHARACTERS_OF_WIDTH) / sum), Math.min(2 * label.length, 20), 10),
  );
}

/** Lines of a text in a column: a Chinese character is as wide as two digits; a tenth is lost at the ends of lines. */
function linesOf(text: string, width: number): number {
  const length = [...text].reduce((sum, character) => sum + (character > '\u00ff' ? 2 : 1), 0);
  return Math.max(1, Math.ceil((length * 1.1) / width));
}

/** A text that a spreadsheet would take for a formula is said to be text by an apostrophe. */
export const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
