import { isCalendarDate, shanghaiInstant, shanghaiMidnight } from '../../../../schemas/period.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.txt': 'text/csv',
  '.tsv': 'text/tab-separated-values',
  '.xlsm': 'application/vnd.ms-excel.sheet.macroEnabled.12',
  '.xls': 'application/vnd.ms-excel',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.jsonl': 'application/x-ndjson',
};

/** What a file holds by its extension, also behind `.gz`; an undefined type is refused by the acceptance like any other. */
export function contentOf(name: string): { contentType: string | undefined; contentEncoding: string | undefined } {
  const lower = name.toLowerCase();
  const gzip = lower.endsWith('.gz');
  const extension = /\.[^.]+$/.exec(gzip ? lower.slice(0, -3) : lower)?.[0] ?? '';
  const contentType = Object.hasOwn(CONTENT_TYPES, extension) ? CONTENT_TYPES[extension] : undefined;
  return { contentType, contentEncoding: gzip ? 'gzip' : undefined };
}

/** Still being written, or nobody's submission: hidden, partial, an office program's lock, our own receipts. */
export function isUnfinishedName(name: string): boolean {
  return /^[.~]|\.(part|partial|filepart|tmp|crdownload)$|\.回执\.(json|txt)$/i.test(name);
}

/**
 * The moment of the export that a name declares: `asOf=2025-01-31` (as of midnight, like the parameter of the HTTP door)
 * or `asOf=2025-01-31T1830` (wall clock by Asia/Shanghai; names hold no colons on every system).
 *
 * @returns epoch milliseconds; undefined when the name has no such part, null when what it says is no moment
 */
export function asOfInName(name: string): number | null | undefined {
  const part = /asOf=([^_\s()（）]*?)(?=[_\s()（）]|\.[a-z]+|$)/i.exec(name)?.[1];
  if (part === undefined) return undefined;
  const [, day = '', hour, minute] = /^(\d{4}-\d\d-\d\d)(?:T([01]\d|2[0-3])([0-5]\d))?$/.exec(part) ?? [];
  if (!isCalendarDate(day)) return null;
  return hour === undefined
    ? shanghaiMidnight(day)
    : shanghaiInstant(day, Number(hour) * HOUR + Number(minute) * MINUTE);
}
