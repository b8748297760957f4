import type { ColumnIndex } from './column-heading.js';
import { flatObjectRow, isNestedTooDeep, notAnObject } from './flat-object.js';
import { addRest, emptyRow } from './row-cells.js';
import { noRecord } from './row-findings.js';
import { UnreadableBatch, type ReadingLimits, type ReadRow } from './row-reader.js';

/** Rows of a text with one JSON object a line; a line that does not parse is a rejected row. */
export async function* readNdjson(
  text: AsyncIterable<string>,
  index: ColumnIndex,
  limits: ReadingLimits,
): AsyncGenerator<ReadRow> {
  let rowNumber = 0;
  for await (const line of linesOf(text, limits.rowCharacters)) {
    if (line.trim() === '') continue;
    rowNumber += 1;
    yield lineRow(line, rowNumber, index);
  }
  if (rowNumber === 0) throw new UnreadableBatch('FILE_EMPTY', '报送内容是空的：没有任何记录。');
}

/** Lines without their end; a line beyond the limit ends the reading before it fills the memory. */
export async function* linesOf(text: AsyncIterable<string>, limit: number): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > limit || lines.some((line) => line.length > limit)) {
      throw new UnreadableBatch('FILE_BROKEN', `有一行超过 ${limit} 个字符，请检查换行后重新报送。`);
    }
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function parsedLine(line: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(line) as unknown };
  } catch {
    return { ok: false };
  }
}

function lineRow(line: string, rowNumber: number, index: ColumnIndex): ReadRow {
  const parsed = parsedLine(line);
  if (parsed.ok && !isNestedTooDeep(parsed.value)) return flatObjectRow(parsed.value, rowNumber, index);
  const row = emptyRow(rowNumber);
  addRest(row, parsed.ok ? notAnObject(index) : notJson(index), line);
  return row;
}

const notJson = ({ feed }: ColumnIndex) =>
  noRecord(feed.columns, {
    zh: '本行不是有效的 JSON。',
    en: 'The line is not valid JSON.',
    remedy: '每行应是一个完整的 JSON 对象，请检查引号、括号和换行。',
  });
