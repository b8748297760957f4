import type { TableBlock, TableRow } from '../briefing-document.js';
import { countCell, DASH, shareCell, textCell } from '../cell.js';
import { amountOf, type ComparedFigure, type ComparedRow } from '../compared-figure.js';
import { unstatedRemark } from './year-on-year-table.js';

type CourseOptions = {
  caption: string;
  first: string;
  source: string;
  /** Columns of one measure in another, e.g. diagnosed in traceable. */
  shares: readonly { label: string; part: string; whole: string }[];
  notes?: readonly string[];
};

/** What became of records: each measure is a part of the one before it. */
export function courseTable(figure: ComparedFigure, options: CourseOptions): TableBlock {
  const { columns } = figure.table;
  const shown = figure.rows.filter(({ now }) => Object.values(now).some((value) => value > 0));
  return {
    kind: 'table',
    caption: options.caption,
    columns: [
      { label: options.first, width: 32, align: 'left' },
      ...columns.map(({ label, unit }) => ({
        ...{ label: `${label}（${unit}）`, width: 17, align: 'right' as const, sums: true as const },
      })),
      ...options.shares.map(({ label }) => ({ label, width: 15, align: 'right' as const })),
    ],
    rows: [
      ...shown.map((row) => courseRow(figure, row.label, row, 'plain', options)),
      courseRow(figure, '合计', figure.total, 'total', options),
    ],
    notes: [
      options.source,
      `“${DASH}”表示分母为0，不计算比例。`,
      ...(options.notes ?? []),
      ...unstatedRemark(figure),
      ...(shown.length < figure.rows.length ? ['本年为0的类别未列出。'] : []),
    ],
  };
}

function courseRow(
  figure: ComparedFigure,
  label: string,
  line: Pick<ComparedRow, 'key' | 'now' | 'before'>,
  role: TableRow['role'],
  { shares }: CourseOptions,
): TableRow {
  const counts = figure.table.columns.map(({ key }) => amountOf(figure, line, key));
  return {
    role,
    cells: [
      textCell(label),
      ...counts.map(({ now, figure: reference }) => countCell(now, reference)),
      ...shares.map(({ part, whole }) => shareCell(line.now[part] ?? 0, line.now[whole] ?? 0)),
    ],
  };
}
