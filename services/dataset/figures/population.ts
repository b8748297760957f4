import type { Indicator } from '../../../schemas/indicators/indicator.js';
import { classificationArrays, type ClassifiedCode } from './classification.js';

export type PopulationRow = { readonly key: string; readonly label: string; readonly group?: string };

/**
 * The records that a figure counts. The figure and its drill-down both select from this one statement, so that they
 * cannot disagree on which records are meant.
 */
export type Population = {
  readonly indicatorId: string;
  /**
   * One line a counted record: source_id, record_id, event_id, topic, topic_partition, topic_offset, key, and an integer
   * column for each measure of the indicator. Parameters: $1 departments, $2 first day of the year, $3 first day of the
   * next, $4…$7 the classification as parallel arrays (code, row, valid from, valid to).
   */
  readonly sql: string;
  readonly classification: () => readonly ClassifiedCode[];
  /** Rows that are shown even when they count nothing, in the order of print. */
  readonly rows: (year: number) => readonly PopulationRow[];
  /** Rows that are shown only when they count something. */
  readonly rowsWhenCounted?: () => readonly PopulationRow[];
  readonly groups?: () => readonly { readonly key: string; readonly label: string }[];
  /** For a figure that lists its records, a row each: further columns of the statement and how they are printed. */
  readonly list?: PopulationList;
};

export type PopulationList = {
  readonly columns: readonly string[];
  /** Columns of the statement, so that the list has one order only. */
  readonly orderBy: readonly string[];
  readonly label: (record: Readonly<Record<string, unknown>>) => string;
  readonly texts: (record: Readonly<Record<string, unknown>>) => Readonly<Record<string, string>>;
};

type PopulationParameters = [
  departments: string[],
  from: string,
  to: string,
  ...ReturnType<typeof classificationArrays>,
];

/** Days are compared as dates, instants by midnight of Asia/Shanghai: the SQL says which. */
export function populationParameters(population: Population, indicator: Indicator, year: number): PopulationParameters {
  if (!Number.isInteger(year) || year < 1949 || year > 9998) {
    throw new RangeError(`A figure is made for a calendar year, e.g. 2025; found ${String(year)}.`);
  }
  return [
    indicator.departments.map(({ id }) => id),
    `${year}-01-01`,
    `${year + 1}-01-01`,
    ...classificationArrays(population.classification()),
  ];
}
