import { gzipSync } from 'node:zlib';
import { csv, gb18030, type Row } from '../integration/intake/sample-files.js';
import { zipOfEntries } from '../integration/intake/zip-archive.js';
import { bodyOf, contentTypeOf, extensionOf, type Bytes, type Form } from './body-form.js';
import { FORM_TYPE, formWith } from './form-body.js';
import type { Expectation, HttpSubmission, Target } from './fuzz-case.js';
import { workbookParts } from './workbook-parts.js';

const MiB = 1024 * 1024;

export type Parts = { target: Target; rows: readonly Row[] };
type NamedCase = {
  title: string;
  form: Form;
  body: (parts: Parts) => Bytes;
  expected: Expectation;
  headers?: Record<string, string>;
  pace?: HttpSubmission['pace'];
};

const refused = (status: number, code: string): Expectation => ({ statuses: [status], code });
const rejectedOrRefused: Expectation = { statuses: [202, 400] };
const cutOff: Expectation = { statuses: [400] };
const gzip = { 'content-encoding': 'gzip' };

function* endlessLine(bytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(MiB, 'a');
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
}

const json = ({ rows }: Parts) => JSON.stringify(rows);
const table = ({ target, rows }: Parts) => csv(target.feed, rows);
/** The sheet of a workbook, its XML changed. */
const sheet = ({ target, rows }: Parts, change: (xml: string) => string) =>
  zipOfEntries(
    workbookParts(target.feed, rows).map((part) =>
      part.name.includes('sheet1') ? { ...part, content: Buffer.from(change(part.content.toString())) } : part,
    ),
  );
const bomb = () => zipOfEntries([{ name: 'xl/workbook.xml', content: Buffer.alloc(200 * MiB), claimed: 100 }]);
const swollen = (parts: Parts) =>
  sheet(parts, (xml) => xml.replace('<sheetData>', `<sheetData>${' '.repeat(200 * MiB)}`));

/** So many MiB, packed one by one: a gzip may have several members. */
function gzipOf(mebibytes: number): Buffer {
  const member = gzipSync(Buffer.alloc(MiB, 'a'));
  return Buffer.concat(Array.from({ length: mebibytes }, () => member));
}

/** What everybody fears of uploads, each with the answer that is due. */
export const NAMED_CASES: readonly NamedCase[] = [
  { title: 'a zip bomb that lies about its size', form: 'xlsx', body: bomb, expected: refused(400, 'FILE_BROKEN') },
  { title: 'a zip bomb in the sheet', form: 'xlsx', body: swollen, expected: refused(400, 'FILE_BROKEN') },
  {
    title: 'a gzip bomb',
    ...{ form: 'csv', headers: gzip, expected: refused(413, 'BODY_TOO_LARGE') },
    body: () => gzipOf(1024),
  },
  {
    title: 'a CSV line of 1 GB',
    ...{ form: 'csv', expected: refused(413, 'BODY_TOO_LARGE') },
    body: () => () => endlessLine(1024 * MiB),
  },
  {
    title: 'a CSV line as long as a body may be',
    ...{ form: 'csv', expected: { statuses: [400] } },
    body: () => () => endlessLine(200 * MiB),
  },
  {
    title: 'a line of JSON as long as a body may be',
    ...{ form: 'ndjson', expected: refused(400, 'FILE_BROKEN') },
    body: () => () => endlessLine(200 * MiB),
  },
  {
    title: 'JSON nested 100,000 deep',
    ...{ form: 'json', expected: refused(400, 'FILE_BROKEN') },
    body: () => Buffer.from(`[${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}]`),
  },
  {
    title: 'a line of JSON nested 100,000 deep',
    ...{ form: 'ndjson', expected: rejectedOrRefused },
    body: () => Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}\n`),
  },
  {
    title: '__proto__ as a member',
    ...{ form: 'json', expected: refused(400, 'HEADINGS_UNKNOWN') },
    body: (parts) => Buffer.from(json(parts).replace('{', '{"__proto__":{"polluted":1},')),
  },
  {
    title: '__proto__ and constructor as headings',
    ...{ form: 'csv', expected: refused(400, 'HEADINGS_UNKNOWN') },
    body: (parts) => Buffer.from(table(parts).replace(/^/, '__proto__,constructor,')),
  },
  {
    title: 'NUL in a CSV',
    ...{ form: 'csv', expected: refused(400, 'FILE_BROKEN') },
    body: (parts) => Buffer.from(table(parts).replace(/\r\n/, '\u0000\r\n')),
  },
  {
    title: 'NUL in every text of JSON',
    ...{ form: 'json', expected: { statuses: [202] } },
    body: (parts) => Buffer.from(JSON.stringify(parts.rows.map((row) => eachText(row, (text) => `${text}\u0000`)))),
  },
  {
    title: 'lone surrogates in every text of JSON',
    ...{ form: 'json', expected: { statuses: [202] } },
    body: (parts) => Buffer.from(JSON.stringify(parts.rows.map((row) => eachText(row, (text) => `${text}\ud800`)))),
  },
  {
    title: 'lone surrogates as names of members',
    ...{ form: 'ndjson', expected: refused(400, 'HEADINGS_UNKNOWN') },
    body: () => Buffer.from('{"\\ud800":"\\udc00"}\n'),
  },
  {
    title: 'lone surrogates in UTF-8',
    ...{ form: 'csv', expected: refused(400, 'ENCODING_UNREADABLE') },
    body: (parts) => Buffer.concat([Buffer.from(table(parts)), Buffer.from('eda0800affff', 'hex')]),
  },
  {
    title: 'lone surrogates in UTF-16',
    ...{ form: 'csv', expected: refused(400, 'ENCODING_UNREADABLE') },
    body: (parts) => Buffer.from(`\ufeff${table(parts)}\ud800`, 'utf16le'),
  },
  {
    title: 'GB18030 declared as UTF-8',
    ...{
      form: 'csv',
      headers: { 'content-type': 'text/csv; charset=utf-8' },
      expected: refused(400, 'ENCODING_UNREADABLE'),
    },
    body: ({ target, rows }) =>
      gb18030(
        csv(
          target.feed,
          rows.map((row) => ({ ...row, workerName: '张三' })),
        ),
      ),
  },
  {
    title: 'UTF-16 in big-endian order',
    ...{ form: 'csv', expected: refused(400, 'ENCODING_UNREADABLE') },
    body: (parts) => Buffer.from(`\ufeff${table(parts)}`, 'utf16le').swap16(),
  },
  {
    title: 'JSON in GB18030',
    ...{ form: 'json', expected: refused(400, 'ENCODING_UNREADABLE') },
    body: () => gb18030('[{"姓名":"张三"}]'),
  },
  {
    title: 'half a gzip',
    ...{ form: 'csv', headers: gzip, expected: refused(400, 'FILE_BROKEN') },
    body: (parts) => halfOf(gzipSync(table(parts))),
  },
  {
    title: 'a gzip with something behind it',
    ...{ form: 'csv', headers: gzip, expected: rejectedOrRefused },
    body: (parts) => Buffer.concat([gzipSync(table(parts)), Buffer.from('and more')]),
  },
  {
    title: 'half a form',
    ...{ form: 'csv', headers: { 'content-type': FORM_TYPE }, expected: refused(400, 'FORM_BROKEN') },
    body: (parts) => halfOf(formWith('a.csv', Buffer.from(table(parts)))),
  },
  {
    title: 'a form that lacks its last line',
    ...{ form: 'csv', headers: { 'content-type': FORM_TYPE }, expected: refused(400, 'FORM_BROKEN') },
    body: (parts) => formWith('a.csv', Buffer.from(table(parts))).subarray(0, -22),
  },
  {
    title: 'a form with something behind its end',
    ...{ form: 'csv', pace: 'slow', headers: { 'content-type': FORM_TYPE }, expected: { statuses: [202] } },
    body: (parts) => Buffer.concat([formWith('a.csv', Buffer.from(table(parts))), Buffer.alloc(20_000, 'more ')]),
  },
  {
    title: 'a form with a line of 300 MiB',
    ...{ form: 'csv', headers: { 'content-type': FORM_TYPE }, expected: refused(413, 'BODY_TOO_LARGE') },
    body: () => () => [...formHead(), ...endlessLine(300 * MiB)],
  },
  {
    title: 'a large form with a file that nobody takes',
    ...{ form: 'csv', headers: { 'content-type': FORM_TYPE }, expected: refused(415, 'UNSUPPORTED_MEDIA_TYPE') },
    body: () => formWith('a.exe', Buffer.alloc(8 * MiB, 'a')),
  },
  {
    title: 'entities within entities',
    ...{ form: 'xlsx', expected: rejectedOrRefused },
    body: (parts) => sheet(parts, (xml) => `${entities()}${xml.replace('<t>', '<t>&e9;')}`),
  },
  {
    title: 'XML nested 100,000 deep',
    ...{ form: 'xlsx', expected: rejectedOrRefused },
    body: (parts) => sheet(parts, (xml) => xml.replace('<t>', '<t>'.repeat(100_000))),
  },
  {
    title: 'a cell in the last column of the last row',
    ...{ form: 'xlsx', expected: rejectedOrRefused },
    body: (parts) =>
      sheet(parts, (xml) =>
        xml.replace('</sheetData>', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
      ),
  },
  {
    title: 'an upload that is cut off',
    form: 'json',
    pace: 'cut',
    body: (parts) => Buffer.from(json(parts)),
    expected: cutOff,
  },
  {
    title: 'a workbook that is cut off',
    form: 'xlsx',
    pace: 'cut',
    body: ({ target, rows }) => bodyOf('xlsx', target.feed, rows),
    expected: cutOff,
  },
  {
    title: 'a form that is cut off',
    ...{ form: 'csv', pace: 'cut', headers: { 'content-type': FORM_TYPE }, expected: cutOff },
    body: (parts) => formWith('a.csv', Buffer.from(table(parts))),
  },
  {
    title: 'an upload that takes its time',
    form: 'csv',
    pace: 'slow',
    body: (parts) => Buffer.from(table(parts)),
    expected: { statuses: [202], noRejects: true },
  },
];

/** Requests that break the protocol itself; the authorization stands in them where {token} does. */
export const RAW_CASES: readonly { title: string; head: string; statuses: readonly number[] }[] = [
  { title: 'no HTTP at all', head: 'hello\r\n\r\n', statuses: [400] },
  { title: 'a header without a colon', head: 'POST {path} HTTP/1.1\r\nHost: x\r\nbroken\r\n\r\n', statuses: [400] },
  {
    title: 'a header with control characters',
    head: 'POST {path} HTTP/1.1\r\nHost: x\r\nA: \u0001\u0000\r\n\r\n',
    statuses: [400],
  },
  {
    title: 'headers of 100 KB',
    head: `POST {path} HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(100_000)}\r\n\r\n`,
    statuses: [431],
  },
  {
    title: 'an address of 100 KB',
    head: `POST /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    statuses: [414, 431],
  },
  {
    title: 'a body told two ways',
    head: 'POST {path} HTTP/1.1\r\nHost: x\r\n{token}Content-Type: text/csv\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    statuses: [400],
  },
  {
    title: 'a chunk that has no size',
    head: 'POST {path} HTTP/1.1\r\nHost: x\r\n{token}Content-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n',
    statuses: [400],
  },
  {
    title: 'a negative length',
    head: 'POST {path} HTTP/1.1\r\nHost: x\r\n{token}Content-Type: text/csv\r\nContent-Length: -1\r\n\r\n',
    statuses: [400],
  },
  { title: 'no host', head: 'POST {path} HTTP/1.1\r\n\r\n', statuses: [400] },
];

export function namedHttp(named: NamedCase, parts: Parts, path: string): HttpSubmission {
  return {
    ...{ door: 'http', method: 'POST', path, pace: named.pace ?? 'whole' },
    headers: { 'content-type': contentTypeOf(named.form), ...named.headers },
    body: named.body(parts),
  };
}

export const fileNameOf = (form: Form, stem: string): string => `${stem}.${extensionOf(form)}`;

function eachText(row: Row, change: (text: string) => string): Row {
  return Object.fromEntries(Object.entries(row).map(([key, text]) => [key, text === null ? null : change(text)]));
}

const halfOf = (body: Buffer) => body.subarray(0, Math.floor(body.length / 2));

const formHead = () => [formWith('a.csv', Buffer.alloc(0)).subarray(0, -22)];

function entities(): string {
  const levels = Array.from({ length: 9 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`);
  return `<!DOCTYPE x [<!ENTITY e0 "lol">${levels.join('')}]>`;
}
