import type { TableBlock, TableRow } from '../briefing-document.js';
import type { ComparedFigure, ComparedRow } from '../compared-figure.js';
import { changeCells, changeColumns, remarks } from './year-on-year-table.js';

const MEASURES = ['accidents', 'deaths'] as const;

type Line = Pick<ComparedRow, 'now' | 'before'>;

/**
 * Accidents and deaths side by side, each with year on year. A heading with several rows is a subtotal above them; one
 * with a single row is that row. Jilin's table ends with 较大以上事故 as part of the total.
 */
export function accidentTable(
  figure: ComparedFigure,
  options: { caption: string; first: string; larger?: ComparedFigure; source: string },
): TableBlock {
  const { year } = figure.table;
  return {
    kind: 'table',
    caption: options.caption,
    columns: [
      { label: options.first, width: 28, align: 'left' },
      ...changeColumns(year, '起', '事故起数'),
      ...changeColumns(year, '人', '死亡人数'),
    ],
    rows: [
      ...rowsUnderHeadings(figure),
      line('合计', figure.total, 'total'),
      ...(options.larger ? [line('其中：较大以上事故', options.larger.total, 'plain')] : []),
    ],
    notes: [options.source, ...remarks(figure, figure.rows.flatMap(amounts))],
  };
}

function rowsUnderHeadings(figure: ComparedFigure): TableRow[] {
  const lines = figure.groups.flatMap((group) => {
    const members = figure.rows.filter((row) => row.group === group.key);
    if (members.length === 1) return [line(group.label, group, 'plain')];
    return [line(group.label, group, 'group'), ...members.map((row) => line(row.label, row, 'child'))];
  });
  const others = figure.rows.filter((row) => row.group === undefined);
  return [...lines, ...others.map((row) => line(row.label, row, 'plain'))];
}

function line(label: string, of: Line, role: TableRow['role']): TableRow {
  return { role, cells: [label, ...amounts(of).flatMap(changeCells)] };
}

function amounts({ now, before }: Line): { now: number; before: number | null }[] {
  return MEASURES.map((measure) => ({ now: now[measure] ?? 0, before: before?.[measure] ?? null }));
}
