import { UnreadableBatch, type BatchFormat } from './row-reader.js';

const FORMATS: Readonly<Record<string, BatchFormat>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

export const ACCEPTED_MEDIA_TYPES: readonly string[] = Object.keys(FORMATS);

/** @throws UnreadableBatch UNSUPPORTED_MEDIA_TYPE */
export function formatOf(contentType: string | undefined): { format: BatchFormat; charset: string | null } {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim());
  const format = Object.hasOwn(FORMATS, type.toLowerCase()) ? FORMATS[type.toLowerCase()] : undefined;
  if (!format) {
    throw new UnreadableBatch('UNSUPPORTED_MEDIA_TYPE', '请把 Content-Type 设为 CSV、XLSX、JSON 或 NDJSON 之一。', {
      accepted: ACCEPTED_MEDIA_TYPES,
    });
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
