import { UnreadableBatch, type BatchFormat } from './row-reader.js';

const FORMATS: Readonly<Record<string, BatchFormat>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'text/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

export const ACCEPTED_MEDIA_TYPES: readonly string[] = Object.keys(FORMATS);

/** Spreadsheets that are known and not taken, each with what to do. */
const REFUSED: Readonly<Record<string, string>> = {
  'application/vnd.ms-excel.sheet.macroenabled.12':
    '含宏的工作簿（.xlsm）不予接收，请另存为不含宏的 .xlsx 工作簿后报送。',
  'application/vnd.ms-excel': '旧版 .xls 工作簿不予接收，请另存为 .xlsx 工作簿后报送。',
};

/** @throws UnreadableBatch UNSUPPORTED_MEDIA_TYPE */
export function formatOf(contentType: string | undefined): { format: BatchFormat; charset: string | null } {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim());
  const format = Object.hasOwn(FORMATS, type.toLowerCase()) ? FORMATS[type.toLowerCase()] : undefined;
  if (!format) {
    const lower = type.toLowerCase();
    const why = Object.hasOwn(REFUSED, lower) ? REFUSED[lower] : undefined;
    const detail = why ?? '请把 Content-Type 设为 CSV、XLSX、JSON 或 NDJSON 之一。';
    throw new UnreadableBatch('UNSUPPORTED_MEDIA_TYPE', detail, { accepted: ACCEPTED_MEDIA_TYPES });
  }
  const charset = parameters.map((parameter) => /^charset="?([\w-]+)"?$/i.exec(parameter)?.[1]).find(Boolean);
  return { format, charset: charset ?? null };
}

/** @returns whether the body is gzip. @throws UnreadableBatch UNSUPPORTED_ENCODING */
export function isGzip(contentEncoding: string | undefined): boolean {
  const encoding = (contentEncoding ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return false;
  if (encoding === 'gzip' || encoding === 'x-gzip') return true;
  throw new UnreadableBatch('UNSUPPORTED_ENCODING', 'Content-Encoding 只接受 gzip。', { accepted: ['gzip'] });
}

const BY_EXTENSION: Readonly<Record<string, string>> = {
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
export function contentOfName(name: string): { contentType: string | undefined; contentEncoding: string | undefined } {
  const lower = name.toLowerCase();
  const gzip = lower.endsWith('.gz');
  const extension = /\.[^.]+$/.exec(gzip ? lower.slice(0, -3) : lower)?.[0] ?? '';
  const contentType = Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : undefined;
  return { contentType, contentEncoding: gzip ? 'gzip' : undefined };
}
