import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { cellText } from './cell-text.js';
import { COLUMNS } from './columns.js';
import type { ExportRow, FileFormat, PlannedFile } from './export-row.js';
import { encodeGb18030 } from './gb18030.js';

type CsvFormat = Extract<FileFormat, { type: 'csv' }>;

/** RFC 4180 with CRLF, as the departments' systems write it. */
export async function writeCsvFile(path: string, file: PlannedFile, format: CsvFormat): Promise<void> {
  const stream = createWriteStream(path);
  const encode = format.encoding === 'gb18030' ? encodeGb18030 : (text: string) => Buffer.from(text, 'utf8');
  if (format.encoding === 'utf-8-bom') stream.write(Buffer.of(0xef, 0xbb, 0xbf));
  const columns = COLUMNS[file.feed];
  stream.write(encode(line(columns.map(([, heading]) => heading))));
  for (const row of file.rows) {
    const cells = columns.map(([key]) => cellText(row.cells[key] ?? null, format.days));
    if (!stream.write(encode(line(resized(cells, row))))) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
}

/** A broken line has cells too many or too few. */
function resized(cells: string[], row: ExportRow): string[] {
  const extra = row.cellsTooMany ?? 0;
  return extra < 0 ? cells.slice(0, extra) : [...cells, ...Array<string>(extra).fill('0')];
}

function line(cells: readonly string[]): string {
  return cells.map(quoted).join(',') + '\r\n';
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
