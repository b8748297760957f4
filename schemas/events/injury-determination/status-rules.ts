import type { ContractRule } from '../../finding.js';
import type { InjuryDeterminationPayload as Payload } from '../../generated/event-types.js';

const REGULATION = '工伤保险条例';
/** States before any acceptance, and in which an accepted case waits for its decision. */
const NOT_ACCEPTED: ReadonlySet<string> = new Set(['APPLIED', 'SUPPLEMENT_REQUIRED', 'REJECTED']);
const PENDING: ReadonlySet<string> = new Set(['ACCEPTED', 'INVESTIGATING', 'SUSPENDED']);
/** Conclusions of a decision; a withdrawn or terminated application ends without one. */
const DECISIONS: ReadonlySet<string> = new Set(['RECOGNIZED', 'DEEMED', 'NOT_RECOGNIZED']);

/** What the state of a case says about its dates: 申请→(补正)→受理|不予受理→调查核实→(中止)→决定→送达→复议|诉讼. */
export const statusRules: readonly ContractRule<Payload>[] = [
  {
    code: 'DET_ACCEPTANCE_FITS_STATUS',
    severity: 'error',
    fields: ['acceptedOn', 'status'],
    source: `${REGULATION} 第十七条、第十八条；工伤认定办法 第八条`,
    zh: '「办理状态」为申请、补正或不予受理的，不应有「受理日期」。',
    en: 'A case that has not been accepted has no date of acceptance.',
    remedy: '请清空「受理日期」；已经受理的请更正「办理状态」。',
    holds: ({ status, acceptedOn }) => !NOT_ACCEPTED.has(status) || !acceptedOn,
  },
  {
    code: 'DET_ACCEPTANCE_DATE_MISSING',
    severity: 'warning',
    fields: ['acceptedOn', 'status'],
    source: `${REGULATION} 第二十条（60日自受理之日起算）`,
    zh: '「办理状态」已在受理之后，但没有「受理日期」，无法评估认定时限。',
    en: 'The case is past its acceptance without a date of it: the time taken to decide cannot be judged.',
    remedy: '请补填「受理日期」；原始资料中确无受理日期的可不修改。',
    holds: ({ status, acceptedOn, conclusion }) =>
      NOT_ACCEPTED.has(status) || Boolean(acceptedOn) || (conclusion !== null && !DECISIONS.has(conclusion)),
  },
  {
    code: 'DET_CONCLUSION_BEFORE_DECISION',
    severity: 'error',
    fields: ['status', 'conclusion'],
    source: `${REGULATION} 第二十条`,
    zh: '「办理状态」还没有到作出决定，却填写了「认定结论」。',
    en: 'The state is before any decision, but there is a conclusion.',
    remedy: '请按决定书更正「办理状态」；尚未作出决定的请清空「认定结论」。',
    holds: ({ status, conclusion }) =>
      !(NOT_ACCEPTED.has(status) || PENDING.has(status)) || conclusion === null || !DECISIONS.has(conclusion),
  },
  {
    code: 'DET_SUSPENDED_NEEDS_DATE',
    severity: 'error',
    fields: ['suspendedOn', 'status', 'resumedOn'],
    source: `${REGULATION} 第二十条第三款`,
    zh: '「办理状态」为时限中止的，应填写「中止日期」，且不应有「恢复日期」。',
    en: 'A suspended case has a date of suspension and none of resumption.',
    remedy: '请填写「中止日期」；时限已经恢复的请更正「办理状态」。',
    holds: ({ status, suspendedOn, resumedOn }) => status !== 'SUSPENDED' || (Boolean(suspendedOn) && !resumedOn),
  },
  {
    code: 'DET_DELIVERED_NEEDS_DATE',
    severity: 'error',
    fields: ['deliveredOn', 'status'],
    source: `${REGULATION} 第二十条；工伤认定办法 第二十二条`,
    zh: '「办理状态」为送达的，应填写「送达日期」。',
    en: 'A delivered decision needs its date of delivery.',
    remedy: '请填写「送达日期」；尚未送达的请将「办理状态」改为“作出决定”。',
    holds: ({ status, deliveredOn }) => status !== 'DELIVERED' || Boolean(deliveredOn),
  },
];
