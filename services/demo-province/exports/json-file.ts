import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { cellText } from './cell-text.js';
import type { Cell } from './cell.js';
import { COLUMNS } from './columns.js';
import type { ExportRow, PlannedFile } from './export-row.js';

/** One object a line; a broken line is cut in the middle. */
export async function writeNdjsonFile(path: string, file: PlannedFile): Promise<void> {
  const stream = createWriteStream(path);
  for (const row of file.rows) {
    const text = JSON.stringify(objectOf(row));
    const line = row.cellsTooMany === undefined ? text : text.slice(0, Math.floor(text.length * 0.6));
    if (!stream.write(`${line}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
}

/** An array of objects; a broken one is a note where an object should be. */
export async function writeJsonFile(path: string, file: PlannedFile): Promise<void> {
  const stream = createWriteStream(path);
  const objects = Array.from(file.rows, (row) => (row.cellsTooMany === undefined ? objectOf(row) : '本条待补'));
  stream.end(`${JSON.stringify(objects, null, 2)}\n`);
  await finished(stream);
}

/** Names as the columns' keys; empty cells are left out, as the system's own export does. */
function objectOf(row: ExportRow): Record<string, string | number> {
  const members: Record<string, string | number> = {};
  for (const [key] of COLUMNS[row.statement.feed]) {
    const cell = row.cells[key] ?? null;
    if (cell !== null) members[key] = memberOf(cell);
  }
  return members;
}

function memberOf(cell: Exclude<Cell, null>): string | number {
  return typeof cell === 'object' && 'number' in cell ? cell.number : cellText(cell, 'dashes');
}
