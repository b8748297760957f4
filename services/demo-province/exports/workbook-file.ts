import { writeFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type exceljs from 'exceljs';
import { loadExceljs } from '../../../infra/workbooks/load-exceljs.js';
import { utcOf } from '../calendar.js';
import type { Cell } from './cell.js';
import { COLUMNS } from './columns.js';
import type { ExportRow, PlannedFile } from './export-row.js';
import { withFixedZipDates } from './fixed-zip-dates.js';

/** Any fixed instant does; a workbook's own dates must not make two runs differ. */
const MADE_AT = new Date('2026-01-01T00:00:00Z');

/** One sheet 工伤认定: dates as typed date cells, everything else as text, as the bureau's system writes it. */
export async function writeWorkbookFile(path: string, file: PlannedFile): Promise<void> {
  const stream = new PassThrough();
  const bytes = buffer(stream);
  const workbook = new (await loadExceljs()).stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: true,
  });
  Object.assign(workbook, {
    creator: '工伤认定系统',
    lastModifiedBy: '工伤认定系统',
    created: MADE_AT,
    modified: MADE_AT,
  });
  const sheet = workbook.addWorksheet('工伤认定', { views: [{ state: 'frozen', ySplit: 1 }] });
  const columns = COLUMNS[file.feed];
  sheet.addRow(columns.map(([, heading]) => heading)).commit();
  for (const row of file.rows) addRow(sheet, row, columns);
  sheet.commit();
  await workbook.commit();
  // Some hundred rows a file: the zip directory at its end is only known when all is there.
  await writeFile(path, withFixedZipDates(await bytes));
}

function addRow(sheet: exceljs.Worksheet, row: ExportRow, columns: (typeof COLUMNS)[keyof typeof COLUMNS]): void {
  const cells = columns.map(([key]) => row.cells[key] ?? null);
  const added = sheet.addRow(cells.map(valueOf));
  cells.forEach((cell, i) => {
    const format = numberFormat(cell);
    if (format) added.getCell(i + 1).numFmt = format;
  });
  added.commit();
}

function valueOf(cell: Cell): exceljs.CellValue {
  if (cell === null || typeof cell === 'string') return cell;
  if ('day' in cell) return utcOf(cell.day);
  if ('moment' in cell) return utcOf(cell.moment);
  return 'number' in cell ? cell.number : { formula: cell.formula, result: cell.result, date1904: false };
}

function numberFormat(cell: Cell): string | undefined {
  if (cell === null || typeof cell === 'string') return undefined;
  if ('day' in cell) return 'yyyy-mm-dd';
  if ('moment' in cell) return 'yyyy-mm-dd hh:mm';
  return 'number' in cell ? '0' : undefined;
}
