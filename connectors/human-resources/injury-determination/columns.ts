import { workerColumns } from '../../people/worker-columns.js';
import { optional, required } from '../../reading/column.js';
import type { ReadColumn } from '../../reading/read-column.js';
import { recordColumns } from '../../reading/record-columns.js';

/** Columns of the determination export of a prefecture's HR bureau, in its order. */
export const columns: readonly ReadColumn[] = [
  required('applicationNumber', '认定申请编号', 'text', {
    expects: '认定申请在本系统中的编号（不得使用身份证号码）',
    example: 'RD-220100-2024-00321',
  }),
  optional('decisionNumber', '决定书文号', 'text', {
    expects: '认定工伤决定书或不予认定工伤决定书文号',
    example: '长人社工认字〔2024〕321号',
  }),
  required('insuranceDivision', '统筹地区区划代码', 'code', {
    codeList: 'division',
    expects: '统筹地区的行政区划代码',
    example: '220100',
  }),
  optional('accidentDivision', '事故发生地区划代码', 'code', {
    codeList: 'division',
    expects: '事故发生地的六位行政区划代码',
    example: '220104',
  }),
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
  optional('employerDivision', '单位所在地区划代码', 'code', {
    field: 'employer.division',
    codeList: 'division',
    expects: '用人单位所在地的六位行政区划代码',
    example: '220104',
  }),
  optional('employerIndustry', '行业代码', 'code', {
    field: 'employer.industry',
    codeList: 'industry',
    expects: '国民经济行业小类代码（GB/T 4754-2017，四位）或名称',
    example: '3421',
  }),
  optional('hostEmployerName', '用工单位名称', 'name', {
    field: 'hostEmployer.name',
    expects: '劳务派遣的实际用工单位名称，非派遣不填',
    example: '',
  }),
  optional('hostEmployerUscc', '用工单位统一社会信用代码', 'identifier', {
    field: 'hostEmployer.uscc',
    alsoFills: ['hostEmployer.personRef'],
    expects: '用工单位的18位统一社会信用代码，非派遣不填',
    example: '',
  }),
  ...workerColumns('职工姓名'),
  optional('occupation', '工种', 'text', { expects: '职工的工种名称', example: '车工' }),
  required('applicant', '申请主体', 'code', {
    codeList: 'determination-applicant',
    expects: '用人单位、职工、近亲属或工会组织',
    example: '用人单位',
  }),
  optional('accidentAt', '事故时间', 'time', {
    expects: '事故发生的日期和时间，如 2024-03-05 14:20；患职业病的不填',
    example: '2024-03-05 14:20',
  }),
  optional('diagnosedOn', '职业病诊断日期', 'date', {
    expects: '作出职业病诊断的日期，如 2024-03-05；非职业病不填',
    example: '',
  }),
  optional('diagnosisCertificate', '诊断证明书编号', 'text', {
    expects: '职业病诊断证明书或鉴定书编号；非职业病不填',
    example: '',
  }),
  optional('accidentNumber', '生产安全事故编号', 'text', {
    expects: '应急管理部门的事故编号，已知的填写',
    example: 'SG-2024-000045',
  }),
  optional('accidentType', '事故类别', 'code', {
    codeList: 'accident-type',
    expects: '事故发生时有效的事故类别代码或名称（GB/T 6441-1986；2026年7月1日起 GB 6441-2025）',
    example: '机械伤害',
  }),
  optional('harmGrade', '伤害程度', 'code', {
    codeList: 'harm-grade',
    expects: '轻伤、重伤、死亡、失踪或急性工业中毒',
    example: '重伤',
  }),
  optional('diedAt', '死亡时间', 'time', {
    expects: '死亡的日期和时间，如 2024-03-06 08:30；未死亡的不填',
    example: '',
  }),
  optional('rescueStartedAt', '抢救开始时间', 'time', {
    expects: '医疗机构初次诊断的日期和时间，如 2024-03-05 15:10；非突发疾病不填',
    example: '',
  }),
  required('appliedOn', '申请日期', 'date', { expects: '提出认定申请的日期，如 2024-03-20', example: '2024-03-20' }),
  optional('extensionApproved', '申请时限延长', 'yes-no', {
    expects: '“是”或“否”，空白视为否',
    example: '否',
  }),
  optional('acceptedOn', '受理日期', 'date', { expects: '受理申请的日期，如 2024-03-25', example: '2024-03-25' }),
  optional('suspendedOn', '中止日期', 'date', { expects: '认定时限中止的日期，未中止的不填', example: '' }),
  optional('resumedOn', '恢复日期', 'date', { expects: '认定时限恢复的日期，未恢复的不填', example: '' }),
  optional('decidedOn', '决定日期', 'date', { expects: '作出决定的日期，如 2024-04-15', example: '2024-04-15' }),
  optional('deliveredOn', '送达日期', 'date', { expects: '决定书送达的日期，如 2024-04-20', example: '2024-04-20' }),
  required('status', '办理状态', 'code', {
    codeList: 'determination-status',
    expects: '办理状态代码或名称，如“受理”“作出决定”“送达”',
    example: '送达',
  }),
  optional('conclusion', '认定结论', 'code', {
    codeList: 'determination-conclusion',
    expects: '认定工伤、视同工伤、不予认定工伤、撤回或终止',
    example: '认定工伤',
  }),
  optional('situation', '认定情形', 'code', {
    codeList: 'injury-situation',
    expects: '《工伤保险条例》条款，如 14-1、15-1、16-2',
    example: '14-1',
  }),
  optional('insuredOnDay', '事发时已参保', 'yes-no', { expects: '“是”或“否”，未知的不填', example: '是' }),
  optional('facts', '事实经过', 'free-text', {
    field: 'factsRef',
    personal: true,
    expects: '事实经过（将加密）',
    example: '操作中被机械挤压。',
  }),
  required('sequence', '数据版本号', 'integer', {
    field: undefined,
    expects: '本系统对该记录的版本号，每次修改递增的非负整数',
    example: '3',
  }),
  optional('recordedAt', '登记时间', 'time', {
    field: undefined,
    expects: '本版本登记的日期和时间，如 2024-04-20 16:00:00',
    example: '2024-04-20 16:00:00',
  }),
  ...recordColumns,
];
