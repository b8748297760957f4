import { optional, required } from '../../reading/column.js';
import type { ReadColumn } from '../../reading/read-column.js';
import { recordColumns } from '../../reading/record-columns.js';

/** Columns of the accident statistics export of emergency management, in its order. */
export const columns: readonly ReadColumn[] = [
  required('accidentNumber', '事故编号', 'text', {
    expects: '事故在本系统中的编号',
    example: 'SG-2024-000045',
  }),
  required('reportStage', '报告阶段', 'code', {
    codeList: 'accident-report-stage',
    expects: '快报、续报或结案',
    example: '快报',
  }),
  required('occurredAt', '发生时间', 'time', {
    expects: '事故发生的日期和时间，如 2024-03-05 14:20',
    example: '2024-03-05 14:20',
  }),
  required('reportedAt', '报告时间', 'time', {
    expects: '事故报告的日期和时间，如 2024-03-05 15:05',
    example: '2024-03-05 15:05',
  }),
  required('division', '发生地区划代码', 'code', {
    codeList: 'division',
    expects: '事故发生时有效的六位行政区划代码',
    example: '220104',
  }),
  optional('employerName', '事故单位名称', 'name', {
    field: 'employer.name',
    expects: '与营业执照或登记证书一致的单位名称',
    example: '长春示例机械有限公司',
  }),
  optional('employerUscc', '统一社会信用代码', 'identifier', {
    field: 'employer.uscc',
    alsoFills: ['employer.personRef'],
    expects: '18位统一社会信用代码；单位为自然人的填其居民身份证号码（将加密）',
    example: '91220101MA0Y1B2C4Q',
  }),
  optional('employerDivision', '单位所在地区划代码', 'code', {
    field: 'employer.division',
    codeList: 'division',
    expects: '单位所在地的六位行政区划代码',
    example: '220104',
  }),
  optional('employerIndustry', '行业代码', 'code', {
    field: 'employer.industry',
    codeList: 'industry',
    expects: '国民经济行业小类代码（GB/T 4754-2017，四位）或名称',
    example: '3421',
  }),
  required('reportGroup', '统计行业分组', 'code', {
    codeList: 'accident-report-group',
    expects: '吉林省事故统计的行业分组代码或名称',
    example: '冶金机械等八行业',
  }),
  required('accidentType', '事故类别', 'code', {
    codeList: 'accident-type',
    expects: '事故发生时有效的事故类别代码或名称（GB/T 6441-1986；2026年7月1日起 GB 6441-2025）',
    example: '机械伤害',
  }),
  required('deaths', '死亡人数', 'integer', { expects: '死亡人数，没有的填0', example: '1' }),
  optional('missing', '失踪人数', 'integer', { expects: '失踪人数，空白视为0', example: '0' }),
  optional('seriousInjuries', '重伤人数', 'integer', {
    expects: '重伤人数（含急性工业中毒），空白视为0',
    example: '2',
  }),
  optional('minorInjuries', '轻伤人数', 'integer', { expects: '轻伤人数，空白视为0', example: '0' }),
  optional('directLossWan', '直接经济损失（万元）', 'wan-yuan', {
    field: 'directLossFen',
    expects: '以万元为单位的金额（不小于0），最多6位小数，未知的不填',
    example: '150.5',
  }),
  required('grade', '事故等级', 'code', {
    codeList: 'accident-grade',
    expects: '一般事故、较大事故、重大事故或特别重大事故',
    example: '一般事故',
  }),
  optional('summary', '事故简要经过', 'free-text', {
    field: 'summaryRef',
    personal: true,
    expects: '事故简要经过（将加密）',
    example: '操作中被机械挤压。',
  }),
  required('changedAt', '更新时间', 'time', {
    field: undefined,
    expects: '本条记录最后一次修改的日期和时间，如 2024-03-06 09:00:00',
    example: '2024-03-06 09:00:00',
  }),
  ...recordColumns,
];
