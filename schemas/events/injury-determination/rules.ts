import { codeEntry } from '../../code-lists/code-list.js';
import type { ContractRule } from '../../finding.js';
import type { InjuryDeterminationPayload as Payload } from '../../generated/event-types.js';
import { deadlineRules } from './deadline-rules.js';
import { dateOrderRules } from './date-order-rules.js';
import { statusRules } from './status-rules.js';

type Rule = ContractRule<Payload>;

const REGULATION = '工伤保险条例';
const DISEASE = '14-4';
const SUDDEN_DEATH = '15-1';
const RESCUE_HOURS = 48;
const DEATH = '3';
/** States in which a decision has been made. */
const DECIDED: ReadonlySet<string> = new Set(['DECIDED', 'DELIVERED', 'RECONSIDERATION', 'LITIGATION', 'REVOKED']);

/** Rules of the determination beyond those of its fields; sources: 工伤保险条例 (Decree 375, amended by 586). */
export const rules: readonly Rule[] = [
  diseaseNeeds('diagnosisCertificate', '诊断证明书编号'),
  diseaseNeeds('diagnosedOn', '职业病诊断日期'),
  {
    code: 'DET_ACCIDENT_NEEDS_TIME',
    severity: 'error',
    fields: ['accidentAt', 'situation'],
    source: `${REGULATION} 第十四条、第十五条`,
    zh: '除患职业病（14-4）外，填写了「认定情形」的应填写「事故时间」。',
    en: 'Every situation but an occupational disease (14-4) needs the time of the accident.',
    remedy: '请填写「事故时间」；患职业病的请将「认定情形」改为 14-4。',
    holds: ({ situation, accidentAt }) => !situation || situation === DISEASE || accidentAt !== null,
  },
  {
    code: 'DET_SUDDEN_DEATH_48H',
    severity: 'error',
    fields: ['diedAt', 'rescueStartedAt', 'situation'],
    source: `${REGULATION} 第十五条第一款第（一）项；抢救时间自医疗机构初次诊断时间起算（劳社部函〔2004〕256号）`,
    zh: '认定情形 15-1 应填写「死亡时间」，且不得晚于「抢救开始时间」后48小时。',
    en: 'Situation 15-1 needs the time of death, at most 48 hours after the start of rescue.',
    remedy: '请核对「死亡时间」「抢救开始时间」和「认定情形」；抢救超过48小时死亡的不适用 15-1。',
    holds: ({ situation, diedAt, rescueStartedAt }) =>
      situation !== SUDDEN_DEATH ||
      (diedAt !== null && (rescueStartedAt === null || diedAt - rescueStartedAt <= RESCUE_HOURS * 3_600_000)),
  },
  ...dateOrderRules,
  {
    code: 'DET_CONCLUSION_FITS_SITUATION',
    severity: 'error',
    fields: ['conclusion', 'situation'],
    source: `${REGULATION} 第十四条至第十六条`,
    zh: '「认定结论」与「认定情形」不符：认定工伤对应第十四条，视同工伤对应第十五条，不予认定只能对应第十六条或不填情形。',
    en: 'The conclusion does not fit the situation: RECOGNIZED iff 14-x, DEEMED iff 15-x, NOT_RECOGNIZED only with 16-x or none.',
    remedy: '请按决定书核对「认定结论」和「认定情形」。',
    holds: ({ conclusion, situation }) => conclusionFits(conclusion, situation),
  },
  decisionNeeds('decidedOn', '决定日期'),
  decisionNeeds('conclusion', '认定结论', { field: 'situation', heading: '认定情形' }),
  decisionNeeds('decisionNumber', '决定书文号'),
  ...statusRules,
  {
    code: 'DET_HARM_FITS_DEATH',
    severity: 'warning',
    fields: ['harmGrade', 'diedAt'],
    source: 'GB/T 6441-1986（伤害程度）；工伤保险条例 第三十九条（因工死亡）',
    zh: '「伤害程度」与「死亡时间」不符：死亡的应有死亡时间，有死亡时间的伤害程度应为死亡。',
    en: 'The harm does not fit the time of death: a death has one, and what has one is a death.',
    remedy: '请核对「伤害程度」和「死亡时间」；认定之后因其他原因死亡的可不修改。',
    holds: ({ harmGrade, diedAt }) => harmGrade === null || (harmGrade === DEATH) === (diedAt !== null),
  },
  ...deadlineRules,
];

/** The list of situations says which conclusion each leads to; codes that it does not know are found elsewhere. */
function conclusionFits(conclusion: string | null, situation: string | null): boolean {
  const entry = situation ? codeEntry('injury-situation', situation) : undefined;
  if (situation && !entry) return true;
  const led = entry?.attributes?.['conclusion'];
  if (conclusion === 'RECOGNIZED' || conclusion === 'DEEMED') return led === conclusion;
  if (conclusion === 'NOT_RECOGNIZED') return led === undefined || led === conclusion;
  // No conclusion yet, withdrawn or terminated: the situation is what was applied for.
  return true;
}

/** One rule a column, so that the finding names the column that is empty. */
function diseaseNeeds(field: 'diagnosisCertificate' | 'diagnosedOn', heading: string): Rule {
  return {
    code: 'DET_DISEASE_NEEDS_CERTIFICATE',
    severity: 'error',
    fields: [field, 'situation'],
    source: `${REGULATION} 第十四条第（四）项、第十九条`,
    zh: `认定情形为患职业病（14-4）的，应填写「${heading}」。`,
    en: `An occupational disease (14-4) needs ${field}.`,
    remedy: `请按职业病诊断证明书或鉴定书填写「${heading}」。`,
    holds: (payload) => payload.situation !== DISEASE || Boolean(payload[field]),
  };
}

function decisionNeeds(
  field: 'decidedOn' | 'conclusion' | 'decisionNumber',
  heading: string,
  /** Filled together with it. */
  together?: { field: 'situation'; heading: string },
): Rule {
  const also = together ? `（连同「${together.heading}」）` : '';
  return {
    code: 'DET_DECIDED_NEEDS_DECISION',
    severity: 'error',
    fields: [field, 'status', ...(together ? [together.field] : [])],
    source: `${REGULATION} 第二十条；工伤认定办法 第十九条`,
    zh: `「办理状态」为作出决定、送达、行政复议、行政诉讼或撤销重作的，应填写「${heading}」。`,
    en: `A case that has been decided needs ${field}.`,
    remedy: `请按决定书填写「${heading}」${also}；尚未作出决定的请更正「办理状态」。`,
    holds: (payload) => !DECIDED.has(payload.status) || Boolean(payload[field]),
  };
}
