import type { Feed } from '../../connectors/connector.js';
import { csv, gb18030, unicodeText, type Row } from '../integration/intake/sample-files.js';
import { zipOfEntries } from '../integration/intake/zip-archive.js';
import { workbookParts } from './workbook-parts.js';

/** A body at hand, or one that is made while it is sent because nobody could hold it. */
export type Bytes = Buffer | (() => Iterable<Buffer>);

export type Form = 'json' | 'ndjson' | 'csv' | 'csv with BOM' | 'csv in GB18030' | 'Unicode text' | 'xlsx';

export const FORMS: readonly Form[] = [
  ...(['json', 'ndjson', 'csv', 'csv with BOM', 'csv in GB18030', 'Unicode text', 'xlsx'] as const),
];

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function contentTypeOf(form: Form): string {
  if (form === 'json') return 'application/json';
  if (form === 'ndjson') return 'application/x-ndjson';
  return form === 'xlsx' ? XLSX : 'text/csv';
}

export function extensionOf(form: Form): string {
  if (form === 'json' || form === 'ndjson' || form === 'xlsx') return form;
  return form === 'Unicode text' ? 'txt' : 'csv';
}

/** Rows as a department's system would export them. */
export function bodyOf(form: Form, feed: Feed, rows: readonly Row[]): Buffer {
  if (form === 'json') return Buffer.from(JSON.stringify(rows));
  if (form === 'ndjson') return Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  if (form === 'xlsx') return zipOfEntries(workbookParts(feed, rows));
  return textBody(form, csv(feed, rows), () => unicodeText(feed, rows));
}

/** A CSV text in the encoding of the form. */
export function textBody(
  form: Form,
  text: string,
  tabbed = (): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le'),
): Buffer {
  if (form === 'csv in GB18030') return gb18030(text);
  if (form === 'Unicode text') return tabbed();
  return Buffer.from(form === 'csv with BOM' ? `\ufeff${text}` : text);
}
