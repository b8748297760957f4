import { codeEntry } from '../../schemas/code-lists/code-list.js';
import type { Employer } from './employers.js';
import { riskClassOf } from './risk-classes.js';
import type { Setting } from './industries.js';
import type { Random } from './random.js';

/** One employer's year of insurance. */
export type Enrolment = {
  /** Natural key 参保登记编号: the employer's number at its agency, and the year. */
  readonly number: string;
  readonly year: number;
  readonly employer: Employer;
  readonly opening: number;
  readonly closing: number;
  readonly payrollYuan: number;
  readonly premiumFen: number;
  readonly riskClass: string;
  /** Per cent of the base rate; null where the agency's system does not say. */
  readonly floatTier: number | null;
};

/** Yuan a head in 2023 (own estimate); wages rise by a twentieth a year. */
const WAGES: Readonly<Record<Setting, number>> = {
  mine: 82_000,
  factory: 68_000,
  chemical: 76_000,
  site: 58_000,
  road: 61_000,
  service: 47_000,
  farm: 39_000,
  care: 88_000,
};
const BASE_YEAR = 2023;

export function enrolmentOf(random: Random, employer: Employer, year: number): Enrolment {
  // A fork an employer: the closing of one year is the opening of the next, whichever years are asked for.
  const own = random.fork(`employer-${employer.index}`);
  const noise = Array.from({ length: 24 }, () => own.next());
  const draw = (of: number, part = 0) => noise[(of - 2010 + part * 7) % noise.length] ?? 0;
  const opening = headcountAt(employer, year - 1, draw(year - 1));
  const closing = headcountAt(employer, year, draw(year));
  const wage = WAGES[employer.industry.setting] * 1.05 ** (year - BASE_YEAR) * (0.8 + 0.4 * draw(year, 1));
  const payrollYuan = Math.round(((opening + closing) / 2) * wage);
  const riskClass = riskClassOf(employer.industry.code);
  const tier = tierOf(riskClass, draw(BASE_YEAR, 2));
  return {
    number: enrolmentNumber(employer, year),
    year,
    employer,
    opening,
    closing,
    payrollYuan,
    premiumFen: premiumOf(payrollYuan, riskClass, tier, year),
    riskClass,
    floatTier: draw(year, 2) < 0.03 ? null : tier,
  };
}

export function enrolmentNumber({ prefecture, index }: Employer, year: number): string {
  return `CB-${prefecture.unit}-${String(index).padStart(6, '0')}-${year}`;
}

/** Employment grows by half a per cent a year; each employer by its own luck. */
function headcountAt({ headcount }: Employer, year: number, luck: number): number {
  return Math.max(1, Math.round(headcount * 1.005 ** (year - BASE_YEAR) * (0.96 + 0.08 * luck)));
}

/** Most pay the base rate; the first class floats upwards only. */
function tierOf(riskClass: string, luck: number): number {
  if (luck < 0.7) return 100;
  if (luck > 0.97) return 150;
  return luck > 0.88 || riskClass === '1' ? 120 : luck > 0.78 ? 80 : 50;
}

/** Payroll × base rate × tier, four fifths of it until 2024 (阶段性降费). */
function premiumOf(payrollYuan: number, riskClass: string, tier: number, year: number): number {
  const rate = Number(codeEntry('risk-class', riskClass)?.attributes?.['baseRatePercent'] ?? 0.2);
  return Math.round(payrollYuan * rate * (tier / 100) * (year <= 2024 ? 0.8 : 1));
}
