import exceljs from 'exceljs';
import type { BriefingDocument, TableRow } from '../briefing-document.js';
import type { Cell } from '../cell.js';
import { numberedBlocks, type NumberedBlock } from '../numbered-blocks.js';
import { withoutClock } from '../without-clock.js';

type NumberedTable = Extract<NumberedBlock, { kind: 'table' }>;

const CONTENTS = '目录';
/** Excel's limit is 255; a sheet is read on a screen. */
const CHARACTERS_OF_WIDTH = 110;

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
  const sheet = workbook.addWorksheet(CONTENTS);
  sheet.getColumn(1).width = 12;
  sheet.getColumn(2).width = 70;
  sheet.addRow([harmless(sample ? `${title}（示例数据）` : title)]).font = { bold: true };
  for (const table of tables) {
    const row = sheet.addRow([table.number, harmless(table.caption)]);
    row.getCell(2).value = { text: harmless(table.caption), hyperlink: `#'${sheetName(table)}'!A1` };
  }
}

function addTable(workbook: exceljs.Workbook, table: NumberedTable, sample: boolean): void {
  const banded = table.columns.some(({ band }) => band !== undefined);
  const headings = banded ? 2 : 1;
  const sheet = workbook.addWorksheet(sheetName(table), {
    views: [{ state: 'frozen', xSplit: 1, ySplit: 1 + headings }],
  });
  const caption = sheet.addRow([harmless(`${table.number} ${table.caption}${sample ? '（示例数据）' : ''}`)]);
  caption.font = { bold: true };
  addHeadings(sheet, table, banded);
  for (const row of table.rows) addRow(sheet, table, row);
  for (const note of table.notes) sheet.addRow([harmless(note)]);
  setWidths(sheet, table);
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
    sheet.getRow(row).font = { bold: true };
    sheet.getRow(row).alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
  }
}

function addRow(sheet: exceljs.Worksheet, { columns, mayBreak }: NumberedTable, { cells, role }: TableRow): void {
  const row = sheet.addRow([]);
  cells.forEach((content, index) => {
    const cell = row.getCell(index + 1);
    cell.value = content.value ?? harmless(content.text);
    if (content.value !== undefined) cell.numFmt = numberFormat(content);
    cell.alignment = {
      horizontal: columns[index]?.align ?? 'left',
      vertical: 'top',
      wrapText: mayBreak === true,
      ...(role === 'child' && index === 0 ? { indent: 1 } : {}),
    };
  });
  if (role === 'total' || role === 'group') row.font = { bold: true };
}

function numberFormat({ decimals = 0, signed }: Cell): string {
  const format = decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`;
  return signed ? `+${format};-${format};0` : format;
}

function setWidths(sheet: exceljs.Worksheet, { columns }: NumberedTable): void {
  const sum = columns.reduce((total, { width }) => total + width, 0);
  columns.forEach(({ width, label }, index) => {
    sheet.getColumn(index + 1).width = Math.max(Math.round((width * CHARACTERS_OF_WIDTH) / sum), 2 * label.length, 10);
  });
}

/** A text that a spreadsheet would take for a formula is said to be text by an apostrophe. */
export const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
