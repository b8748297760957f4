import { UNSTATED } from '../../dataset/figures/figure-table.js';
import type { TableBlock, TableColumn, TableRow } from '../briefing-document.js';
import { changeRateCell, countCell, DASH, NO_VALUE, shareCell, signedCell, textCell, type Cell } from '../cell.js';
import { amountOf, type Amount, type ComparedFigure, type ComparedRow } from '../compared-figure.js';
import { SMALL, SMALL_REMARK } from '../sentences/year-on-year.js';

/** `2025年 | 2024年 | 增减 | 增减（%）` of one measure. */
export function changeCells({ now, before, figure }: Amount): Cell[] {
  if (before === null) return [countCell(now, figure), NO_VALUE, NO_VALUE, NO_VALUE];
  return [
    countCell(now, figure),
    countCell(before, { ...figure, year: figure.year - 1 }),
    signedCell(now - before),
    changeRateCell(now, before),
  ];
}

export type YearOnYearOptions = {
  caption: string;
  /** Heading of the first column. */
  first: string;
  labelWidth?: number;
  mayBreak?: boolean;
  /** Leaves out rows that count nothing in both years, and says so. */
  omitEmpty?: true;
  source: string;
};

/** A figure of one measure: row label, this year, last year, difference, difference in percent, share of this year. */
export function yearOnYearTable(figure: ComparedFigure, options: YearOnYearOptions): TableBlock {
  const [measure] = figure.table.columns;
  if (!measure) throw new TypeError(`Indicator ${figure.table.indicator.id} has no measure.`);
  const total = amountOf(figure, figure.total, measure.key);
  const rows = options.omitEmpty ? figure.rows.filter(countsSomething) : figure.rows;
  const line = (label: string, of: Amount, role: TableRow['role']): TableRow => ({
    role,
    cells: [textCell(label), ...changeCells(of), shareCell(of.now, total.now)],
  });
  const amounts = rows.map((row) => amountOf(figure, row, measure.key));
  return {
    kind: 'table',
    caption: options.caption,
    mayBreak: options.mayBreak ?? false,
    columns: [
      { label: options.first, width: options.labelWidth ?? 34, align: 'left' },
      ...changeColumns(figure.table.year, measure.unit),
      { label: '占比（%）', width: 12, align: 'right' },
    ],
    rows: [
      ...rows.map((row, index) => line(row.label, amounts[index] ?? total, 'plain')),
      line('合计', total, 'total'),
    ],
    notes: [options.source, ...remarks(figure, amounts), ...omission(figure, rows)],
  };
}

/** Columns of {@link changeCells}. */
export function changeColumns(year: number, unit: string, band?: string): TableColumn[] {
  const labels = [`${year}年`, `${year - 1}年`, '增减', '增减（%）'];
  const widths = band === undefined ? [13, 13, 10, 14] : [12, 12, 9, 15];
  return labels.map((label, index) => ({
    label: band === undefined && index < 2 ? `${label}（${unit}）` : label,
    width: widths[index] ?? 12,
    align: 'right' as const,
    ...(index < 3 ? { sums: true as const } : {}),
    ...(band === undefined ? {} : { band: `${band}（${unit}）` }),
  }));
}

/** What a reader must know about these rows: dashes, small numbers, records without a code. */
export function remarks(figure: ComparedFigure, amounts: readonly Pick<Amount, 'now' | 'before'>[]): string[] {
  const dashes = amounts.some(({ before }) => before === null || before === 0);
  const small = amounts.some(
    ({ now, before }) => before !== null && before > 0 && Math.min(now, before) < SMALL && now !== before,
  );
  return [
    ...(dashes ? [`“${DASH}”表示上年同期为0或者上年无此分类，不计算变化幅度。`] : []),
    ...(small ? [`数值不足${SMALL}的，${SMALL_REMARK}。`] : []),
    ...unstatedRemark(figure),
  ];
}

export function unstatedRemark(figure: ComparedFigure): string[] {
  return figure.rows.some(({ key }) => key === UNSTATED) ? ['“未填报”为代码空缺或者不在有效代码表内的记录。'] : [];
}

export const countsSomething = ({ now, before }: Pick<ComparedRow, 'now' | 'before'>): boolean =>
  [...Object.values(now), ...Object.values(before ?? {})].some((value) => value > 0);

export const omission = (figure: ComparedFigure, shown: readonly ComparedRow[]): string[] =>
  shown.length < figure.rows.length ? ['本年和上年均为0的类别未列出。'] : [];
