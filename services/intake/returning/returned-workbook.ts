import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type exceljs from 'exceljs';
import { loadExceljs } from '../../../infra/workbooks/load-exceljs.js';
import { headingsOf, type ReturnedCell, type ReturnedFile } from './returned-file.js';

const SHEET = '退回';
/** Keeps what is typed as it is typed: numbers of 18 digits, leading zeros, 14-1. */
const AS_TEXT = '@';
/** A cell of a spreadsheet holds 32,767 characters; no column takes so many, so what is cut was wrong before. */
const LONGEST = 32_000;
/** Spreadsheets take long over comments by the ten thousand; 原因 says the same. */
const MOST_COMMENTS = 5_000;

const fill = (argb: string) => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } }) as const;
const FAULT = fill('FFFFC7CE');
const ALSO = fill('FFFFEB9C');
const OWN_HEADING = fill('FFD9E1F2');
const ADDED_HEADING = fill('FFE2EFDA');
const WIDTHS = { own: 16, added: 36 } as const;

type Rows = AsyncIterable<readonly ReturnedCell[]>;

/** A workbook with one sheet, row by row: cells to be mended are marked, and say in a comment what is wrong. */
export async function writeReturnedWorkbook(stream: Writable, file: ReturnedFile, rows: Rows): Promise<void> {
  // The writer waits for the end of a stream, which never comes when its reader has gone away.
  await Promise.race([writeRows(stream, file, rows), finished(stream)]);
}

async function writeRows(stream: Writable, file: ReturnedFile, rows: Rows): Promise<void> {
  const workbook = new (await loadExceljs()).stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: false,
  });
  const sheet = workbook.addWorksheet(SHEET, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = [
    ...file.own.map(() => ({ width: WIDTHS.own, style: { numFmt: AS_TEXT } })),
    ...file.added.map(() => ({ width: WIDTHS.added, style: { numFmt: AS_TEXT, alignment: { wrapText: true } } })),
  ];
  addHeadings(sheet, file);
  let comments = 0;
  for await (const cells of rows) {
    comments += addCells(sheet, cells, comments < MOST_COMMENTS);
    // The writer itself does not wait for whoever takes its bytes.
    if (stream.writableNeedDrain) await once(stream, 'drain');
  }
  sheet.commit();
  await workbook.commit();
}

function addHeadings(sheet: exceljs.Worksheet, file: ReturnedFile): void {
  const row = sheet.addRow(headingsOf(file));
  row.font = { bold: true };
  row.eachCell((cell, at) => {
    cell.fill = at <= file.own.length ? OWN_HEADING : ADDED_HEADING;
  });
  row.commit();
}

/** @returns how many comments were made */
function addCells(sheet: exceljs.Worksheet, cells: readonly ReturnedCell[], commented: boolean): number {
  const row = sheet.addRow(cells.map(({ text }) => text.slice(0, LONGEST) || null));
  let comments = 0;
  cells.forEach(({ mark }, at) => {
    if (mark === null) return;
    const cell = row.getCell(at + 1);
    cell.fill = mark === 'also' ? ALSO : FAULT;
    if (mark === 'also' || !commented) return;
    cell.note = mark.note;
    comments += 1;
  });
  row.commit();
  return comments;
}
