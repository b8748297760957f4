import type { SourceColumn } from '../../../connectors/connector.js';
import type { ColumnIndex } from './column-heading.js';
import { isPlainText, numericIdentifier, rowBroken, unreadableCell } from './row-findings.js';
import { UnreadableBatch, type ReadRow } from './row-reader.js';

const notAnObject = () =>
  rowBroken(
    '本条不是一个扁平的 JSON 对象。',
    'The record is not a flat JSON object.',
    '每条记录应是一个对象，属性名为列名，值为文本、数字、是/否（布尔）或 null。',
  );

/**
 * A row from one JSON value. Names are looked up in the feed's columns and never assigned, so `__proto__` is only one
 * more unknown name.
 *
 * @throws UnreadableBatch HEADINGS_UNKNOWN when the object has names that the feed does not know
 */
export function flatObjectRow(value: unknown, rowNumber: number, index: ColumnIndex): ReadRow {
  const row: ReadRow = { rowNumber, cells: {}, findings: [] };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ...row, findings: [notAnObject()] };
  }
  for (const [name, member] of Object.entries(value)) {
    const column = index.find(name);
    if (!column) throw unknownName(name, rowNumber);
    addCell(row, column, member, index.identifiers);
  }
  return row;
}

function addCell(row: ReadRow, column: SourceColumn, member: unknown, identifiers: ReadonlySet<string>): void {
  row.cells[column.key] = null;
  if (member === null) return;
  if (typeof member === 'boolean') row.cells[column.key] = member ? '是' : '否';
  else if (typeof member === 'number' && identifiers.has(column.key)) row.findings.push(numericIdentifier(column));
  else if (typeof member === 'number' && Math.abs(member) <= Number.MAX_SAFE_INTEGER)
    row.cells[column.key] = String(member);
  else if (typeof member === 'string' && isPlainText(member))
    row.cells[column.key] = member.trim() === '' ? null : member;
  else row.findings.push(unreadableCell(column));
}

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
