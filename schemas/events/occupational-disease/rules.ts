import type { ContractRule } from '../../finding.js';
import type { OccupationalDiseasePayload } from '../../generated/event-types.js';
import { daysBetween } from '../../period.js';
import { isPneumoconiosis, stageFitsDisease } from './disease-stage.js';
import { diagnosisRules } from './diagnosis-rules.js';
import { progressionRules } from './progression-rules.js';

type Rule = ContractRule<OccupationalDiseasePayload>;

const METHOD = '职业病诊断与鉴定管理办法（国家卫生健康委员会令第6号）';
/** Kinds that report no confirmed disease, so that there is no certificate of diagnosis. */
const WITHOUT_CERTIFICATE: ReadonlySet<string> = new Set(['SUSPECTED', 'NOT_OCCUPATIONAL']);
const FOLLOW_UPS: ReadonlySet<string> = new Set(['REASSESSED_UPHELD', 'REASSESSED_CHANGED', 'PROGRESSED']);
const STAGED_KINDS: ReadonlySet<string> = new Set(['DIAGNOSED', 'PROGRESSED']);
/** A diagnosis is reported within 15 days. */
const DAYS_TO_REPORT = 15;

/** Rules of the disease report card beyond those of its fields. */
export const rules: readonly Rule[] = [
  diagnosisNeeds('certificateNumber', '诊断证明书编号'),
  diagnosisNeeds('diagnosedOn', '诊断日期'),
  {
    code: 'OD_FOLLOW_UP_NEEDS_PRIOR',
    severity: 'error',
    fields: ['priorCertificateNumber', 'reportKind'],
    source: `${METHOD} 第四章（鉴定）；GBZ 70-2015（晋期）`,
    zh: '鉴定维持、鉴定改变和晋期的报告应填写「原诊断证明书编号」。',
    en: 'A re-assessment or progression must name the certificate that it follows.',
    remedy:
      '请在「原诊断证明书编号」填写所依据的原诊断证明书（或前次鉴定书）编号；首次诊断的请将「报告类型」改为“确诊职业病”。',
    holds: ({ reportKind, priorCertificateNumber }) => !FOLLOW_UPS.has(reportKind) || Boolean(priorCertificateNumber),
  },
  ...progressionRules,
  {
    code: 'OD_STAGE_FITS_DISEASE',
    severity: 'error',
    fields: ['stage', 'disease'],
    source: 'GBZ 70-2015（尘肺期别）；GBZ 49-2014（噪声聋分级）',
    zh: '「期别或程度」与「职业病代码」不相符。',
    en: 'The stage or degree does not exist for this disease.',
    remedy: '请核对「期别或程度」和「职业病代码」；尘肺病、噪声聋、职业性化学中毒以外的病种不填期别或程度。',
    holds: ({ stage, disease }) => !stage || stageFitsDisease(stage, disease),
  },
  {
    code: 'OD_PNEUMOCONIOSIS_NEEDS_STAGE',
    severity: 'error',
    fields: ['stage', 'disease', 'reportKind'],
    source: 'GBZ 70-2015',
    zh: '确诊或晋期的尘肺病应填写「期别或程度」。',
    en: 'A diagnosed or progressed pneumoconiosis must have its stage.',
    remedy: '请按诊断证明书填写「期别或程度」；不属于尘肺病的请核对「职业病代码」。',
    holds: ({ stage, disease, reportKind }) =>
      !STAGED_KINDS.has(reportKind) || !isPneumoconiosis(disease) || Boolean(stage),
  },
  {
    code: 'OD_DATE_ORDER',
    severity: 'error',
    fields: ['reportedOn', 'diagnosedOn'],
    source: `${METHOD} 第三章（报告在诊断之后）`,
    zh: '「报告日期」早于「诊断日期」。',
    en: 'The report is dated before the diagnosis.',
    remedy: '请核对「诊断日期」和「报告日期」，报告日期不得早于诊断日期。',
    holds: ({ diagnosedOn, reportedOn }) => !diagnosedOn || diagnosedOn <= reportedOn,
  },
  {
    code: 'OD_DATE_ORDER',
    severity: 'error',
    fields: ['diagnosedOn', 'diedOn'],
    source: `${METHOD} 第三章`,
    zh: '「诊断日期」晚于「死亡日期」。',
    en: 'The diagnosis is dated after the death.',
    remedy: '请核对「诊断日期」和「死亡日期」，诊断日期不得晚于死亡日期。',
    holds: ({ diagnosedOn, diedOn }) => !diagnosedOn || !diedOn || diagnosedOn <= diedOn,
  },
  ...diagnosisRules,
  {
    code: 'OD_LATE_REPORT',
    severity: 'warning',
    fields: ['reportedOn', 'diagnosedOn'],
    source: `${METHOD}（作出诊断之日起15日内报告）`,
    zh: `「报告日期」距「诊断日期」超过${DAYS_TO_REPORT}日。`,
    en: `Reported more than ${DAYS_TO_REPORT} days after the diagnosis.`,
    remedy: '请核对两个日期；确属迟报的可不修改，今后应在诊断之日起15日内报告。',
    holds: ({ diagnosedOn, reportedOn }) => !diagnosedOn || daysBetween(diagnosedOn, reportedOn) <= DAYS_TO_REPORT,
  },
];

/** One rule a column, so that the finding names the column that is empty. */
function diagnosisNeeds(field: 'certificateNumber' | 'diagnosedOn', heading: string): Rule {
  return {
    code: 'OD_DIAGNOSIS_NEEDS_CERTIFICATE',
    severity: 'error',
    fields: [field, 'reportKind'],
    source: `${METHOD} 第三章；职业病防治法 第五十条`,
    zh: `除疑似职业病和无职业病外，应填写「${heading}」。`,
    en: `${field} is required unless the disease is suspected or not occupational.`,
    remedy: `请按诊断证明书或鉴定书填写「${heading}」；尚未确诊的请将「报告类型」改为“疑似职业病”。`,
    holds: (payload) => WITHOUT_CERTIFICATE.has(payload.reportKind) || Boolean(payload[field]),
  };
}
