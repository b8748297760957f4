import type exceljs from 'exceljs';
import { loadExceljs } from '../../infra/workbooks/load-exceljs.js';
import type { Response } from 'express';
import type pg from 'pg';
import type { Gap } from '../../schemas/gaps/gap.js';
import { countGaps, readGaps, type GapKey, type GapQuery, type GapRow } from '../dataset/gaps/read-gaps.js';
import { newestAcceptedAt } from '../dataset/progress.js';
import { listSources } from '../dataset/sources.js';
import { gapColumns } from './gap-columns.js';
import { gapNotes } from './gap-notes.js';
import { safeText } from './safe-text.js';

const ROWS_AT_ONCE = 500;

/**
 * Sends a gap's rows as a workbook, written as they are read: the list on the first sheet, definition and cut-off on the
 * second. Stops reading when the caller has gone; the caller's transaction must not wait for a socket that is closed.
 */
export async function sendGapWorkbook(
  client: pg.ClientBase,
  response: Response,
  gap: Gap,
  query: GapQuery,
): Promise<void> {
  const gone = new Promise<void>((resolve) => response.once('close', resolve));
  const workbook = new (await loadExceljs()).stream.xlsx.WorkbookWriter({ stream: response, useStyles: true });
  const sources = new Map((await listSources(client)).map(({ sourceId, name }) => [sourceId, name]));
  const list = addSheet(workbook, '清单', gapColumns);
  let number = 0;
  for await (const row of rowsOf(client, query)) {
    if (response.destroyed) return;
    number += 1;
    const cells = gapColumns.map(({ of }) => of(row, { gap, sources, number }));
    list.addRow(cells.map((cell) => (typeof cell === 'string' ? safeText(cell) : cell))).commit();
  }
  list.commit();
  const counts = await countGaps(client, query);
  const notes = addSheet(workbook, '口径和数据截止', [
    { heading: '项目', width: 16 },
    { heading: '内容', width: 100 },
  ]);
  for (const note of gapNotes(gap, query, { ...counts, cutOff: await newestAcceptedAt(client) })) {
    notes.addRow(note.map(safeText)).commit();
  }
  notes.commit();
  await Promise.race([workbook.commit(), gone]);
}

/** A sheet whose headings stay in sight. */
function addSheet(
  workbook: exceljs.stream.xlsx.WorkbookWriter,
  name: string,
  columns: readonly { heading: string; width: number }[],
): exceljs.Worksheet {
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map(({ width }) => ({ width }));
  const headings = sheet.addRow(columns.map(({ heading }) => heading));
  headings.font = { bold: true };
  headings.commit();
  return sheet;
}

async function* rowsOf(client: pg.ClientBase, query: GapQuery): AsyncGenerator<GapRow> {
  let after: GapKey | null = null;
  do {
    const page = await readGaps(client, { ...query, limit: ROWS_AT_ONCE, ...(after && { after }) });
    yield* page.rows;
    after = page.next;
  } while (after);
}
