import { UNSTATED } from '../../dataset/figures/figure-table.js';
import type { TableBlock, TableColumn, TableRow } from '../briefing-document.js';
import type { ComparedFigure, ComparedRow } from '../compared-figure.js';
import { percentFigure } from '../sentences/percentage.js';
import { SMALL, SMALL_REMARK } from '../sentences/year-on-year.js';

/** What cannot be computed prints as a dash, never as 0 and never as an empty cell. */
export const DASH = '—';

type Amount = { readonly now: number; readonly before: number | null };

/** `2025年 | 2024年 | 增减 | 增减（%）` of one measure. */
export function changeCells({ now, before }: Amount): string[] {
  if (before === null) return [String(now), DASH, DASH, DASH];
  const difference = now - before;
  return [String(now), String(before), signed(difference), changeRate(difference, before)];
}

function changeRate(difference: number, before: number): string {
  if (before === 0) return DASH;
  if (difference === 0) return '0.0';
  const rate = percentFigure(Math.abs(difference), before);
  // 不足0.1 takes no sign: the column before it tells the direction.
  return difference > 0 || rate.startsWith('不足') ? rate : `-${rate}`;
}

const signed = (difference: number): string => (difference > 0 ? `+${difference}` : String(difference));

/**
 * A figure of one measure: row label, this year, last year, difference, difference in percent, share of this year.
 *
 * @param first heading of the first column
 */
export function yearOnYearTable(
  figure: ComparedFigure,
  options: { caption: string; first: string; labelWidth?: number; mayBreak?: boolean; source: string },
): TableBlock {
  const [measure] = figure.table.columns;
  if (!measure) throw new TypeError(`Indicator ${figure.table.indicator.id} has no measure.`);
  const amount = (row: Pick<ComparedRow, 'now' | 'before'>): Amount => ({
    now: row.now[measure.key] ?? 0,
    before: row.before?.[measure.key] ?? null,
  });
  const total = amount(figure.total);
  const row = (label: string, of: Amount, role: TableRow['role']): TableRow => ({
    role,
    cells: [label, ...changeCells(of), total.now > 0 ? percentFigure(of.now, total.now) : DASH],
  });
  return {
    kind: 'table',
    caption: options.caption,
    mayBreak: options.mayBreak ?? false,
    columns: [
      { label: options.first, width: options.labelWidth ?? 34, align: 'left' },
      ...changeColumns(figure.table.year, measure.unit),
      { label: '占比（%）', width: 12, align: 'right' },
    ],
    rows: [...figure.rows.map((each) => row(each.label, amount(each), 'plain')), row('合计', total, 'total')],
    notes: [options.source, ...remarks(figure, figure.rows.map(amount))],
  };
}

/** Columns of {@link changeCells}. */
export function changeColumns(year: number, unit: string, band?: string): TableColumn[] {
  const column = (label: string, width: number): TableColumn => ({ label, width, align: 'right' });
  if (band === undefined) {
    return [
      column(`${year}年（${unit}）`, 13),
      column(`${year - 1}年（${unit}）`, 13),
      column('增减', 10),
      column('增减（%）', 14),
    ];
  }
  const columns = [column(`${year}年`, 12), column(`${year - 1}年`, 12), column('增减', 9), column('增减（%）', 15)];
  return columns.map((each) => ({ ...each, band: `${band}（${unit}）` }));
}

/** What a reader must know about these rows: dashes, small numbers, records without a code. */
export function remarks(figure: ComparedFigure, amounts: readonly Amount[]): string[] {
  const dashes = amounts.some(({ before }) => before === null || before === 0);
  const small = amounts.some(
    ({ now, before }) => before !== null && before > 0 && Math.min(now, before) < SMALL && now !== before,
  );
  return [
    ...(dashes ? [`“${DASH}”表示上年同期为0或者上年无此分类，不计算变化幅度。`] : []),
    ...(small ? [`数值不足${SMALL}的，${SMALL_REMARK}。`] : []),
    ...(figure.rows.some(({ key }) => key === UNSTATED) ? ['“未填报”为代码空缺或者不在有效代码表内的记录。'] : []),
  ];
}
