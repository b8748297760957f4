import type { SourceColumn } from '../../../../connectors/connector.js';
import { readingOf } from '../../../../connectors/reading/read-column.js';
import { shanghaiClockReading } from '../../../../schemas/period.js';
import { addText, addUnread, emptyRow } from '../../reading/row-cells.js';
import { numericIdentifier, unreadableCell } from '../../reading/row-findings.js';
import type { ReadRow } from '../../reading/row-reader.js';
import type { DepartmentField } from './field-kind.js';
import type { PrintedRow } from './dialect.js';
import type { PullPlan } from './pull-plan.js';
import { watermarkOf } from './watermark.js';

export type CellReading = {
  /** Keys of columns whose value is a name and not a quantity. */
  identifiers: ReadonlySet<string>;
  /** What the department's date-times without zone mean. */
  timezone: string;
};

/** A row of the view in the shape that every door gives: what a CSV export of it would say, cell by cell. */
export function pulledRow(
  { columns }: PullPlan,
  printed: PrintedRow,
  rowNumber: number,
  reading: CellReading,
): ReadRow {
  const row = emptyRow(rowNumber);
  for (const { column, field } of columns) {
    const text = printed[field.name] ?? '';
    const ruined = field.kind === 'inexact' && reading.identifiers.has(column.key);
    if (text !== '' && ruined) addUnread(row, column, numericIdentifier(column), text);
    else if (text !== '' && field.kind === 'binary') addUnread(row, column, unreadableCell(column), '');
    else addText(row, column, cellText(text, column, field, reading), []);
  }
  return row;
}

/** Text for a value as the session printed it. */
function cellText(text: string, column: SourceColumn, { kind }: DepartmentField, { timezone }: CellReading): string {
  if (text === '') return '';
  if (kind === 'boolean') return /^(t|true|1)$/.test(text) ? '是' : '否';
  // MySQL has no truth values: 1 and 0 stand for them, where the feed expects them.
  if (kind === 'integer' && readingOf(column) === 'yes-no') return text === '1' ? '是' : text === '0' ? '否' : text;
  if (kind === 'instant') return timeText(text, '+08:00');
  return kind === 'local-time' ? timeText(text, timezone) : text;
}

/** By the wall clock of Beijing, without a fraction that says nothing; what is no time stays as it is, to be rejected. */
function timeText(text: string, timezone: string): string {
  const micros = watermarkOf(text, 'local-time', timezone);
  if (micros === undefined) return text;
  const reading = timezone === '+08:00' && !/[+-]\d\d(:?\d\d)?$/.test(text.slice(10)) ? text : clockReading(micros);
  return reading.replace(/\.0+$/, '');
}

function clockReading(micros: bigint): string {
  const within = ((micros % 1000n) + 1000n) % 1000n;
  return `${shanghaiClockReading(Number((micros - within) / 1000n))}${String(within).padStart(3, '0')}`;
}
