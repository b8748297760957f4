import type { ContractRule } from '../../finding.js';
import type { InjuryDeterminationPayload as Payload } from '../../generated/event-types.js';
import { asDate } from '../../period.js';

/** Stages of a case in the order of the law (工伤保险条例 Art. 17-20), each with its column. */
const STAGES = [
  { field: 'appliedOn', heading: '申请日期' },
  { field: 'acceptedOn', heading: '受理日期' },
  { field: 'decidedOn', heading: '决定日期' },
  { field: 'deliveredOn', heading: '送达日期' },
] as const;

/** Accident or diagnosis ≤ applied ≤ accepted ≤ decided ≤ delivered: one rule a stage, so that the finding names it. */
export const dateOrderRules: readonly ContractRule<Payload>[] = STAGES.map(({ field, heading }, place) => {
  const earlier = ['accidentAt', 'diagnosedOn', ...STAGES.slice(0, place).map((stage) => stage.field)] as const;
  const before = ['事故时间', '职业病诊断日期', ...STAGES.slice(0, place).map((stage) => stage.heading)];
  const named = before.map((name) => `「${name}」`).join('');
  return {
    code: 'DET_DATE_ORDER',
    severity: 'error',
    fields: [field, ...earlier],
    source: '工伤保险条例 第十七条至第二十条',
    zh: `「${heading}」早于之前环节的日期。`,
    en: `${field} is before an earlier stage of the case.`,
    remedy: `请核对「${heading}」，它不得早于${named}。`,
    holds: (payload) => {
      const day = payload[field];
      return !day || earlier.every((path) => (asDate(payload[path]) ?? '') <= day);
    },
  };
});
