import { UNSTATED, type FigureRow, type FigureTable, type FigureValues } from '../dataset/figures/figure-table.js';

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
  readonly total: { readonly now: FigureValues; readonly before: FigureValues };
};

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
    total: { now: table.total, before: lastYear.total },
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
