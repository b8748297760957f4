import type { SourceColumn } from '../../../connectors/connector.js';
import type { Finding } from '../../../schemas/finding.js';
import type { Heading } from './column-heading.js';
import { LISTED_AT, readListing, REST, UNMENDED, type ReturnedColumn } from './returned-columns.js';
import { isPlainText, listingUnreadable, plainPart, restLeft, unmendedCell, unreadableCell } from './row-findings.js';
import type { ReadRow } from './row-reader.js';

export const emptyRow = (rowNumber: number): ReadRow => ({ rowNumber, cells: {}, findings: [] });

/** Takes in a text under its heading; a text of nothing but blanks is an empty cell. */
export function addText(row: ReadRow, heading: Heading, text: string, columns: readonly SourceColumn[]): void {
  if (isReturned(heading)) return addReturned(row, heading, text.trim(), columns);
  row.cells[heading.key] = null;
  if (text.trim() === '') return;
  if (text.startsWith(UNMENDED)) addUnread(row, heading, unmendedCell(heading), text.slice(UNMENDED.length));
  else if (isPlainText(text)) row.cells[heading.key] = text;
  else addUnread(row, heading, unreadableCell(heading), text);
}

/** A cell that cannot be read: what it held is kept beside the row, to be returned with it. */
export function addUnread(row: ReadRow, { key }: SourceColumn, finding: Finding | null, sent: string): void {
  row.cells[key] = null;
  addUnreadText(row, key, finding, sent);
}

function addUnreadText(row: ReadRow, key: string, finding: Finding | null, sent: string): void {
  if (finding) row.findings.push(finding);
  row.unread = { rest: null, ...row.unread, cells: { ...row.unread?.cells, [key]: plainPart(sent) } };
}

/** What belongs to no column. */
export function addRest(row: ReadRow, finding: Finding, rest: string): void {
  row.findings.push(finding);
  row.unread = { cells: {}, ...row.unread, rest: plainPart(rest) };
}

export function isReturned(heading: Heading): heading is ReturnedColumn {
  return !('required' in heading);
}

function addReturned(row: ReadRow, { key }: ReturnedColumn, text: string, columns: readonly SourceColumn[]): void {
  if (text === '') return;
  if (key === REST.key) addRest(row, restLeft(columns), text);
  if (key !== LISTED_AT.key) return;
  const listing = readListing(text);
  if (listing) row.listing = listing;
  else addUnreadText(row, key, listingUnreadable(), text);
}
