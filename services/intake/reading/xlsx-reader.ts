import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { SourceColumn } from '../../../connectors/connector.js';
import {
  headingsAmong,
  headingsNotFound,
  MOST_HEADING_ROWS,
  type ColumnIndex,
  type Heading,
} from './column-heading.js';
import { linesOf } from './ndjson-reader.js';
import { addRest, addText, addUnread, emptyRow, isReturned } from './row-cells.js';
import { cellsLeft, formulaCell, numericIdentifier, unreadableCell } from './row-findings.js';
import { UnreadableBatch, type BodyLayout, type ReadingLimits, type ReadRow } from './row-reader.js';
import type { SheetCell } from './workbook/sheet-cell.js';
import type { WorkbookFault } from './workbook/workbook-package.js';
import type { WorkbookLine } from './workbook/workbook-worker.js';

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** The compiled worker. */
export const XLSX_WORKER = fileURLToPath(new URL('./workbook/workbook-worker.js', import.meta.url));

const FAULTS: Readonly<Record<WorkbookFault, string>> = {
  NOT_A_ZIP: '文件不是 XLSX 工作簿，或已损坏。',
  TOO_LARGE: '工作簿解压后过大，请分成几个文件报送。',
  RATIO_TOO_HIGH: '工作簿的压缩比异常，不予解压。',
  TOO_MANY_ENTRIES: '工作簿内的部件过多，不予解压。',
  SIZES_LIE: '工作簿声明的大小与内容不符，不予解压。',
  UNSUPPORTED: '工作簿使用了不支持的压缩方式。',
  NOT_A_WORKBOOK: '文件不是有效的 XLSX 工作簿。',
  OLD_OR_ENCRYPTED: '文件是旧版 .xls 工作簿，或设有打开密码。请取消密码，另存为 .xlsx 后重新报送。',
  MACROS: '工作簿含有宏，不予接收。请另存为不含宏的 .xlsx 工作簿后重新报送。',
  NO_VISIBLE_SHEET: '工作簿中没有可见的工作表。',
};

/** Rows of the first visible sheet, parsed in a child process under a cap of memory and time. */
export async function* readXlsx(
  body: Readable,
  index: ColumnIndex,
  limits: ReadingLimits,
  tell: (layout: BodyLayout) => void,
  worker = XLSX_WORKER,
): AsyncGenerator<ReadRow> {
  const { memoryMiB, timeMs, inflatedBytes, ratio } = limits.xlsx;
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${memoryMiB}`, worker, String(inflatedBytes), String(ratio)],
    // No environment: a parser of foreign files has no business with our secrets.
    { stdio: ['pipe', 'pipe', 'ignore'], env: {} },
  );
  const ended = once(child, 'close') as Promise<[number | null]>;
  ended.catch(() => undefined);
  const timer = setTimeout(() => child.kill('SIGKILL'), timeMs);
  try {
    // A child that gives up early closes its end; what it said before tells why.
    pipeline(body, child.stdin).catch(() => undefined);
    yield* sheetRows(child, index, limits, tell);
    const [code] = await ended;
    if (code !== 0) throw broken('工作簿过大或过于复杂，读取时超出了内存或时间上限，请分成几个文件报送。');
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}

async function* sheetRows(
  child: Child,
  index: ColumnIndex,
  limits: ReadingLimits,
  tell: (layout: BodyLayout) => void,
): AsyncGenerator<ReadRow> {
  child.stdout.setEncoding('utf8');
  let columns: (Heading | null)[] | null = null;
  const first: string[][] = [];
  let sheets: Pick<BodyLayout, 'hiddenSheets' | 'otherSheets'> = { hiddenSheets: [] };
  let rowNumber = 0;
  for await (const text of linesOf(child.stdout as AsyncIterable<string>, limits.rowCharacters)) {
    const line = parsed(text);
    if ('fault' in line) throw broken(FAULTS[line.fault], { fault: line.fault });
    if ('end' in line && !columns) throw withoutHeadings(index, first);
    if ('hiddenSheets' in line) sheets = { hiddenSheets: line.hiddenSheets, otherSheets: line.otherSheets };
    if (!Array.isArray(line)) continue;
    if (columns) yield sheetRow(columns, line, (rowNumber += 1), index.identifiers);
    else {
      first.push(Array.from(line, (cell) => cell?.[0] ?? ''));
      const found = headingsAmong(index, first);
      if (!found && first.length === MOST_HEADING_ROWS) throw withoutHeadings(index, first);
      if (found) tell({ headings: found.headings, ...sheets });
      columns = found?.columns ?? null;
    }
  }
}

function withoutHeadings(index: ColumnIndex, rows: readonly (readonly string[])[]): UnreadableBatch {
  if (rows.length > 0) return headingsNotFound(index, rows);
  return new UnreadableBatch('FILE_EMPTY', '工作表是空的：没有表头，也没有数据。');
}

/** A killed child leaves half a line; the reader then tells by the exit code. */
function parsed(line: string): WorkbookLine {
  try {
    return JSON.parse(line) as WorkbookLine;
  } catch {
    throw broken('工作簿过大或过于复杂，读取时被中断，请分成几个文件报送。');
  }
}

function broken(detail: string, extra: Record<string, unknown> = {}): UnreadableBatch {
  return new UnreadableBatch('FILE_BROKEN', detail, extra);
}

function sheetRow(
  columns: readonly (Heading | null)[],
  cells: readonly SheetCell[],
  rowNumber: number,
  identifiers: ReadonlySet<string>,
): ReadRow {
  const row = emptyRow(rowNumber);
  const own = columns.flatMap((column) => (column && !isReturned(column) ? [column] : []));
  columns.forEach((column, at) => {
    if (column) addCell(row, column, cells[at] ?? null, { identifiers, own });
  });
  const rest = cells.flatMap((cell, at) => (cell !== null && !columns[at] ? [cell[0]] : []));
  if (rest.length > 0) addRest(row, cellsLeft(own), rest.join(' | '));
  return row;
}

type Sheet = { identifiers: ReadonlySet<string>; own: readonly SourceColumn[] };

function addCell(row: ReadRow, column: Heading, cell: SheetCell, { identifiers, own }: Sheet): void {
  const [text, kind] = cell ?? ['', 't'];
  if (isReturned(column)) addText(row, column, text, own);
  else if (kind === 'f') addUnread(row, column, formulaCell(column), text);
  else if (kind === 'x') addUnread(row, column, unreadableCell(column), text);
  else if (kind === 'n' && identifiers.has(column.key)) addUnread(row, column, numericIdentifier(column), text);
  else addText(row, column, text, own);
}
