import { optional, required } from '../../reading/column.js';
import type { ReadColumn } from '../../reading/read-column.js';
import { recordColumns } from '../../reading/record-columns.js';

/** Columns of the yearly enrolment export of a prefecture's insurance agency, in its order. */
export const columns: readonly ReadColumn[] = [
  required('enrolmentNumber', '参保登记编号', 'text', {
    expects: '单位在本系统中的编号加年度（不得使用身份证号码）',
    example: 'CB-220100-000123-2024',
  }),
  required('statedOn', '统计截止日期', 'date', {
    expects: '统计年度的最后一日，如 2024-12-31',
    example: '2024-12-31',
  }),
  required('insuranceDivision', '统筹地区区划代码', 'code', {
    codeList: 'division',
    expects: '统筹地区的行政区划代码',
    example: '220100',
  }),
  required('employerName', '参保单位名称', 'name', {
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
    expects: '参保单位所在地的六位行政区划代码',
    example: '220104',
  }),
  required('employerIndustry', '行业代码', 'code', {
    field: 'employer.industry',
    codeList: 'industry',
    expects: '国民经济行业小类代码（GB/T 4754-2017，四位）或名称',
    example: '3421',
  }),
  required('openingHeadcount', '年初参保人数', 'integer', { expects: '1月1日的参保人数，没有的填0', example: '120' }),
  required('closingHeadcount', '年末参保人数', 'integer', { expects: '12月31日的参保人数，没有的填0', example: '128' }),
  required('payrollWan', '缴费工资总额（万元）', 'wan-yuan', {
    field: 'payrollFen',
    expects: '全年缴费工资总额，以万元为单位（不小于0），最多6位小数',
    example: '986.4',
  }),
  required('premiumWan', '应缴保险费（万元）', 'wan-yuan', {
    field: 'premiumFen',
    expects: '全年应缴工伤保险费，以万元为单位（不小于0），最多6位小数',
    example: '8.8776',
  }),
  required('riskClass', '行业风险类别', 'code', {
    codeList: 'risk-class',
    expects: '风险类别1至8，或“一类行业”至“八类行业”（人社部发〔2015〕71号）',
    example: '四类行业',
  }),
  optional('floatTier', '费率浮动档次（%）', 'integer', {
    field: 'floatTier',
    expects: '占行业基准费率的百分比，如50、80、100、120、150，未知的不填',
    example: '100',
  }),
  ...recordColumns,
];
