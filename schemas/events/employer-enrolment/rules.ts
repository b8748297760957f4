import type { ContractRule } from '../../finding.js';
import type { EmployerEnrolmentPayload as Payload } from '../../generated/event-types.js';
import { isPremiumPlausible } from './premium-range.js';
import { riskClassOfIndustry, riskClassRate } from './risk-class.js';

const REGULATION = '工伤保险条例';
const RATES = '人社部发〔2015〕71号';
/** Bounds of our own for a year's pay a head: wide, so that what lies beyond them is a mistaken unit. */
const YUAN_A_HEAD = { from: 1_000, to: 5_000_000 } as const;
const FEN_A_YUAN = 100;

/** Rules of the enrolment beyond those of its fields. Only what spoils a denominator is refused. */
export const rules: readonly ContractRule<Payload>[] = [
  {
    code: 'REQUIRED_MISSING',
    severity: 'error',
    fields: ['employer.industry'],
    source: `${REGULATION} 第八条（行业差别费率）`,
    zh: '「行业代码」为必填项，不能为空。',
    en: 'employer.industry is required.',
    remedy: '请按参保登记在「行业代码」填写国民经济行业小类代码（GB/T 4754-2017，四位）。',
    holds: ({ employer }) => Boolean(employer.industry),
  },
  {
    code: 'ENR_YEAR_END',
    severity: 'error',
    fields: ['statedOn'],
    source: `${REGULATION} 第十条；年度统计口径为公历年`,
    zh: '「统计截止日期」不是年度的最后一日。',
    en: 'The enrolment is not stated as at the last day of a year.',
    remedy: '请把「统计截止日期」改为统计年度的12月31日；年中注销的单位「年末参保人数」填0。',
    holds: ({ statedOn }) => statedOn.endsWith('-12-31'),
  },
  {
    code: 'ENR_RISK_CLASS_FITS_INDUSTRY',
    severity: 'warning',
    fields: ['riskClass', 'employer.industry'],
    source: `${RATES} 附件（工伤保险行业风险分类表）`,
    zh: '「行业风险类别」与「行业代码」所属行业大类的风险类别不符。',
    en: 'The risk class is not that of the industry division.',
    remedy: '请按行业风险分类表核对「行业风险类别」和「行业代码」；按多数业务或当地规定另行确定的可不修改。',
    holds: ({ riskClass, employer }) => {
      const expected = riskClassOfIndustry(employer.industry ?? '');
      return expected === undefined || expected === riskClass;
    },
  },
  {
    code: 'ENR_FLOAT_TIER_FITS_CLASS',
    severity: 'warning',
    fields: ['floatTier', 'riskClass'],
    source: `${RATES} 三（一类行业三个档次，二类至八类行业五个档次）`,
    zh: '「费率浮动档次（%）」不是该行业风险类别的档次。',
    en: 'The floating tier is none of the risk class.',
    remedy:
      '请核对「费率浮动档次（%）」：一类行业为100、120、150，二类至八类行业为50、80、100、120、150；未知的可不填。',
    holds: ({ floatTier, riskClass }) =>
      floatTier === null || (riskClassRate(riskClass)?.floatTiers.includes(floatTier) ?? true),
  },
  {
    code: 'ENR_PREMIUM_PLAUSIBLE',
    severity: 'warning',
    fields: ['premiumFen', 'payrollFen', 'riskClass', 'floatTier'],
    source: `${REGULATION} 第十条（缴费工资总额乘以缴费费率）；${RATES}`,
    zh: '「应缴保险费（万元）」与缴费工资总额、行业基准费率、浮动档次明显不符（已考虑阶段性降费）。',
    en: 'The premium is far from payroll by base rate and tier, temporary reductions allowed for.',
    remedy:
      '请核对「应缴保险费（万元）」「缴费工资总额（万元）」的数值和计量单位，以及「行业风险类别」「费率浮动档次（%）」。',
    holds: isPremiumPlausible,
  },
  {
    code: 'ENR_PAYROLL_PLAUSIBLE',
    severity: 'warning',
    fields: ['payrollFen', 'openingHeadcount', 'closingHeadcount'],
    source: '合理性检查：用于发现计量单位差错，界限为本枢纽自定',
    zh: `人均年缴费工资低于${YUAN_A_HEAD.from}元或高于${YUAN_A_HEAD.to}元，计量单位可能有误。`,
    en: `A year's pay a head is below ${YUAN_A_HEAD.from} or above ${YUAN_A_HEAD.to} yuan: the unit may be mistaken.`,
    remedy: '请核对「缴费工资总额（万元）」的计量单位（万元）和「年初参保人数」「年末参保人数」。',
    holds: isPayrollPlausible,
  },
];

/** By the mean of opening and closing headcount; nothing can be said where both are zero. */
function isPayrollPlausible({ payrollFen, openingHeadcount, closingHeadcount }: Payload): boolean {
  const workers = (openingHeadcount + closingHeadcount) / 2;
  if (workers <= 0) return true;
  const yuan = payrollFen / FEN_A_YUAN / workers;
  return yuan >= YUAN_A_HEAD.from && yuan <= YUAN_A_HEAD.to;
}
