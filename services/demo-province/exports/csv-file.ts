import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Cell } from './cell.js';
import { COLUMNS } from './columns.js';
import type { DayStyle, ExportRow, FileFormat, PlannedFile } from './export-row.js';
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
    const cells = columns.map(([key]) => textOf(row.cells[key] ?? null, format.days));
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

function textOf(cell: Cell, days: DayStyle): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if ('day' in cell) return dayText(cell.day, days);
  if ('moment' in cell) return `${cell.moment}:00`;
  return 'number' in cell ? String(cell.number) : cell.result;
}

function dayText(day: string, style: DayStyle): string {
  const [year, month, date] = day.split('-');
  if (style === 'dashes') return day;
  if (style === 'digits') return day.replaceAll('-', '');
  const short = `${year}/${Number(month)}/${Number(date)}`;
  return style === 'slashes' ? short : `${year}年${Number(month)}月${Number(date)}日`;
}
