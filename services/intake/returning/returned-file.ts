import { columnOf } from '../../../connectors/connector-columns.js';
import type { Feed, SourceColumn } from '../../../connectors/connector.js';
import type { Finding } from '../../../schemas/finding.js';
import { columnIndex } from '../reading/column-heading.js';
import {
  LISTED_AT,
  listingText,
  REASON,
  REMEDY,
  REST,
  RETURNED_COLUMNS,
  TO_CHANGE,
  UNMENDED,
  type Listing,
  type ReturnedColumn,
} from '../reading/returned-columns.js';
import { isReturned } from '../reading/row-cells.js';
import type { RejectedRow, RejectedSummary } from './read-returned.js';

/** The department's own columns under its own headings, then ours. */
export type ReturnedFile = {
  readonly own: readonly { readonly heading: string; readonly column: SourceColumn }[];
  readonly added: readonly ReturnedColumn[];
  /** Of rows that do not bring one from an earlier return. */
  readonly listing: Listing;
};

export type ReturnedCell = {
  readonly text: string;
  /** To be looked at: the finding's own place with what it says, or another place that its check looked at. */
  readonly mark: { readonly note: string } | 'also' | null;
};

/** Lays out the file of rejected rows; a column that was not sent is there when a row has to be mended in it. */
export function returnedFile(feed: Feed, { headings, fields, listing }: RejectedSummary): ReturnedFile {
  const { find } = columnIndex(feed);
  const own = (headings ?? feed.columns.map(({ heading }) => heading)).flatMap((heading) => {
    const column = find(heading);
    return column && !isReturned(column) ? [{ heading, column }] : [];
  });
  const named = new Set([...fields].map((field) => columnOf(feed, field)));
  const sent = new Set(own.map(({ column }) => column));
  const missing = feed.columns.filter((column) => named.has(column) && !sent.has(column));
  const added = [REASON, REMEDY, TO_CHANGE];
  if (fields.has(REST.key)) added.push(REST);
  if (feed.basisKind === 'exportAsOf') added.push(LISTED_AT);
  return { own: [...own, ...missing.map((column) => ({ heading: column.heading, column }))], added, listing };
}

export function headingsOf({ own, added }: ReturnedFile): string[] {
  return [...own, ...added].map(({ heading }) => heading);
}

/** One rejected row: as many cells as the file has headings. */
export function returnedCells(feed: Feed, file: ReturnedFile, row: RejectedRow): ReturnedCell[] {
  const places = placesIn(feed, row.errors);
  const mark = (key: string) => places.get(key) ?? null;
  const own = file.own.map(({ column: { key } }) => ({ text: ownText(row, key), mark: mark(key) }));
  const added = file.added.map((column) => ({
    text: addedText(file, row, column, places),
    mark: mark(column.key),
  }));
  return [...own, ...added];
}

function ownText({ cells, unread }: RejectedRow, key: string): string {
  const left = unread && Object.hasOwn(unread.cells, key) ? unread.cells[key] : undefined;
  return left === undefined ? (cells[key] ?? '') : UNMENDED + left;
}

function addedText(
  { own, listing }: ReturnedFile,
  { errors, unread, ...row }: RejectedRow,
  column: ReturnedColumn,
  places: Places,
): string {
  switch (column) {
    case REASON:
      return numbered(errors.map(({ zh }) => zh));
    case REMEDY:
      return numbered(errors.map(({ remedy }) => remedy));
    case TO_CHANGE:
      return [...own.map(({ heading, column: { key } }) => ({ key, heading })), ...RETURNED_COLUMNS]
        .flatMap(({ key, heading }) => (places.has(key) ? [heading] : []))
        .join('、');
    case REST:
      return unread?.rest ?? '';
    default:
      return unread?.cells[LISTED_AT.key] ?? listingText(row.listing ?? listing);
  }
}

function numbered(sentences: readonly string[]): string {
  const distinct = [...new Set(sentences)];
  return distinct.length === 1 ? distinct.join('') : distinct.map((text, at) => `${at + 1}. ${text}`).join('\n');
}

type Places = ReadonlyMap<string, Exclude<ReturnedCell['mark'], null>>;

/** Columns, own and ours, in which the faults may lie. */
function placesIn(feed: Feed, errors: readonly Finding[]): Places {
  const keyOf = (field: string) => columnOf(feed, field)?.key ?? field;
  const places = new Map<string, Exclude<ReturnedCell['mark'], null>>();
  for (const { alsoFields = [] } of errors) for (const field of alsoFields) places.set(keyOf(field), 'also');
  for (const { field, zh, remedy } of errors) {
    const said = places.get(keyOf(field));
    const before = typeof said === 'object' ? `${said.note}\n` : '';
    places.set(keyOf(field), { note: `${before}${zh}${remedy}` });
  }
  return places;
}
