import { rounded, type Random } from '../random.js';

/** Which records a department comes back to after its first report; no record twice, so that stories do not mix. */
export type AfterThoughts<T> = {
  readonly corrected: readonly T[];
  readonly replaced: readonly T[];
  readonly retracted: readonly T[];
  /** To be retracted, but without the reason that is required: the record stands. */
  readonly retractedWithoutReason: readonly T[];
  readonly revoked: readonly T[];
};

export type AfterThoughtShares = {
  readonly corrected: number;
  readonly replaced: number;
  readonly retracted: number;
  readonly revoked: number;
  /** A number, not a share. */
  readonly retractedWithoutReason: number;
  /** Of each kind that is wanted, however few candidates there are. */
  readonly atLeast: number;
};

/** A tenth at most may be wrong retractions, or a small world would be nothing else. */
const MOST_WITHOUT_REASON = 0.1;

export function afterThoughts<T>(
  random: Random,
  candidates: readonly T[],
  shares: AfterThoughtShares,
): AfterThoughts<T> {
  const left = random.shuffled(candidates);
  const take = (count: number) => left.splice(0, count);
  const share = (part: number) =>
    take(part === 0 ? 0 : Math.max(shares.atLeast, rounded(random, candidates.length * part)));
  const most = Math.max(2, Math.round(candidates.length * MOST_WITHOUT_REASON));
  return {
    retractedWithoutReason: take(Math.min(shares.retractedWithoutReason, most)),
    retracted: share(shares.retracted),
    replaced: share(shares.replaced),
    revoked: share(shares.revoked),
    corrected: share(shares.corrected),
  };
}

/** What a year has to do of something that is to be done so many times in all years. */
export function partOf(times: number, years: readonly number[], year: number): number {
  const at = years.indexOf(year);
  return Math.floor((times * (at + 1)) / years.length) - Math.floor((times * at) / years.length);
}

/** Two of each kind in the first year are enough for a small world. */
export function fewest(years: readonly number[], year: number): number {
  return year === years[0] ? 2 : 0;
}

/** Nine clerks in ten say why. */
export function mostly(random: Random, reason: string): string | null {
  return random.chance(0.9) ? reason : null;
}
