import type { TableBlock, TableRow } from '../briefing-document.js';
import { textCell } from '../cell.js';
import { amountOf, type Amount, type ComparedFigure, type ComparedRow } from '../compared-figure.js';
import { changeCells, changeColumns, countsSomething, omission, remarks } from './year-on-year-table.js';

const MEASURES = ['accidents', 'deaths'] as const;

type Line = Pick<ComparedRow, 'key' | 'now' | 'before'>;

/**
 * Accidents and deaths side by side, each with year on year. A heading with several rows is a subtotal above them; one
 * with a single row is that row. Jilin's table ends with 较大以上事故 as part of the total.
 */
export function accidentTable(
  figure: ComparedFigure,
  options: { caption: string; first: string; larger?: ComparedFigure; omitEmpty?: true; source: string },
): TableBlock {
  const { year } = figure.table;
  const shown = options.omitEmpty ? figure.rows.filter(countsSomething) : figure.rows;
  return {
    kind: 'table',
    caption: options.caption,
    columns: [
      { label: options.first, width: 28, align: 'left' },
      ...changeColumns(year, '起', '事故起数'),
      ...changeColumns(year, '人', '死亡人数'),
    ],
    rows: [
      ...rowsUnderHeadings(figure, shown),
      line(figure, '合计', figure.total, 'total'),
      ...(options.larger ? [line(options.larger, '其中：较大以上事故', options.larger.total, 'plain')] : []),
    ],
    notes: [
      options.source,
      ...remarks(
        figure,
        shown.flatMap((row) => amounts(figure, row)),
      ),
      ...omission(figure, shown),
    ],
  };
}

function rowsUnderHeadings(figure: ComparedFigure, shown: readonly ComparedRow[]): TableRow[] {
  const lines = figure.groups.flatMap((group) => {
    const members = shown.filter((row) => row.group === group.key);
    if (members.length === 1) return [line(figure, group.label, group, 'plain')];
    return [line(figure, group.label, group, 'group'), ...members.map((row) => line(figure, row.label, row, 'child'))];
  });
  const others = shown.filter((row) => row.group === undefined);
  return [...lines, ...others.map((row) => line(figure, row.label, row, 'plain'))];
}

function line(figure: ComparedFigure, label: string, of: Line, role: TableRow['role']): TableRow {
  return { role, cells: [textCell(label), ...amounts(figure, of).flatMap(changeCells)] };
}

const amounts = (figure: ComparedFigure, of: Line): Amount[] =>
  MEASURES.map((measure) => amountOf(figure, of, measure));
