import { codeEntry, type CodeAttribute } from '../../code-lists/code-list.js';

/** What 人社部发〔2015〕71号 says of a risk class, in per cent: base rate of payroll, tiers of the base rate. */
export type RiskClassRate = { readonly baseRate: number; readonly floatTiers: readonly number[] };

/** Undefined for an unknown class, which is the code list's fault to find. */
export function riskClassRate(riskClass: string): RiskClassRate | undefined {
  const attributes = codeEntry('risk-class', riskClass)?.attributes;
  if (!attributes) return undefined;
  return { baseRate: Number(attributes['baseRatePercent']), floatTiers: numbersOf(attributes['floatTiersPercent']) };
}

/**
 * Risk class of an industry class (GB/T 4754-2017, four digits) by its division, or by its group where the division is
 * split (59). Undefined where none is laid down (79, new in 2017) and for an unknown industry.
 */
export function riskClassOfIndustry(industry: string): string | undefined {
  const found =
    codeEntry('industry-group', industry.slice(0, 3))?.attributes?.['riskClass'] ??
    codeEntry('industry-division', industry.slice(0, 2))?.attributes?.['riskClass'];
  return found === undefined ? undefined : String(found);
}

function numbersOf(attribute: CodeAttribute | undefined): readonly number[] {
  return Array.isArray(attribute) ? attribute.map(Number) : [];
}
