import type { EmployerEnrolmentPayload } from '../../generated/event-types.js';
import { riskClassRate } from './risk-class.js';

/** Temporary reductions (阶段性降费) have taken off up to half; the rest is room for rounding and changes in the year. */
const LOWEST_SHARE = 0.45;
const HIGHEST_SHARE = 1.1;

type Premium = Pick<EmployerEnrolmentPayload, 'payrollFen' | 'premiumFen' | 'riskClass' | 'floatTier'>;

/**
 * True when the premium is about payroll × base rate × tier (工伤保险条例 Art. 10); an unknown tier may be any of the
 * class. An unknown class has no rate to hold the premium against.
 */
export function isPremiumPlausible({ payrollFen, premiumFen, riskClass, floatTier }: Premium): boolean {
  const rate = riskClassRate(riskClass);
  if (!rate) return true;
  const tiers = floatTier === null ? rate.floatTiers : [floatTier];
  const premiumAt = (tier: number) => (payrollFen * rate.baseRate * tier) / 10_000;
  const lowest = premiumAt(Math.min(...tiers)) * LOWEST_SHARE;
  const highest = premiumAt(Math.max(...tiers)) * HIGHEST_SHARE;
  return premiumFen >= Math.floor(lowest) && premiumFen <= Math.ceil(highest);
}
