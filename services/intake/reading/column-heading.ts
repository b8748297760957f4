import type { Feed, SourceColumn } from '../../../connectors/connector.js';
import { RETURNED_COLUMNS, type ReturnedColumn } from './returned-columns.js';
import { UnreadableBatch } from './row-reader.js';

/** A column of the feed, or one of those that returned files have beside. */
export type Heading = SourceColumn | ReturnedColumn;

/** Finds a feed's columns by Chinese heading, alias or key. */
export type ColumnIndex = {
  feed: Feed;
  find: (heading: string) => Heading | undefined;
  identifiers: ReadonlySet<string>;
};

/** Width and spaces differ between exports of one system: 接害工龄（年） and 接害工龄(年) are one heading. */
const normalised = (heading: string) => heading.normalize('NFKC').replace(/\s+/g, '').toLowerCase();

export function columnIndex(feed: Feed): ColumnIndex {
  const known = new Map<string, Heading>(RETURNED_COLUMNS.map((column) => [normalised(column.heading), column]));
  for (const column of feed.columns) {
    const names = [column.key, column.heading, ...(column.aliases ?? [])];
    for (const name of names) known.set(normalised(name), column).set(name, column);
  }
  const identifiers = feed.columns.filter(isIdentifier).map((column) => column.key);
  return {
    feed,
    // JSON names each column in each record, mostly just as it is listed.
    find: (heading) => known.get(heading) ?? known.get(normalised(heading)),
    identifiers: new Set(identifiers),
  };
}

/** Columns whose value is a name and not a quantity: a spreadsheet that made it a number has ruined it. */
function isIdentifier({ key, field }: SourceColumn): boolean {
  return /(Number|RecordId|Uscc|Certificate)$/.test(key) || /(^|\.)uscc$/.test(field ?? '');
}

/**
 * The columns of a heading row, in its order; null where the heading is empty.
 *
 * @throws UnreadableBatch naming what is unknown, repeated or missing
 */
export function headingColumns(index: ColumnIndex, headings: readonly string[]): (Heading | null)[] {
  const columns = headings.map((heading) => (heading.trim() === '' ? null : index.find(heading)));
  const unknown = headings.flatMap((_, at) => (columns[at] === undefined ? [at] : []));
  if (unknown.length > 0) throw unknownHeadings(headings, unknown);
  const found = columns.map((column) => column ?? null);
  assertComplete(
    index,
    found.filter((column) => column !== null),
  );
  return found;
}

function unknownHeadings(headings: readonly string[], unknown: readonly number[]): UnreadableBatch {
  const filled = headings.filter((heading) => heading.trim() !== '').length;
  const isHeadingRow = unknown.length * 2 <= filled;
  // A file without a heading row shows a person's cells here: they must not come back in an answer or a log.
  const names = unknown.map((at) => (isHeadingRow ? namedSafely(headings[at] ?? '', at) : `第 ${at + 1} 列`));
  const detail = isHeadingRow
    ? `这些表头不在本报送项目的列中：${names.join('、')}。请对照 GET /v1/feeds 中的列名修改。`
    : '第一行不是本报送项目的表头。请在第一行写明列名，列名见 GET /v1/feeds。';
  return new UnreadableBatch('HEADINGS_UNKNOWN', detail, { headings: names });
}

function namedSafely(heading: string, at: number): string {
  const place = `第 ${at + 1} 列`;
  return /^[\p{Script=Han}A-Za-z_()（）、/·\- ]{1,30}$/u.test(heading) ? `${place}“${heading}”` : place;
}

function assertComplete(index: ColumnIndex, columns: readonly Heading[]): void {
  const repeated = columns.filter((column, at) => columns.indexOf(column) !== at).map((column) => column.heading);
  if (repeated.length > 0) {
    throw new UnreadableBatch('HEADINGS_REPEATED', `这些列出现了不止一次：${repeated.join('、')}。请各保留一列。`, {
      headings: repeated,
    });
  }
  const missing = index.feed.columns.filter((column) => column.required && !columns.includes(column));
  if (missing.length > 0) {
    const names = missing.map((column) => column.heading);
    throw new UnreadableBatch('HEADINGS_MISSING', `缺少必需的列：${names.join('、')}。请补上后报送。`, {
      headings: names,
    });
  }
}
