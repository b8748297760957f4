/** Delays between tries: doubling from `firstMs` to `longestMs`, spread by a fifth so that instances do not try in step. */
export type BackOff = { next: () => number; reset: () => void };

/** @param chance 0 … 1, injected in tests */
export function createBackOff(firstMs: number, longestMs: number, chance: () => number = Math.random): BackOff {
  let delay = firstMs;
  return {
    next: () => {
      const current = delay;
      delay = Math.min(delay * 2, longestMs);
      return Math.round(current * (0.9 + 0.2 * chance()));
    },
    reset: () => {
      delay = firstMs;
    },
  };
}
