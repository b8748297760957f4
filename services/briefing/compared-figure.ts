import {
  TOTAL,
  UNSTATED,
  type FigureRow,
  type FigureTable,
  type FigureValues,
} from '../dataset/figures/figure-table.js';
import type { FigureReference } from './cell.js';

/** Measure values of this year and of the year before; null where last year's catalogue had no such row. */
export type ComparedRow = Omit<FigureRow, 'values'> & {
  readonly now: FigureValues;
  readonly before: FigureValues | null;
};

export type ComparedFigure = {
  readonly table: FigureTable;
  readonly lastYear: FigureTable;
  readonly rows: readonly ComparedRow[];
  readonly groups: readonly {
    readonly key: string;
    readonly label: string;
    readonly now: FigureValues;
    readonly before: FigureValues;
  }[];
  /** Its key is {@link TOTAL}. */
  readonly total: { readonly key: string; readonly now: FigureValues; readonly before: FigureValues };
};

/** One number of this year and of the year before; `before` is null where last year's catalogue had no such row. */
export type Amount = { readonly now: number; readonly before: number | null; readonly figure: FigureReference };

/** @param line a row, a group or the total of the figure */
export function amountOf(
  { table }: ComparedFigure,
  line: Pick<ComparedRow, 'key' | 'now' | 'before'>,
  measure: string,
): Amount {
  return {
    now: line.now[measure] ?? 0,
    before: line.before?.[measure] ?? null,
    figure: { indicator: table.indicator.id, year: table.year, key: line.key, measure },
  };
}

/** The total of one measure, of this year and of the year before. */
export function totalOf(figure: ComparedFigure, measure = 'cases'): { now: number; before: number } {
  return { now: figure.total.now[measure] ?? 0, before: figure.total.before[measure] ?? 0 };
}

/** @param rowsFollowCatalogue rows come and go with a catalogue: one that is missing last year had no value, not 0 */
export function compareFigures(
  table: FigureTable,
  lastYear: FigureTable,
  options: { rowsFollowCatalogue?: boolean } = {},
): ComparedFigure {
  const zero = Object.fromEntries(table.columns.map(({ key }) => [key, 0]));
  const beforeOf = (key: string) => {
    const row = lastYear.rows.find((candidate) => candidate.key === key);
    return row ? row.values : options.rowsFollowCatalogue && key !== UNSTATED ? null : zero;
  };
  return {
    table,
    lastYear,
    rows: allRows(table, lastYear).map(({ values: now, ...row }) => ({ ...row, now, before: beforeOf(row.key) })),
    groups: table.groups.map(({ key, label, values: now }) => ({
      key,
      label,
      now,
      before: lastYear.groups.find((group) => group.key === key)?.values ?? zero,
    })),
    total: { key: TOTAL, now: table.total, before: lastYear.total },
  };
}

/** This year's rows, then those that only last year had: both years' columns must add up to their totals. */
function allRows(table: FigureTable, lastYear: FigureTable): FigureRow[] {
  const known = new Set(table.rows.map(({ key }) => key));
  const zero = Object.fromEntries(table.columns.map(({ key }) => [key, 0]));
  const gone = lastYear.rows.filter(
    ({ key, values }) => !known.has(key) && Object.values(values).some((value) => value > 0),
  );
  return [...table.rows, ...gone.map((row) => ({ ...row, values: zero }))];
}
