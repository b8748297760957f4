import { expectedPhrases } from './expected-phrases.js';
import { expectedText, type Intake } from './expected-cells.js';
import { readFigureBook, type FigureBook } from './figure-book.js';
import {
  readDocument,
  readPage,
  readWorkbook,
  type PrintedBriefing,
  type PrintedTable,
  type SheetValue,
} from './printed-briefing.js';
import { unexplained } from './unexplained-numbers.js';

/**
 * Where the three printed forms of a briefing say another number than follows from its `.figures.json`: every cell of
 * every table, and every number in a sentence. Charts are pictures and are left out; they show what the tables say.
 *
 * @param base path of the files without their endings
 */
export async function printedDifferences(base: string, intakes: readonly Intake[]): Promise<string[]> {
  const page = readPage(`${base}.html`);
  const document = readDocument(`${base}.docx`);
  const sheets = await readWorkbook(`${base}.xlsx`);
  const book = readFigureBook(`${base}.figures.json`);
  return [
    ...sameCount('the document', document.tables, page),
    ...sameCount('the workbook', sheets, page),
    ...page.tables.flatMap((table, at) => [
      ...wrongCells(table, book, intakes),
      ...otherTexts(table, document.tables[at] ?? []),
      ...otherValues(table, sheets[at] ?? []),
    ]),
    ...wrongSentences('page', page.paragraphs, book),
    ...wrongSentences('document', document.paragraphs, book),
  ];
}

function sameCount(form: string, tables: readonly unknown[], page: PrintedBriefing): string[] {
  if (tables.length === page.tables.length) return [];
  return [`${form} has ${tables.length} tables, the page ${page.tables.length}`];
}

function wrongCells(table: PrintedTable, book: FigureBook, intakes: readonly Intake[]): string[] {
  return table.rows.flatMap((row) =>
    row.flatMap(({ text }, column) => {
      const expected = expectedText({ book, intakes, table, row, column });
      return expected === text
        ? []
        : [`${cellName(table, row, column)}: ${text}, expected ${expected ?? 'no such cell'}`];
    }),
  );
}

const cellName = ({ caption, headings }: PrintedTable, row: readonly { text: string }[], column: number): string =>
  `${caption}, ${row[0]?.text}, ${headings[column]}`;

function otherTexts(table: PrintedTable, printed: readonly (readonly string[])[]): string[] {
  const rows = printed.slice(-table.rows.length);
  return table.rows.flatMap((row, at) =>
    row.flatMap(({ text }, column) => {
      const other = rows[at]?.[column];
      return other === text ? [] : [`${cellName(table, row, column)}: ${text}, in the document ${other}`];
    }),
  );
}

function otherValues(table: PrintedTable, sheet: readonly (readonly SheetValue[])[]): string[] {
  const first = sheet.findIndex(([label]) => label === table.rows[0]?.[0]?.text);
  return table.rows.flatMap((row, at) =>
    row.flatMap(({ text }, column) => {
      const value = sheet[first + at]?.[column];
      return isPrintedAs(value, text)
        ? []
        : [`${cellName(table, row, column)}: ${text}, in the workbook ${String(value)}`];
    }),
  );
}

/** A number stands in the workbook unrounded, and prints as the text. */
function isPrintedAs(value: SheetValue | undefined, text: string): boolean {
  if (typeof value !== 'number') return value === text;
  if (text === '不足0.1') return Math.abs(value) > 0 && Math.abs(value) < 0.05;
  const decimals = text.split('.')[1]?.length ?? 0;
  return Math.abs(value - Number(text)) <= 0.5 * 10 ** -decimals + 1e-9;
}

function wrongSentences(form: string, paragraphs: readonly string[], book: FigureBook): string[] {
  const phrases = expectedPhrases(book);
  return paragraphs.flatMap((paragraph) => {
    const left = unexplained(paragraph, phrases);
    return left === null ? [] : [`${form}: a number of this does not follow from the figures: ${left}`];
  });
}
