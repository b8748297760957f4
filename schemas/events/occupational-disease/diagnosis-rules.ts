import type { ContractRule } from '../../finding.js';
import type { OccupationalDiseasePayload } from '../../generated/event-types.js';
import { hasStages, isPneumoconiosis } from './disease-stage.js';

type Rule = ContractRule<OccupationalDiseasePayload>;

const METHOD = '职业病诊断与鉴定管理办法（国家卫生健康委员会令第6号）';
const MONTHS = 12;

/** What a suspicion has not, and what a diagnosis should say of its circumstances. */
export const diagnosisRules: readonly Rule[] = [
  suspicionHasNo('certificateNumber', '诊断证明书编号'),
  suspicionHasNo('diagnosedOn', '诊断日期'),
  {
    code: 'OD_EXPOSURE_WITHIN_LIFE',
    severity: 'error',
    fields: ['exposureMonths', 'worker.birthYear', 'diagnosedOn', 'reportedOn'],
    source: '职业病报告卡（接害工龄）',
    zh: '接害工龄长于劳动者的年龄。',
    en: 'The time of exposure is longer than the life of the worker.',
    remedy: '请核对「接害工龄（年）」「接害工龄（月）」和劳动者的「出生日期」「证件号码」。',
    holds: ({ exposureMonths, worker, diagnosedOn, reportedOn }) => {
      if (exposureMonths === null || worker.birthYear === null) return true;
      const year = Number((diagnosedOn ?? reportedOn).slice(0, 4));
      return exposureMonths < (year - worker.birthYear + 1) * MONTHS;
    },
  },
  {
    code: 'OD_EXPOSURE_MISSING',
    severity: 'warning',
    fields: ['exposureMonths', 'reportKind', 'disease'],
    source: '职业病报告卡（接害工龄）；统计口径“接尘工龄不足5年新发尘肺占比”',
    zh: '确诊尘肺病没有接害工龄，无法计入接尘工龄统计。',
    en: 'A diagnosed pneumoconiosis without time of exposure is missing from the figures on exposure.',
    remedy: '请按报告卡填写「接害工龄（年）」和「接害工龄（月）」；确实不明的可不修改。',
    holds: ({ reportKind, disease, exposureMonths }) =>
      reportKind !== 'DIAGNOSED' || !isPneumoconiosis(disease) || exposureMonths !== null,
  },
  {
    code: 'OD_DEGREE_MISSING',
    severity: 'warning',
    fields: ['stage', 'reportKind', 'disease'],
    source: 'GBZ 49-2014（噪声聋分级）；职业性化学中毒分度（待核实）',
    zh: '确诊的噪声聋或职业性化学中毒没有填写程度。',
    en: 'A diagnosed noise deafness or poisoning has no degree.',
    remedy: '请按诊断证明书填写「期别或程度」；证明书未分度的可不修改。',
    holds: ({ reportKind, disease, stage }) =>
      reportKind !== 'DIAGNOSED' || Boolean(stage) || isPneumoconiosis(disease) || !hasStages(disease),
  },
  {
    code: 'OD_INSTITUTION_MISSING',
    severity: 'warning',
    fields: ['institution', 'reportKind'],
    source: `${METHOD}（诊断由备案的职业病诊断机构作出）`,
    zh: '确诊职业病没有填写「诊断机构」。',
    en: 'A diagnosis does not say which institution made it.',
    remedy: '请填写「诊断机构」，即作出诊断的备案机构名称。',
    holds: ({ reportKind, institution }) => reportKind !== 'DIAGNOSED' || Boolean(institution),
  },
];

/** A suspicion and a diagnosis are different events; one card cannot be both. */
function suspicionHasNo(field: 'certificateNumber' | 'diagnosedOn', heading: string): Rule {
  return {
    code: 'OD_SUSPECTED_NOT_DIAGNOSED',
    severity: 'error',
    fields: [field, 'reportKind'],
    source: '职业病防治法 第五十条、第五十五条（疑似与确诊分别报告）',
    zh: `疑似职业病的报告不应有「${heading}」。`,
    en: `A suspected disease has no ${field}.`,
    remedy: `请清空「${heading}」；已经确诊的请将「报告类型」改为“确诊职业病”。`,
    holds: (payload) => payload.reportKind !== 'SUSPECTED' || !payload[field],
  };
}
