import { rateIndicator, type RateId } from '../../schemas/indicators/rate-indicator.js';
import type { FigureTable, FigureValues } from '../dataset/figures/figure-table.js';
import { rate, type Rate } from '../dataset/figures/rate.js';
import type { ComparedFigure } from './compared-figure.js';

/** A rate of this year and of the year before, of one row that both figures have. */
export type ComparedRate = { readonly key: string; readonly label: string; readonly now: Rate; readonly before: Rate };

/** Cases of one figure over the headcounts of another, row by row, and of the totals. */
export function comparedRates(
  id: RateId,
  cases: ComparedFigure,
  insured: ComparedFigure,
): { rows: ComparedRate[]; total: ComparedRate } {
  const { per } = rateIndicator(id);
  const of = (key: string, label: string, counted: Line, headcounts: Line | undefined): ComparedRate => ({
    key,
    label,
    now: rateOf(counted.now, headcounts?.now, per),
    before: rateOf(counted.before, headcounts?.before, per),
  });
  const keys = new Map([...cases.rows, ...insured.rows].map(({ key, label }) => [key, label]));
  const find = (figure: ComparedFigure, key: string) => figure.rows.find((row) => row.key === key);
  return {
    rows: [...keys].map(([key, label]) => of(key, label, find(cases, key) ?? NOTHING, find(insured, key))),
    total: of(cases.total.key, '合计', cases.total, insured.total),
  };
}

type Line = { readonly now: FigureValues; readonly before: FigureValues | null };

const NOTHING: Line = { now: {}, before: {} };

/** The rate of all rows of one year, or of a group of them. */
export function yearlyRate(id: RateId, cases: FigureTable, insured: FigureTable, group?: string): Rate {
  const valuesOf = (table: FigureTable): FigureValues =>
    group === undefined ? table.total : (table.groups.find(({ key }) => key === group)?.values ?? {});
  return rateOf(valuesOf(cases), valuesOf(insured), rateIndicator(id).per);
}

function rateOf(cases: FigureValues | null, headcounts: FigureValues | null | undefined, per: number): Rate {
  return rate(
    cases?.['cases'] ?? 0,
    { opening: headcounts?.['opening'] ?? 0, closing: headcounts?.['closing'] ?? 0 },
    per,
  );
}
