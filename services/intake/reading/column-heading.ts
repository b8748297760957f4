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
  if (unknown.length > 0) throw unknownHeadings(index, headings, unknown);
  const found = columns.map((column) => column ?? null);
  assertComplete(
    index,
    found.filter((column) => column !== null),
  );
  return found;
}

/** A title, a line of groups, and the headings themselves. */
export const MOST_HEADING_ROWS = 4;

export type FoundHeadings = { columns: (Heading | null)[]; headings: string[] };

/**
 * The headings among the first rows of a sheet: a title may stand above them, and groups of merged cells may run across
 * or down; the lowest cell of each column counts. Null when these rows are not enough to tell.
 */
export function headingsAmong(index: ColumnIndex, rows: readonly (readonly string[])[]): FoundHeadings | null {
  for (let from = 0; from < rows.length; from += 1) {
    const headings = lowestCells(rows.slice(from));
    if (headings.some((heading) => heading.trim() !== '' && !index.find(heading))) continue;
    if (missingColumns(index, headings).length === 0) return { columns: headingColumns(index, headings), headings };
  }
  return null;
}

/** What is wrong with the row that comes nearest to headings. */
export function headingsNotFound(index: ColumnIndex, rows: readonly (readonly string[])[]): UnreadableBatch {
  const known = (row: readonly string[]) => row.filter((heading) => index.find(heading)).length;
  const nearest = rows.reduce((best, row) => (known(row) > known(best) ? row : best), rows[0] ?? []);
  try {
    headingColumns(index, nearest);
  } catch (error) {
    if (error instanceof UnreadableBatch) return error;
    throw error;
  }
  return new UnreadableBatch('HEADINGS_UNKNOWN', `没有找到表头。表头应在第一行。${columnsOf(index.feed)}`);
}

function lowestCells(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, at) => rows.findLast((row) => (row[at] ?? '').trim() !== '')?.[at] ?? '');
}

function missingColumns({ feed, find }: ColumnIndex, headings: readonly string[]): SourceColumn[] {
  const found = new Set(headings.map((heading) => find(heading)));
  return feed.columns.filter((column) => column.required && !found.has(column));
}

function unknownHeadings(
  { feed }: ColumnIndex,
  headings: readonly string[],
  unknown: readonly number[],
): UnreadableBatch {
  const filled = headings.filter((heading) => heading.trim() !== '').length;
  // A file without a heading row shows a person's cells here, and so does one whose first row ran into the headings: they
  // must not come back in an answer or a log. Cells of a record hold digits somewhere, headings hardly ever do.
  const isHeadingRow =
    unknown.length * 2 <= filled && unknown.every((at) => LOOKS_LIKE_HEADING.test(headings[at] ?? ''));
  const names = unknown.map((at) => `第 ${at + 1} 列${isHeadingRow ? `“${headings[at] ?? ''}”` : ''}`);
  const detail = isHeadingRow
    ? `这些表头不在本报送项目的列中：${names.join('、')}。请改为规定的列名，不属于本报送项目的列（如序号）请删去。`
    : `没有找到表头，或表头与内容连在了一起（${names.join('、')}不是列名）。表头应在第一行，上方的标题行请删去。`;
  return new UnreadableBatch('HEADINGS_UNKNOWN', `${detail}${columnsOf(feed)}`, { headings: names });
}

const LOOKS_LIKE_HEADING = /^[\p{Script=Han}A-Za-z_()（）、/·\- ]{1,30}$/u;

/** What the first row has to say, and where to take it from. */
function columnsOf({ columns, feed }: Feed): string {
  const [required, others] = [
    columns.filter((column) => column.required),
    columns.filter((column) => !column.required),
  ];
  const list = (some: readonly SourceColumn[]) => some.map(({ heading }) => heading).join('、');
  return `必需的列：${list(required)}；其他可用的列：${list(others)}。可下载官方模板填写（GET /v1/feeds/${feed}/template，或 hub template ${feed}）。`;
}

function assertComplete(index: ColumnIndex, columns: readonly Heading[]): void {
  const repeated = columns.filter((column, at) => columns.indexOf(column) !== at).map((column) => column.heading);
  if (repeated.length > 0) {
    throw new UnreadableBatch('HEADINGS_REPEATED', `这些列出现了不止一次：${repeated.join('、')}。请各保留一列。`, {
      headings: repeated,
    });
  }
  const missing = missingColumns(
    index,
    columns.map(({ heading }) => heading),
  );
  if (missing.length > 0) {
    const names = missing.map((column) => column.heading);
    throw new UnreadableBatch(
      'HEADINGS_MISSING',
      `缺少必需的列：${names.join('、')}。请补上后报送，各列的要求见数据字典或官方模板。`,
      {
        headings: names,
      },
    );
  }
}
