import { poissonInterval, type Interval } from './poisson-interval.js';

/** A number of cases over the mean number of the insured. Without a denominator there is no rate, and no nought either. */
export type Rate = {
  readonly numerator: number;
  /** Mean of the opening and closing headcount; null where nobody is stated. May end in .5. */
  readonly denominator: number | null;
  /** Cases per `per` of the denominator; null without one. */
  readonly value: number | null;
  /** 95 % interval of the value; null without one. */
  readonly interval: Interval | null;
};

export type Headcounts = { readonly opening: number; readonly closing: number };

/** @param per 1000 for ‰ */
export function rate(numerator: number, { opening, closing }: Headcounts, per: number): Rate {
  const denominator = (opening + closing) / 2;
  if (!(denominator > 0)) return { numerator, denominator: null, value: null, interval: null };
  const { low, high } = poissonInterval(numerator);
  const scaled = (cases: number): number => (cases * per) / denominator;
  return {
    numerator,
    denominator,
    value: scaled(numerator),
    interval: { low: scaled(low), high: scaled(high) },
  };
}
