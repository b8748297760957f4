import { workerColumns } from '../../people/worker-columns.js';
import { optional, required } from '../../reading/column.js';
import type { ReadColumn } from '../../reading/read-column.js';
import { recordColumns } from '../../reading/record-columns.js';

/** Columns of the disease report export of the health commission, in its order. */
export const columns: readonly ReadColumn[] = [
  required('reportCardNumber', '报告卡编号', 'text', {
    expects: '职业病报告卡在本系统中的编号（不得使用身份证号码）',
    example: 'ZYB-2024-000123',
  }),
  required('reportKind', '报告类型', 'code', {
    codeList: 'disease-report-kind',
    expects: '疑似职业病、确诊职业病、无职业病、鉴定维持、鉴定改变或晋期',
    example: '确诊职业病',
  }),
  optional('certificateNumber', '诊断证明书编号', 'text', {
    expects: '职业病诊断证明书或鉴定书编号，疑似职业病可不填',
    example: '吉职诊字2024第0088号',
  }),
  optional('priorCertificateNumber', '原诊断证明书编号', 'text', {
    expects: '鉴定或晋期所依据的原诊断证明书编号',
    example: '',
  }),
  ...workerColumns('劳动者姓名'),
  required('employerName', '用人单位名称', 'name', {
    field: 'employer.name',
    expects: '与营业执照或登记证书一致的单位名称',
    example: '长春示例机械有限公司',
  }),
  optional('employerUscc', '统一社会信用代码', 'identifier', {
    field: 'employer.uscc',
    alsoFills: ['employer.personRef'],
    expects: '18位统一社会信用代码；雇主为自然人的填其居民身份证号码（将加密）',
    example: '91220101MA0Y1B2C4Q',
  }),
  optional('employerIndustry', '行业代码', 'code', {
    field: 'employer.industry',
    codeList: 'industry',
    expects: '国民经济行业小类代码（GB/T 4754-2017，四位）或名称',
    example: '3421',
  }),
  required('division', '单位所在地区划代码', 'code', {
    alsoFills: ['employer.division'],
    codeList: 'division',
    expects: '报告日期当时有效的六位行政区划代码',
    example: '220104',
  }),
  optional('employerSize', '单位规模', 'code', {
    codeList: 'employer-size',
    expects: '大型、中型、小型或微型',
    example: '中型',
  }),
  optional('economicType', '经济类型', 'code', {
    codeList: 'economic-type',
    expects: '经济类型代码或名称（GB/T 12402）',
    example: '有限责任公司',
  }),
  optional('occupation', '统计工种', 'text', { expects: '统计工种名称', example: '凿岩工' }),
  optional('hazardFactor', '职业病危害因素', 'text', { expects: '报告卡所列危害因素名称', example: '矽尘' }),
  optional('exposureYears', '接害工龄（年）', 'integer', {
    field: 'exposureMonths',
    expects: '接害工龄的整年数，连同月数不超过70年',
    example: '12',
  }),
  optional('exposureRemainderMonths', '接害工龄（月）', 'integer', {
    field: 'exposureMonths',
    expects: '接害工龄不足一年的月数，0至11',
    example: '6',
  }),
  required('disease', '职业病代码', 'code', {
    codeList: 'occupational-disease',
    expects: '诊断日期当时有效的职业病代码或名称（《职业病分类和目录》）',
    example: '01001',
  }),
  optional('stage', '期别或程度', 'code', {
    codeList: 'disease-stage',
    expects: '尘肺病填壹期、贰期、叁期，噪声聋填轻度、中度、重度，中毒填急性或慢性的轻、中、重度',
    example: '壹期',
  }),
  optional('diagnosedOn', '诊断日期', 'date', { expects: '作出诊断的日期，如 2024-03-05', example: '2024-03-05' }),
  required('reportedOn', '报告日期', 'date', { expects: '作出报告的日期，如 2024-03-12', example: '2024-03-12' }),
  optional('institution', '诊断机构', 'text', {
    expects: '作出诊断或报告的机构名称',
    example: '吉林省示例职业病防治院',
  }),
  optional('diedOn', '死亡日期', 'date', { expects: '死亡的日期，未死亡的不填', example: '' }),
  ...recordColumns,
];
