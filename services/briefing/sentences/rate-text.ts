import type { Interval } from '../../dataset/figures/poisson-interval.js';
import { decimal, NO_VALUE, textCell, type Cell } from '../cell.js';

/** ‰ of the insured: at 2.5‰ a change of 5 % is 0.13, which one decimal would not show. */
export const RATE_DECIMALS = 2;

export const rateText = (value: number): string => `${decimal(value, RATE_DECIMALS)}‰`;

export function intervalCell(interval: Interval | null): Cell {
  if (interval === null) return NO_VALUE;
  return textCell(`${decimal(interval.low, RATE_DECIMALS)}～${decimal(interval.high, RATE_DECIMALS)}`);
}
