import { cellText } from '../exports/cell-text.js';
import { COLUMNS } from '../exports/columns.js';
import type { ExportRow, PlannedFile } from '../exports/export-row.js';

/** What should stand in a row that a fault has spoiled, for whoever mends it as its clerk would. */
export type SpoiledCells = {
  readonly file: string;
  /** Row 1 is the first below the headings. */
  readonly row: number;
  readonly feed: string;
  readonly fault: string;
  /** The whole row by heading; an empty cell is an empty text. */
  readonly right: Readonly<Record<string, string>>;
};

/** None for a right row. */
export function spoiledCells({ path, feed }: PlannedFile, row: ExportRow, number: number): SpoiledCells[] {
  const { fault, rightCells } = row;
  if (fault === null) return [];
  if (!rightCells) throw new Error(`Row ${number} of ${path} has the fault ${fault}, but nobody said what is right.`);
  const right = COLUMNS[feed].map(([key, heading]) => [heading, cellText(rightCells[key] ?? null, 'dashes')]);
  return [{ file: path, row: number, feed, fault, right: Object.fromEntries(right) as Record<string, string> }];
}
