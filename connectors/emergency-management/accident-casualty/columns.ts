import { workerColumns } from '../../people/worker-columns.js';
import { optional, required } from '../../reading/column.js';
import type { ReadColumn } from '../../reading/read-column.js';
import { recordColumns } from '../../reading/record-columns.js';

/** Columns of the casualty export of emergency management, in its order. */
export const columns: readonly ReadColumn[] = [
  required('casualtyNumber', '伤亡人员编号', 'text', {
    expects: '伤亡人员在本系统中的编号，如事故编号加序号（不得使用身份证号码）',
    example: 'SG-2024-000045-01',
  }),
  required('accidentNumber', '事故编号', 'text', {
    expects: '所属事故在本系统中的编号',
    example: 'SG-2024-000045',
  }),
  ...workerColumns('伤亡人员姓名', 'person'),
  required('occurredAt', '发生时间', 'time', {
    expects: '事故发生的日期和时间，如 2024-03-05 14:20',
    example: '2024-03-05 14:20',
  }),
  required('division', '发生地区划代码', 'code', {
    codeList: 'division',
    expects: '事故发生时有效的六位行政区划代码',
    example: '220104',
  }),
  optional('employerName', '所属单位名称', 'name', {
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
  optional('employerDivision', '单位所在地区划代码', 'code', {
    field: 'employer.division',
    codeList: 'division',
    expects: '所属单位所在地的六位行政区划代码',
    example: '220104',
  }),
  optional('employerIndustry', '行业代码', 'code', {
    field: 'employer.industry',
    codeList: 'industry',
    expects: '国民经济行业小类代码（GB/T 4754-2017，四位）或名称',
    example: '3421',
  }),
  optional('occupation', '工种', 'text', { expects: '伤亡人员的工种名称', example: '车工' }),
  required('harmGrade', '伤害程度', 'code', {
    codeList: 'harm-grade',
    expects: '轻伤、重伤、死亡、失踪或急性工业中毒',
    example: '死亡',
  }),
  optional('lostWorkdays', '损失工作日', 'integer', {
    expects: '按 GB/T 15499 计算的损失工作日，死亡为6000，未知的不填',
    example: '6000',
  }),
  optional('diedAt', '死亡时间', 'time', {
    expects: '死亡的日期和时间，如 2024-03-06 08:30；未死亡的不填',
    example: '2024-03-06 08:30',
  }),
  optional('hospital', '救治医疗机构', 'text', {
    expects: '救治伤亡人员的医疗机构名称',
    example: '长春示例医院',
  }),
  required('changedAt', '更新时间', 'time', {
    field: undefined,
    expects: '本条记录最后一次修改的日期和时间，如 2024-03-06 09:00:00',
    example: '2024-03-06 09:00:00',
  }),
  ...recordColumns,
];
