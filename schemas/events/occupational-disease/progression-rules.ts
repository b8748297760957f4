import type { ContractRule } from '../../finding.js';
import type { OccupationalDiseasePayload } from '../../generated/event-types.js';
import { isFirstStage, isPneumoconiosis } from './disease-stage.js';

/** What a card says of the certificate that it follows, and of the stage that was reached (晋期). */
export const progressionRules: readonly ContractRule<OccupationalDiseasePayload>[] = [
  {
    code: 'OD_PRIOR_IS_OTHER',
    severity: 'error',
    fields: ['priorCertificateNumber', 'certificateNumber'],
    source: '职业病诊断与鉴定管理办法（国家卫生健康委员会令第6号）第四章',
    zh: '「原诊断证明书编号」与「诊断证明书编号」相同。',
    en: 'The certificate that is followed is the certificate itself.',
    remedy: '请在「原诊断证明书编号」填写所依据的前一份证明书（鉴定书）的编号；首次诊断的不填。',
    holds: ({ certificateNumber, priorCertificateNumber }) =>
      !priorCertificateNumber || priorCertificateNumber !== certificateNumber,
  },
  {
    code: 'OD_PROGRESSION_OF_PNEUMOCONIOSIS',
    severity: 'error',
    fields: ['reportKind', 'disease'],
    source: 'GBZ 70-2015（尘肺期别）',
    zh: '只有尘肺病有晋期，「职业病代码」不是尘肺病。',
    en: 'Only a pneumoconiosis progresses from stage to stage; the disease is none.',
    remedy: '请核对「职业病代码」；其他病种加重的，请按鉴定结果将「报告类型」改为“鉴定改变”。',
    holds: ({ reportKind, disease }) => reportKind !== 'PROGRESSED' || isPneumoconiosis(disease),
  },
  {
    code: 'OD_PROGRESSION_STAGE',
    severity: 'error',
    fields: ['stage', 'reportKind'],
    source: 'GBZ 70-2015（尘肺期别）',
    zh: '晋期之后的「期别或程度」不能是壹期。',
    en: 'Nothing progresses to the first stage.',
    remedy: '请在「期别或程度」填写晋期后的期别（贰期或叁期）；首次诊断为壹期的请将「报告类型」改为“确诊职业病”。',
    holds: ({ reportKind, stage }) => reportKind !== 'PROGRESSED' || !stage || !isFirstStage(stage),
  },
];
