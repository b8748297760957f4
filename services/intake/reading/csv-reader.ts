import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { headingColumns, type ColumnIndex, type Heading } from './column-heading.js';
import { unguarded } from './csv-guard.js';
import { addRest, addText, addUnread, emptyRow, isReturned } from './row-cells.js';
import { cellsLeft, cellsMissing } from './row-findings.js';
import { UnreadableBatch, type BodyLayout, type ReadingLimits, type ReadRow } from './row-reader.js';

/** Rows of a CSV text: comma or tab, double quotes, headings in the first row in any order. */
export async function* readCsv(
  text: AsyncIterable<string>,
  index: ColumnIndex,
  limits: ReadingLimits,
  tell: (layout: BodyLayout) => void,
): AsyncGenerator<ReadRow> {
  const { delimiter, whole } = await withDelimiter(text, limits.rowCharacters);
  const parser = parsedRecords(whole, delimiter, limits.rowCharacters);
  let columns: (Heading | null)[] | null = null;
  let rowNumber = 0;
  try {
    for await (const record of parser) {
      if (!columns) {
        columns = headingColumns(index, record);
        tell({ headings: record, hiddenSheets: [] });
      } else if (record.some((cell) => cell.trim() !== '')) yield csvRow(columns, record, (rowNumber += 1));
    }
  } catch (error) {
    throw error instanceof CsvError ? brokenCsv(error) : error;
  }
  if (!columns) throw new UnreadableBatch('FILE_EMPTY', '文件是空的：没有表头，也没有数据。');
}

/**
 * Records as they are parsed. A reader who stops half-way destroys the parser, and may have gone when that comes out as
 * an error: an error that nobody listens to would end the process, as it did with Readable.compose.
 */
function parsedRecords(text: AsyncIterable<string>, delimiter: string, limit: number): AsyncIterable<string[]> {
  const parser = parse({ delimiter, relax_column_count: true, skip_empty_lines: true, max_record_size: limit });
  parser.on('error', () => undefined);
  pipeline(Readable.from(text), parser).catch(() => undefined);
  return parser as AsyncIterable<string[]>;
}

/** Spreadsheets write "Unicode text" with tabs; no heading holds one. */
async function withDelimiter(
  text: AsyncIterable<string>,
  limit: number,
): Promise<{ delimiter: string; whole: AsyncIterable<string> }> {
  const rest = text[Symbol.asyncIterator]();
  let start = '';
  for (let end = false; !end && !start.includes('\n') && start.length <= limit;) {
    const { done, value } = await rest.next();
    end = done === true;
    if (!done) start += value;
  }
  const [headings = ''] = start.split('\n', 1);
  return { delimiter: headings.includes('\t') ? '\t' : ',', whole: continued(start, rest) };
}

async function* continued(start: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    if (start !== '') yield start;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

function csvRow(columns: readonly (Heading | null)[], record: readonly string[], rowNumber: number): ReadRow {
  const row = emptyRow(rowNumber);
  const own = ownColumns(columns);
  const asSent = columns.some((column) => column && isReturned(column)) ? unguarded : (cell: string) => cell;
  columns.forEach((column, at) => {
    if (column && at < record.length) addText(row, column, asSent(record[at] ?? ''), own);
  });
  const rest = record.filter((cell, at) => !columns[at] && cell.trim() !== '');
  if (rest.length > 0) addRest(row, cellsLeft(own), rest.join(' | '));
  const missing = ownColumns(columns.slice(record.length));
  if (missing.length > 0) row.findings.push(cellsMissing(own, own.length - missing.length));
  for (const column of missing) addUnread(row, column, null, '');
  return row;
}

function ownColumns(columns: readonly (Heading | null)[]) {
  return columns.flatMap((column) => (column && !isReturned(column) ? [column] : []));
}

/** csv-parse's own message quotes the text around the fault, which may be a person's. */
function brokenCsv({ code, lines }: CsvError & { lines?: unknown }): UnreadableBatch {
  const where = typeof lines === 'number' ? `第 ${lines} 行附近` : '文件中';
  return new UnreadableBatch('FILE_BROKEN', `${where}的 CSV 格式有误：引号没有成对，或一行过长。请重新导出。`, {
    fault: code,
    ...(typeof lines === 'number' && { line: lines }),
  });
}
