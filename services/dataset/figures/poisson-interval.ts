export type Interval = { readonly low: number; readonly high: number };

/** Below this number the exact limits are reckoned; from it on Byar's approximation differs in the third digit only. */
const EXACT_BELOW = 10;

/** Two-sided 95 %. */
const TAIL = 0.025;
const Z = 1.959963984540054;

/**
 * 95 % interval of the mean of a Poisson count: exact (Garwood 1936) below 10, Byar's approximation from 10 on (Breslow
 * and Day 1987, p. 69).
 *
 * @param count whole, not negative
 */
export function poissonInterval(count: number): Interval {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`An interval is made for a whole number of cases from 0 on; found ${count}.`);
  }
  return count < EXACT_BELOW ? exact(count) : byar(count);
}

/** The mean under which this many cases or more, and this many or fewer, have a chance of 2.5 %. */
function exact(count: number): Interval {
  return {
    low: count === 0 ? 0 : meanWhere((mean) => 1 - cumulative(count - 1, mean) >= TAIL),
    high: meanWhere((mean) => cumulative(count, mean) <= TAIL),
  };
}

/** Smallest mean for which the condition holds, which it does from there on; means of counts below 10 end before 30. */
function meanWhere(holds: (mean: number) => boolean): number {
  let [low, high] = [0, 30];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** P(X ≤ count). */
function cumulative(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let cases = 1; cases <= count; cases += 1) {
    term *= mean / cases;
    sum += term;
  }
  return sum;
}

function byar(count: number): Interval {
  const limit = (cases: number, sign: 1 | -1): number =>
    cases * (1 - 1 / (9 * cases) + (sign * Z) / (3 * Math.sqrt(cases))) ** 3;
  return { low: limit(count, -1), high: limit(count + 1, 1) };
}
