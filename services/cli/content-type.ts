import { ServiceFailure } from '../../infra/process/service-failure.js';

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
  // Spreadsheets save "Unicode text" under these.
  txt: 'text/csv',
  tsv: 'text/tab-separated-values',
};

/** The type in which a spreadsheet is asked for, by the extension of its file. @throws ServiceFailure EXTENSION_UNKNOWN */
export function spreadsheetTypeOf(file: string): string {
  const [, extension = ''] = /\.(csv|xlsx)$/.exec(file.toLowerCase()) ?? [];
  const type = TYPES[extension];
  if (type !== undefined) return type;
  throw new ServiceFailure(`不能从文件名判断 ${file} 的格式。请使用扩展名 xlsx 或 csv。`, {
    code: 'EXTENSION_UNKNOWN',
    retriable: false,
  });
}

/** Under which type and encoding a file is sent, by its extension. @throws ServiceFailure EXTENSION_UNKNOWN */
export function contentOf(file: string): { contentType: string; headers: Record<string, string> } {
  const [, extension = '', gzip] = /\.([a-z]+)(\.gz)?$/.exec(file.toLowerCase()) ?? [];
  const type = Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
  if (type !== undefined) return { contentType: type, headers: gzip ? { 'content-encoding': 'gzip' } : {} };
  throw new ServiceFailure(
    `不能从文件名判断 ${file} 的格式。请使用扩展名 ${Object.keys(TYPES).join('、')}（可再加 .gz）。`,
    { code: 'EXTENSION_UNKNOWN', retriable: false },
  );
}
