import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsOf } from '../../finding.js';
import type { EmployerEnrolmentPayload } from '../../generated/event-types.js';
import { schemasFolder } from '../../own-files.js';
import { rules } from './rules.js';

const valid = JSON.parse(
  readFileSync(join(schemasFolder(), 'events/employer-enrolment/valid-payload.json'), 'utf8'),
) as EmployerEnrolmentPayload;

const found = (change: Partial<EmployerEnrolmentPayload>) =>
  findingsOf(rules, { ...valid, ...change }).map(({ code, field }) => `${field} ${code}`);
const ofIndustry = (industry: string | null) => ({ employer: { ...valid.employer, industry } });

it('needs the industry of record', () => {
  expect(found(ofIndustry(null))).toEqual(['employer.industry REQUIRED_MISSING']);
});

it('is stated as at the end of a year', () => {
  expect(found({ statedOn: '2023-12-31' })).toEqual([]);
  expect(found({ statedOn: '2024-11-30' })).toEqual(['statedOn ENR_YEAR_END']);
});

describe('the risk class', () => {
  const premium = { payrollFen: 0, premiumFen: 0, openingHeadcount: 0, closingHeadcount: 0 };

  it('is that of the industry division', () => {
    expect(found({ ...premium, ...ofIndustry('0610'), riskClass: '8' })).toEqual([]);
    expect(found({ ...premium, ...ofIndustry('0610'), riskClass: '7' })).toEqual([
      'riskClass ENR_RISK_CLASS_FITS_INDUSTRY',
    ]);
  });

  it('is that of the group where the division is split (59), and free where none is laid down (79)', () => {
    expect(found({ ...premium, ...ofIndustry('5910'), riskClass: '5' })).toEqual([]);
    expect(found({ ...premium, ...ofIndustry('5942'), riskClass: '2' })).toEqual([]);
    expect(found({ ...premium, ...ofIndustry('7910'), riskClass: '4' })).toEqual([]);
  });

  it('has its tiers: the first only upwards', () => {
    expect(found({ ...premium, floatTier: 50 })).toEqual([]);
    expect(found({ ...premium, floatTier: 110 })).toEqual(['floatTier ENR_FLOAT_TIER_FITS_CLASS']);
    expect(found({ ...premium, ...ofIndustry('6510'), riskClass: '1', floatTier: 50 })).toEqual([
      'floatTier ENR_FLOAT_TIER_FITS_CLASS',
    ]);
  });
});

describe('the premium', () => {
  const full = 8_877_600;

  it('is payroll by rate, or down to half of it while reductions last', () => {
    expect(found({ premiumFen: full })).toEqual([]);
    expect(found({ premiumFen: full / 2 })).toEqual([]);
    expect(found({ premiumFen: full * 0.4 })).toEqual(['premiumFen ENR_PREMIUM_PLAUSIBLE']);
    expect(found({ premiumFen: full * 1.2 })).toEqual(['premiumFen ENR_PREMIUM_PLAUSIBLE']);
  });

  it('may be that of any tier of the class where the tier is unknown', () => {
    expect(found({ floatTier: null, premiumFen: full * 1.5 })).toEqual([]);
    expect(found({ floatTier: null, premiumFen: full * 0.25 })).toEqual([]);
    expect(found({ floatTier: null, premiumFen: full * 2 })).toEqual(['premiumFen ENR_PREMIUM_PLAUSIBLE']);
  });
});

it('finds payrolls in a mistaken unit, and says nothing of employers without workers', () => {
  const times = (factor: number) => ({
    payrollFen: valid.payrollFen * factor,
    premiumFen: valid.premiumFen * factor,
  });
  expect(found(times(10_000))).toEqual(['payrollFen ENR_PAYROLL_PLAUSIBLE']);
  expect(found(times(1 / 10_000))).toEqual(['payrollFen ENR_PAYROLL_PLAUSIBLE']);
  expect(found({ ...times(10_000), openingHeadcount: 0, closingHeadcount: 0 })).toEqual([]);
});
