import type { Plan, PlanTarget } from '../../../schemas/plans/plan.js';
import { KEY_INDUSTRIES } from '../../dataset/figures/populations/key-industry-rows.js';
import type { Rate } from '../../dataset/figures/rate.js';
import type { BriefingHistory } from '../briefing-input.js';
import { yearlyRate } from '../incidence-rows.js';
import type { Measured } from './judge-target.js';

const ACCIDENT_INCIDENCE = 'work-injury-accident-incidence';

export type YearOfRates = { readonly year: number; readonly all: Rate; readonly key: Rate };

/** The rate of injuries by accident of each year of the history, of all and of the key industries. */
export function ratesByYear({ injuries, insured }: BriefingHistory): YearOfRates[] {
  return injuries.flatMap((cases) => {
    const headcounts = insured.find(({ year }) => year === cases.year);
    if (!headcounts) return [];
    return {
      year: cases.year,
      all: yearlyRate(ACCIDENT_INCIDENCE, cases, headcounts),
      key: yearlyRate(ACCIDENT_INCIDENCE, cases, headcounts, KEY_INDUSTRIES),
    };
  });
}

/** What a target measures, in the baseline, in the year before and in the year. */
export function measuredOf(history: BriefingHistory, plan: Plan, { of }: PlanTarget, year: number): Measured {
  const rates = ratesByYear(history);
  const at = (wanted: number): number | null => {
    if (of === 'PNEUMOCONIOSIS') return casesIn(history, wanted);
    const found = rates.find((each) => each.year === wanted);
    return (of === 'ALL' ? found?.all.value : found?.key.value) ?? null;
  };
  return { baseline: at(plan.baselineYear), before: at(year - 1), now: at(year) };
}

/** A year in which no department diagnosed anything is not known, rather than free of disease. */
function casesIn({ pneumoconiosis, diseases }: BriefingHistory, year: number): number | null {
  const known = (diseases.find((table) => table.year === year)?.total['cases'] ?? 0) > 0;
  return known ? (pneumoconiosis.find((table) => table.year === year)?.total['cases'] ?? null) : null;
}
