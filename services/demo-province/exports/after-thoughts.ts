import type { Random } from '../random.js';

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
  readonly retractedWithoutReason: number;
};

/** Shares of all candidates, at least two of each kind that is wanted; the last is a number. */
export function afterThoughts<T>(
  random: Random,
  candidates: readonly T[],
  shares: AfterThoughtShares,
): AfterThoughts<T> {
  const left = random.shuffled(candidates);
  const take = (count: number) => left.splice(0, count);
  const share = (part: number) => take(part === 0 ? 0 : Math.max(2, Math.round(candidates.length * part)));
  return {
    retractedWithoutReason: take(shares.retractedWithoutReason),
    retracted: share(shares.retracted),
    replaced: share(shares.replaced),
    revoked: share(shares.revoked),
    corrected: share(shares.corrected),
  };
}

/** Nine clerks in ten say why. */
export function mostly(random: Random, reason: string): string | null {
  return random.chance(0.9) ? reason : null;
}
