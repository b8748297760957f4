import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { SourceColumn } from '../../../connectors/connector.js';
import { headingColumns, type ColumnIndex } from './column-heading.js';
import { isPlainText, rowBroken, unreadableCell } from './row-findings.js';
import { UnreadableBatch, type ReadingLimits, type ReadRow } from './row-reader.js';

/** Rows of a CSV text: comma, double quotes, headings in the first row in any order. */
export async function* readCsv(
  text: AsyncIterable<string>,
  index: ColumnIndex,
  limits: ReadingLimits,
): AsyncGenerator<ReadRow> {
  const parser = Readable.from(text).compose(
    parse({ relax_column_count: true, skip_empty_lines: true, max_record_size: limits.rowCharacters }),
  ) as AsyncIterable<string[]>;
  let columns: (SourceColumn | null)[] | null = null;
  let rowNumber = 0;
  try {
    for await (const record of parser) {
      if (!columns) columns = headingColumns(index, record);
      else if (record.some((cell) => cell.trim() !== '')) yield csvRow(columns, record, (rowNumber += 1));
    }
  } catch (error) {
    throw error instanceof CsvError ? brokenCsv(error) : error;
  }
  if (!columns) throw new UnreadableBatch('FILE_EMPTY', '文件是空的：没有表头，也没有数据。');
}

function csvRow(columns: readonly (SourceColumn | null)[], record: readonly string[], rowNumber: number): ReadRow {
  const row: ReadRow = { rowNumber, cells: {}, findings: [] };
  columns.forEach((column, at) => {
    const cell = record[at] ?? '';
    if (!column) return;
    const readable = isPlainText(cell);
    if (!readable) row.findings.push(unreadableCell(column));
    row.cells[column.key] = cell.trim() === '' || !readable ? null : cell;
  });
  const beyond = record.slice(columns.length).some((cell) => cell.trim() !== '');
  if (record.length < columns.length || beyond) row.findings.push(wrongCellCount(columns.length, record.length));
  return row;
}

function wrongCellCount(expected: number, found: number) {
  return rowBroken(
    `本行有 ${found} 个单元格，表头有 ${expected} 列。`,
    `The row has ${found} cells; the headings have ${expected}.`,
    '请检查本行是否缺少逗号，含逗号或换行的内容是否加了英文双引号。',
  );
}

/** csv-parse's own message quotes the text around the fault, which may be a person's. */
function brokenCsv({ code, lines }: CsvError & { lines?: unknown }): UnreadableBatch {
  const where = typeof lines === 'number' ? `第 ${lines} 行附近` : '文件中';
  return new UnreadableBatch('FILE_BROKEN', `${where}的 CSV 格式有误：引号没有成对，或一行过长。请重新导出。`, {
    fault: code,
    ...(typeof lines === 'number' && { line: lines }),
  });
}
