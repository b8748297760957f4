import { guarded } from '../reading/csv-guard.js';
import { headingsOf, type ReturnedCell, type ReturnedFile } from './returned-file.js';

/** RFC 4180 in UTF-8 with BOM, so that spreadsheets know the encoding. */
export async function* returnedCsv(
  file: ReturnedFile,
  rows: AsyncIterable<readonly ReturnedCell[]>,
): AsyncGenerator<string> {
  yield `\ufeff${line(headingsOf(file))}`;
  for await (const cells of rows) yield line(cells.map(({ text }) => guarded(text)));
}

const line = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\r\n`;

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
