import type { ContractRule } from '../../finding.js';
import type { InjuryDeterminationPayload as Payload } from '../../generated/event-types.js';
import { daysBetween } from '../../period.js';
import { injuryDay } from './case-dates.js';

const DAYS_FOR_EMPLOYER = 30;
const DAYS_TO_ACCEPT = 15;
const DAYS_TO_DECIDE = 60;
const DAYS_TO_DELIVER = 20;

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
    code: 'DET_LATE_ACCEPTANCE',
    severity: 'warning',
    fields: ['acceptedOn', 'appliedOn'],
    source: '工伤认定办法（人力资源社会保障部令第8号）第八条（15日，条文待核实）',
    zh: `「受理日期」距「申请日期」超过${DAYS_TO_ACCEPT}日。`,
    en: `Accepted more than ${DAYS_TO_ACCEPT} days after the application.`,
    remedy: '请核对「申请日期」和「受理日期」；时限自材料补正齐全之日起算、确属超期的，可不修改。',
    holds: ({ appliedOn, acceptedOn }) =>
      !acceptedOn || !appliedOn || daysBetween(appliedOn, acceptedOn) <= DAYS_TO_ACCEPT,
  },
  {
    code: 'DET_LATE_DECISION',
    severity: 'warning',
    fields: ['decidedOn', 'acceptedOn', 'suspendedOn', 'resumedOn'],
    source: '工伤保险条例 第二十条第一款、第三款',
    zh: `「决定日期」距「受理日期」扣除中止期间后超过${DAYS_TO_DECIDE}日。`,
    en: `Decided more than ${DAYS_TO_DECIDE} days after acceptance, the time of suspension taken off.`,
    remedy: '请核对「受理日期」和「决定日期」；曾中止的请补填「中止日期」和「恢复日期」。确属超期的可不修改。',
    holds: (payload) => daysToDecide(payload) <= DAYS_TO_DECIDE,
  },
  {
    code: 'DET_LATE_DELIVERY',
    severity: 'warning',
    fields: ['deliveredOn', 'decidedOn'],
    source: '工伤认定办法（人力资源社会保障部令第8号）第二十二条（20日，条文待核实）',
    zh: `「送达日期」距「决定日期」超过${DAYS_TO_DELIVER}日。`,
    en: `Delivered more than ${DAYS_TO_DELIVER} days after the decision.`,
    remedy: '请核对「决定日期」和「送达日期」；确属超期的可不修改。',
    holds: ({ decidedOn, deliveredOn }) =>
      !decidedOn || !deliveredOn || daysBetween(decidedOn, deliveredOn) <= DAYS_TO_DELIVER,
  },
];

/** The clock stands from suspension to resumption, or to the decision where nobody says that it was resumed. */
function daysToDecide({ acceptedOn, decidedOn, suspendedOn, resumedOn }: Payload): number {
  if (!acceptedOn || !decidedOn) return 0;
  const stood = suspendedOn ? Math.max(0, daysBetween(suspendedOn, resumedOn ?? decidedOn)) : 0;
  return daysBetween(acceptedOn, decidedOn) - stood;
}

/** The same day a year later; compared as text, so that 29 February allows up to 28 February. */
function oneYearAfter(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
}
