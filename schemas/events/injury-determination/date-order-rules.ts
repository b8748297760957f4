import type { ContractRule } from '../../finding.js';
import type { InjuryDeterminationPayload as Payload } from '../../generated/event-types.js';
import { asDate } from '../../period.js';

type Rule = ContractRule<Payload>;

/** Stages of a case in the order of the law (工伤保险条例 Art. 17-20), each with its column. */
const STAGES = [
  { field: 'appliedOn', heading: '申请日期' },
  { field: 'acceptedOn', heading: '受理日期' },
  { field: 'decidedOn', heading: '决定日期' },
  { field: 'deliveredOn', heading: '送达日期' },
] as const;

/** Accident or diagnosis ≤ applied ≤ accepted ≤ decided ≤ delivered: one rule a stage, so that the finding names it. */
const stageRules: readonly Rule[] = STAGES.map(({ field, heading }, place) => {
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

/** Accident ≤ rescue ≤ death: 48 hours counted backwards would always be within 48. */
const deathRules: readonly Rule[] = [
  laterThan('rescueStartedAt', '抢救开始时间', [['accidentAt', '事故时间']]),
  laterThan('diedAt', '死亡时间', [
    ['accidentAt', '事故时间'],
    ['rescueStartedAt', '抢救开始时间'],
  ]),
];

type Instant = 'accidentAt' | 'rescueStartedAt' | 'diedAt';

function laterThan(field: Instant, heading: string, before: readonly (readonly [Instant, string])[]): Rule {
  const earlier = before.map(([path]) => path);
  const named = before.map(([, name]) => `「${name}」`).join('');
  return {
    code: 'DET_DEATH_ORDER',
    severity: 'error',
    fields: [field, ...earlier],
    source: '工伤保险条例 第十五条第一款第（一）项',
    zh: `「${heading}」早于${named}。`,
    en: `${field} is before ${earlier.join(' or ')}.`,
    remedy: `请核对「${heading}」，它不得早于${named}。`,
    holds: (payload) => {
      const at = payload[field];
      return at === null || earlier.every((path) => (payload[path] ?? at) <= at);
    },
  };
}

const suspensionRules: readonly Rule[] = [
  {
    code: 'DET_SUSPENSION_ORDER',
    severity: 'error',
    fields: ['resumedOn', 'suspendedOn'],
    source: '工伤保险条例 第二十条第三款',
    zh: '「恢复日期」须有「中止日期」，且不得早于中止日期。',
    en: 'A clock resumes only after it was suspended.',
    remedy: '请补填「中止日期」，或核对「恢复日期」不早于「中止日期」。',
    holds: ({ suspendedOn, resumedOn }) => !resumedOn || (Boolean(suspendedOn) && (suspendedOn ?? '') <= resumedOn),
  },
  {
    code: 'DET_SUSPENSION_WITHIN_CASE',
    severity: 'error',
    fields: ['suspendedOn', 'acceptedOn', 'decidedOn'],
    source: '工伤保险条例 第二十条第三款',
    zh: '「中止日期」不在受理之后、决定之前。',
    en: 'The clock was suspended before acceptance or after the decision.',
    remedy: '请核对「中止日期」，它不得早于「受理日期」，也不得晚于「决定日期」。',
    holds: ({ suspendedOn, acceptedOn, decidedOn }) =>
      !suspendedOn || ((acceptedOn ?? '') <= suspendedOn && suspendedOn <= (decidedOn ?? suspendedOn)),
  },
  {
    code: 'DET_SUSPENSION_WITHIN_CASE',
    severity: 'error',
    fields: ['resumedOn', 'decidedOn'],
    source: '工伤保险条例 第二十条第三款',
    zh: '「恢复日期」晚于「决定日期」。',
    en: 'The clock was resumed after the decision.',
    remedy: '请核对「恢复日期」，它不得晚于「决定日期」。',
    holds: ({ resumedOn, decidedOn }) => !resumedOn || resumedOn <= (decidedOn ?? resumedOn),
  },
];

/** Everything that the order of a case's dates has to keep. */
export const dateOrderRules: readonly Rule[] = [...stageRules, ...deathRules, ...suspensionRules];
