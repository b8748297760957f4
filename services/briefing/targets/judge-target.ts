import type { Plan, PlanTarget } from '../../../schemas/plans/plan.js';

/** A measured number of each year of interest; null where it cannot be computed. */
export type Measured = {
  readonly baseline: number | null;
  readonly before: number | null;
  readonly now: number | null;
};

export type Verdict = 'MET' | 'NOT_MET' | 'ON_TRACK' | 'BEHIND' | 'DOWN' | 'SAME' | 'UP' | 'NO_DATA' | 'YEAR_RUNNING';

export type Judged = {
  readonly target: PlanTarget;
  readonly measured: Measured;
  /** Change in per cent against what the target compares with; null where there is none. */
  readonly change: number | null;
  /** Change in per cent that this year asks for; null for a target without a number. */
  readonly asked: number | null;
  readonly verdict: Verdict;
};

/**
 * What a year says of a target. The target over the period is in the years before its last compared with an equal share
 * of each year, and is met or not met in the last only. A choice of ours, printed under the table.
 */
export function judgeTarget(plan: Plan, target: PlanTarget, measured: Measured, now: YearStanding): Judged {
  const from = target.kind === 'REDUCTION_OVER_PERIOD' ? measured.baseline : measured.before;
  const change = from !== null && from > 0 && measured.now !== null ? ((measured.now - from) * 100) / from : null;
  const asked = askedChange(plan, target, now.year);
  return { target, measured, change, asked, verdict: verdictOf(plan, target, change, asked, now) };
}

export type YearStanding = { readonly year: number; readonly ended: boolean };

function askedChange(plan: Plan, { kind, percent }: PlanTarget, year: number): number | null {
  if (percent === null) return null;
  if (kind !== 'REDUCTION_OVER_PERIOD') return -percent;
  return (-percent * (year - plan.baselineYear)) / (plan.lastYear - plan.baselineYear);
}

function verdictOf(
  plan: Plan,
  { kind }: PlanTarget,
  change: number | null,
  asked: number | null,
  { year, ended }: YearStanding,
): Verdict {
  if (change === null) return 'NO_DATA';
  if (!ended) return 'YEAR_RUNNING';
  if (kind === 'DECREASE' || asked === null) return change < 0 ? 'DOWN' : change > 0 ? 'UP' : 'SAME';
  const reached = change <= asked + 1e-9;
  if (kind === 'REDUCTION_OVER_PERIOD' && year < plan.lastYear) return reached ? 'ON_TRACK' : 'BEHIND';
  return reached ? 'MET' : 'NOT_MET';
}

/** The number that a rate may at most have in a year if its target is met from the baseline on; null without a number. */
export function aimOf(plan: Plan, { kind, percent }: PlanTarget, baseline: number | null, year: number): number | null {
  if (baseline === null || percent === null) return null;
  const years = year - plan.baselineYear;
  if (kind === 'REDUCTION_EVERY_YEAR') return baseline * (1 - percent / 100) ** years;
  return baseline * (1 - (percent / 100) * (years / (plan.lastYear - plan.baselineYear)));
}
