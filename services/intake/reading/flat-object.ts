import type { ColumnIndex, Heading } from './column-heading.js';
import { addRest, addText, addUnread, emptyRow, isReturned } from './row-cells.js';
import { noRecord, numericIdentifier, unreadableCell } from './row-findings.js';
import { UnreadableBatch, type ReadRow } from './row-reader.js';

/** Rows are flat; whatever is deeper than this is no row of ours, however it is nested. */
export const MAX_DEPTH = 8;

/** Looks level by level: recursion, as JSON.stringify does it, ends where the stack does. */
export function isNestedTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

/**
 * A row from one JSON value, nested no deeper than {@link MAX_DEPTH}. Names are looked up in the feed's columns and never assigned, so `__proto__` is only one
 * more unknown name.
 *
 * @throws UnreadableBatch HEADINGS_UNKNOWN when the object has names that the feed does not know
 */
export function flatObjectRow(value: unknown, rowNumber: number, index: ColumnIndex): ReadRow {
  const row = emptyRow(rowNumber);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    addRest(row, notAnObject(index), typeof value === 'string' ? value : JSON.stringify(value));
    return row;
  }
  for (const [name, member] of Object.entries(value)) {
    const heading = index.find(name);
    if (!heading) throw unknownName(name, rowNumber);
    addMember(row, heading, member, index);
  }
  return row;
}

function addMember(row: ReadRow, heading: Heading, member: unknown, { identifiers, feed }: ColumnIndex): void {
  if (isReturned(heading)) return addText(row, heading, typeof member === 'string' ? member : '', feed.columns);
  const isIdentifier = identifiers.has(heading.key);
  if (member === null) row.cells[heading.key] = null;
  else if (typeof member === 'string') addText(row, heading, member, feed.columns);
  else if (typeof member === 'boolean') row.cells[heading.key] = member ? '是' : '否';
  else if (typeof member !== 'number') addUnread(row, heading, unreadableCell(heading), JSON.stringify(member));
  else if (isIdentifier) addUnread(row, heading, numericIdentifier(heading), String(member));
  else if (Math.abs(member) > Number.MAX_SAFE_INTEGER) addUnread(row, heading, unreadableCell(heading), String(member));
  else row.cells[heading.key] = String(member);
}

export const notAnObject = ({ feed }: ColumnIndex) =>
  noRecord(feed.columns, {
    zh: '本条不是一个扁平的 JSON 对象。',
    en: 'The record is not a flat JSON object.',
    remedy: '每条记录应是一个对象，属性名为列名，值为文本、数字、是/否（布尔）或 null。',
  });

function unknownName(name: string, rowNumber: number): UnreadableBatch {
  // Like a heading, but a name with digits may be somebody's number.
  const said = /^[\p{Script=Han}A-Za-z_]{1,40}$/u.test(name) ? `“${name}”` : '名称';
  return new UnreadableBatch(
    'HEADINGS_UNKNOWN',
    `第 ${rowNumber} 条记录的${said}不在本报送项目的列中，请对照 GET /v1/feeds 修改。`,
    {
      row: rowNumber,
    },
  );
}
