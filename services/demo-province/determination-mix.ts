import { addDays, dayBetween, yearOf } from './calendar.js';
import type { Outcome } from './determination-case.js';
import type { CaseWish } from './determinations.js';
import { dealt, rounded, type Random } from './random.js';

/** Recognised or deemed a year at 1:1: 4.4 million insured × 2.5 ‰ (`reference_stats.json`), falling slowly. */
const YEARLY: Readonly<Record<number, number>> = { 2023: 11_300, 2024: 11_000, 2025: 10_600 };
const PER_YEAR = 11_000;

/** `mix_assumptions.situation` of `reference_stats.json`; 14-4 comes from the diseases themselves. */
const SITUATIONS: readonly (readonly [situation: string, share: number])[] = [
  ['14-1', 0.755],
  ['14-2', 0.008],
  ['14-3', 0.008],
  ['14-5', 0.035],
  ['14-6', 0.155],
  ['14-7', 0.001],
  ['15-1', 0.025],
  ['15-2', 0.002],
  ['15-3', 0.001],
];
const DISEASE_SHARE = 0.01;
/** Of the decided: refused 2.5 %; ended 0.3 % and not accepted 1 % are our own estimate. */
const REFUSED = 0.025;
const ENDED = 0.003;
const NOT_ACCEPTED = 0.01;

/** Decisions that follow from accidents and diseases and so are no longer to be dealt: `year/situation` → number. */
export type DecidedElsewhere = ReadonlyMap<string, number>;

/** After the last year: applications that are decided within eleven weeks of it, and at its end are still open. */
export function openWishes(random: Random, next: number, scale: number): CaseWish[] {
  const after = dealt(random, rounded(random, (PER_YEAR * scale * 77) / 365), SITUATIONS, ([, share]) => share);
  return after.map(([situation]) => wish(random, situation, outcomeOf(situation), next, 77));
}

/** What a positive decision is called for a situation. */
function outcomeOf(situation: string): Outcome {
  return situation.startsWith('15-') ? 'DEEMED' : 'RECOGNIZED';
}

/** Applications by the day of their decision, so that every year has its number of decisions. */
export function wishesOfYear(random: Random, year: number, scale: number, elsewhere: DecidedElsewhere): CaseWish[] {
  const positive = (YEARLY[year] ?? PER_YEAR) * scale;
  const injuries = rounded(random, positive * (1 - DISEASE_SHARE));
  const wanted = dealt(random, injuries, SITUATIONS, ([, share]) => share).map(([situation]) => situation);
  const left = without(wanted, year, elsewhere).map((situation) => wish(random, situation, outcomeOf(situation), year));
  const refused = times(rounded(random, (positive * REFUSED) / (1 - REFUSED)), () =>
    wish(random, random.chance(0.3) ? random.pick(['16-1', '16-2', '16-2', '16-3']) : null, 'NOT_RECOGNIZED', year),
  );
  const ended = times(rounded(random, positive * ENDED), () => wish(random, null, 'TERMINATED', year));
  const notAccepted = times(rounded(random, positive * NOT_ACCEPTED), () => wish(random, null, 'NOT_ACCEPTED', year));
  return [...left, ...refused, ...ended, ...notAccepted];
}

function without(wanted: readonly string[], year: number, elsewhere: DecidedElsewhere): string[] {
  const skip = new Map<string, number>();
  for (const [key, count] of elsewhere) if (yearOf(key) === year) skip.set(key.slice(5), count);
  return wanted.filter((situation) => {
    const left = skip.get(situation) ?? 0;
    if (left > 0) skip.set(situation, left - 1);
    return left === 0;
  });
}

function wish(random: Random, situation: string | null, outcome: Outcome, year: number, days = 365): CaseWish {
  const first = `${year}-01-01`;
  return { situation, outcome, anchor: { decidedOn: dayBetween(random, first, addDays(first, days - 1)) } };
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
