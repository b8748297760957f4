import type { IndicatorMeasure } from '../../../schemas/indicators/indicator.js';

/** Key of the row that takes records whose code is blank or not in force: they are shown, never dropped. */
export const UNSTATED = 'UNSTATED';
export const UNSTATED_LABEL = '未填报';

/** Drill-down key that means every row of the figure. */
export const TOTAL = 'TOTAL';

/** Measure key → whole number. */
export type FigureValues = Readonly<Record<string, number>>;

export type FigureRow = {
  /** Code of the row, or {@link UNSTATED}; passes to the drill-down as it is. */
  readonly key: string;
  /** Chinese, as printed. */
  readonly label: string;
  /** Key of the {@link FigureGroup} that the row belongs to. */
  readonly group?: string;
  readonly values: FigureValues;
  /** Further columns of a list, Chinese, as printed: date, place, grade. */
  readonly texts?: Readonly<Record<string, string>>;
};

/** A subtotal. Its rows are among the table's rows, so it adds nothing to the total. */
export type FigureGroup = { readonly key: string; readonly label: string; readonly values: FigureValues };

/** One figure of one year. For each measure: total = sum over rows, group = sum over its rows. */
export type FigureTable = {
  readonly indicator: {
    readonly id: string;
    readonly version: string;
    readonly label: string;
    readonly definition: string;
  };
  readonly year: number;
  readonly columns: readonly IndicatorMeasure[];
  readonly rows: readonly FigureRow[];
  readonly groups: readonly FigureGroup[];
  readonly total: FigureValues;
};

/** A record behind a figure, down to its place in Kafka. */
export type DrillDownRow = {
  readonly sourceId: string;
  readonly recordId: string;
  readonly eventId: string;
  /** Submission that brought it; null where the version is not kept. */
  readonly batch: string | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Key of the row in which the record is counted. */
  readonly key: string;
  /** What the record adds to each measure: 1 to a count, its deaths to a toll. */
  readonly values: FigureValues;
};

/** Sum of the values of some rows, measure by measure. */
export function sumOf(columns: readonly IndicatorMeasure[], rows: readonly { values: FigureValues }[]): FigureValues {
  return Object.fromEntries(
    columns.map(({ key }) => [key, rows.reduce((sum, { values }) => sum + (values[key] ?? 0), 0)]),
  );
}
