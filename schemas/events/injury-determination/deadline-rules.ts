import type { ContractRule } from '../../finding.js';
import type { InjuryDeterminationPayload as Payload } from '../../generated/event-types.js';
import { daysBetween } from '../../period.js';
import { injuryDay } from './case-dates.js';

const DAYS_FOR_EMPLOYER = 30;
const DAYS_TO_DECIDE = 60;

/** Time limits of the Regulation; a case that missed one is real and is kept, with a warning. */
export const deadlineRules: readonly ContractRule<Payload>[] = [
  {
    code: 'DET_LATE_EMPLOYER_APPLICATION',
    severity: 'warning',
    fields: ['appliedOn', 'accidentAt', 'diagnosedOn', 'applicant', 'extensionApproved'],
    source: '工伤保险条例 第十七条第一款、第四款',
    zh: `用人单位申请距事故伤害或诊断之日超过${DAYS_FOR_EMPLOYER}日，且未经批准延长。`,
    en: `The employer applied more than ${DAYS_FOR_EMPLOYER} days after the injury, without an approved extension.`,
    remedy:
      '请核对「申请日期」「事故时间」「职业病诊断日期」；经社会保险行政部门同意延长的，请将「申请时限延长」填为“是”。确属逾期的可不修改。',
    holds: (payload) => {
      const from = injuryDay(payload);
      if (payload.applicant !== 'EMPLOYER' || payload.extensionApproved || from === null || !payload.appliedOn)
        return true;
      return daysBetween(from, payload.appliedOn) <= DAYS_FOR_EMPLOYER;
    },
  },
  {
    code: 'DET_LATE_APPLICATION',
    severity: 'warning',
    fields: ['appliedOn', 'accidentAt', 'diagnosedOn', 'applicant'],
    source: '工伤保险条例 第十七条第二款',
    zh: '职工、近亲属或工会组织申请距事故伤害或诊断之日超过1年。',
    en: 'The worker, next of kin or union applied more than a year after the injury.',
    remedy: '请核对「申请日期」「事故时间」「职业病诊断日期」；属于依法扣除期间等情形的可不修改。',
    holds: (payload) => {
      const from = injuryDay(payload);
      if (payload.applicant === 'EMPLOYER' || from === null || !payload.appliedOn) return true;
      return payload.appliedOn <= oneYearAfter(from);
    },
  },
  {
    code: 'DET_LATE_DECISION',
    severity: 'warning',
    fields: ['decidedOn', 'acceptedOn', 'suspendedOn'],
    source: '工伤保险条例 第二十条第一款、第三款',
    zh: `「决定日期」距「受理日期」超过${DAYS_TO_DECIDE}日，且没有中止记录。`,
    en: `Decided more than ${DAYS_TO_DECIDE} days after acceptance, without a suspension.`,
    remedy: '请核对「受理日期」和「决定日期」；曾中止的请补填「中止日期」和「恢复日期」。确属超期的可不修改。',
    holds: ({ acceptedOn, decidedOn, suspendedOn }) =>
      !acceptedOn || !decidedOn || Boolean(suspendedOn) || daysBetween(acceptedOn, decidedOn) <= DAYS_TO_DECIDE,
  },
];

/** The same day a year later; compared as text, so that 29 February allows up to 28 February. */
function oneYearAfter(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
}
