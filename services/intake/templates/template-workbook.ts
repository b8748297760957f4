import type exceljs from 'exceljs';
import { loadExceljs } from '../../../infra/workbooks/load-exceljs.js';
import type { Feed, SourceColumn } from '../../../connectors/connector.js';
import { columnChoices, type ColumnChoices } from './column-choices.js';
import { GUIDE_SHEET, LISTS_SHEET } from './template-sheets.js';

/** As far down as drop-downs reach. */
const LAST_ROW = 10_000;
/** Numbers of 18 digits, leading zeros and 14-1 stay as they are typed. */
const AS_TEXT = '@';
const FORMATS: Partial<Record<NonNullable<SourceColumn['reading']>, string>> = {
  date: 'yyyy-mm-dd',
  time: 'yyyy-mm-dd hh:mm:ss',
  integer: 'General',
  'wan-yuan': 'General',
};
const fill = (argb: string) => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } }) as const;
const REQUIRED = fill('FFFCE4D6');
const OPTIONAL = fill('FFD9E1F2');

type Placed = ColumnChoices & { readonly range: string };

/**
 * A feed's official template: a sheet to be filled, first, so that the workbook can be sent as it is; then how to fill
 * it, and the code lists in force, from which the columns offer their choices.
 */
export async function templateWorkbook(feed: Feed, today: string): Promise<Buffer> {
  const workbook = new (await loadExceljs()).Workbook();
  workbook.creator = '工伤预防数据共享枢纽';
  const sheet = workbook.addWorksheet(feed.label, { views: [{ state: 'frozen', ySplit: 1 }] });
  const guide = workbook.addWorksheet(GUIDE_SHEET, { views: [{ state: 'frozen', ySplit: 1 }] });
  const lists = placedChoices(workbook.addWorksheet(LISTS_SHEET), feed, today);
  addColumns(sheet, feed, lists);
  addGuide(guide, feed, lists, today);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** By column: each list once, in two columns of the sheet, the choice and what it means. */
function placedChoices(sheet: exceljs.Worksheet, feed: Feed, today: string): ReadonlyMap<SourceColumn, Placed> {
  const byTitle = new Map<string, Placed>();
  const byColumn = new Map<SourceColumn, Placed>();
  for (const column of feed.columns) {
    const choices = columnChoices(column, today);
    if (!choices) continue;
    const placed = byTitle.get(choices.title) ?? place(sheet, byTitle.size * 2 + 1, choices);
    byTitle.set(choices.title, placed);
    byColumn.set(column, placed);
  }
  sheet.getRow(1).font = { bold: true };
  return byColumn;
}

function place(sheet: exceljs.Worksheet, at: number, choices: ColumnChoices): Placed {
  const column = sheet.getColumn(at);
  column.width = 20;
  column.numFmt = AS_TEXT;
  sheet.getColumn(at + 1).width = 30;
  sheet.getCell(1, at).value = choices.title;
  choices.choices.forEach(({ text, meaning }, row) => {
    sheet.getCell(row + 2, at).value = text;
    sheet.getCell(row + 2, at + 1).value = meaning;
  });
  return { ...choices, range: `'${LISTS_SHEET}'!$${column.letter}$2:$${column.letter}$${choices.choices.length + 1}` };
}

function addColumns(sheet: exceljs.Worksheet, { columns }: Feed, lists: ReadonlyMap<SourceColumn, Placed>): void {
  columns.forEach((column, index) => {
    const ofSheet = sheet.getColumn(index + 1);
    ofSheet.width = 18;
    ofSheet.numFmt = FORMATS[column.reading ?? 'text'] ?? AS_TEXT;
    const heading = sheet.getCell(1, index + 1);
    heading.value = column.heading;
    heading.numFmt = AS_TEXT;
    heading.font = { bold: true };
    heading.fill = column.required ? REQUIRED : OPTIONAL;
    heading.note = hintOf(column);
    const list = lists.get(column);
    if (list) offerChoices(sheet, ofSheet.letter, list);
  });
}

function hintOf({ required, expects, example }: SourceColumn): string {
  return `${required ? '必填' : '选填'}：${expects}。${example === '' ? '' : `示例：${example}`}`;
}

/** A warning, not a refusal: a record of an earlier year takes the codes of its year. */
function offerChoices(sheet: exceljs.Worksheet, letter: string, { range, title }: Placed): void {
  const validations = (sheet as unknown as { dataValidations: { add: (at: string, rule: object) => void } })
    .dataValidations;
  validations.add(`${letter}2:${letter}${LAST_ROW}`, {
    type: 'list',
    allowBlank: true,
    formulae: [range],
    showErrorMessage: true,
    errorStyle: 'warning',
    errorTitle: title,
    error: `不在现行的“${title}”中。业务发生在以前的，可填写当时有效的代码。`,
  });
}

function addGuide(
  sheet: exceljs.Worksheet,
  { label, columns }: Feed,
  lists: ReadonlyMap<SourceColumn, Placed>,
  today: string,
): void {
  sheet.columns = [{ width: 26 }, { width: 8 }, { width: 70 }, { width: 28 }, { width: 24 }];
  sheet.addRow(['列', '必填', '填写要求', '示例', '代码表']).font = { bold: true };
  for (const column of columns) {
    const list = lists.get(column)?.title ?? '';
    const row = sheet.addRow([column.heading, column.required ? '是' : '', column.expects, column.example, list]);
    row.alignment = { wrapText: true, vertical: 'top' };
    row.getCell(4).numFmt = AS_TEXT;
  }
  sheet.addRow([]);
  sheet.addRow([
    `本模板用于报送“${label}”，代码表以 ${today} 有效的为准。请在第一张工作表中填写，一行一条记录，表头不要改动。`,
  ]);
}
