import { codeEntry } from '../../code-lists/code-list.js';
import type { ContractRule } from '../../finding.js';
import type { WorkSafetyAccidentPayload } from '../../generated/event-types.js';
import { accidentGrade } from './accident-grade.js';

const FIRST_REPORT = 'INITIAL';
/** One by the employer (Art. 9) and two by the department that was told first (Art. 11). */
const HOURS_TO_REPORT = 3;

/** Rules of the accident report beyond those of its fields; sources: 生产安全事故报告和调查处理条例 (国务院令第493号). */
export const rules: readonly ContractRule<WorkSafetyAccidentPayload>[] = [
  {
    code: 'ACC_GRADE_FITS_TOLL',
    severity: 'error',
    fields: ['grade', 'deaths', 'seriousInjuries', 'directLossFen'],
    source: '国务院令第493号 第三条、第十三条',
    zh: '「事故等级」与死亡人数、重伤人数、直接经济损失不符，应按三者中最重的一项确定。',
    en: 'The grade does not fit the toll: it is the worst of deaths, serious injuries (acute poisoning included) and direct loss.',
    remedy:
      '请核对「事故等级」与伤亡、损失：一般（3人以下死亡且10人以下重伤且1000万元以下）、较大（3人以上死亡或10人以上重伤或1000万元以上）、重大（10人、50人或5000万元以上）、特别重大（30人、100人或1亿元以上）。“以上”含本数，“以下”不含。',
    holds: (payload) =>
      codeEntry('accident-grade', payload.grade) === undefined || payload.grade === accidentGrade(payload),
  },
  {
    code: 'ACC_REPORTED_AFTER_OCCURRED',
    severity: 'error',
    fields: ['reportedAt', 'occurredAt'],
    source: '国务院令第493号 第九条',
    zh: '「报告时间」早于「发生时间」。',
    en: 'The accident is reported before it occurred.',
    remedy: '请核对「报告时间」和「发生时间」，报告时间不得早于发生时间。',
    holds: ({ reportedAt, occurredAt }) => reportedAt >= occurredAt,
  },
  {
    code: 'ACC_LATE_REPORT',
    severity: 'warning',
    fields: ['reportedAt', 'occurredAt', 'reportStage'],
    source: '国务院令第493号 第九条（1小时）、第十一条（每级2小时）',
    zh: `快报的「报告时间」距「发生时间」超过${HOURS_TO_REPORT}小时（单位1小时内报告，接报部门2小时内上报）。`,
    en: `First reported more than ${HOURS_TO_REPORT} hours after it happened (one hour by the employer, two to the next level).`,
    remedy: '请核对「报告时间」和「发生时间」；确属迟报的可不修改。',
    holds: ({ reportStage, reportedAt, occurredAt }) =>
      reportStage !== FIRST_REPORT || reportedAt - occurredAt <= HOURS_TO_REPORT * 3_600_000,
  },
  {
    code: 'ACC_NO_HARM',
    severity: 'warning',
    fields: ['deaths', 'missing', 'seriousInjuries', 'minorInjuries', 'directLossFen'],
    source: '国务院令第493号 第二条、第三条（造成人身伤亡或者直接经济损失）',
    zh: '死亡、失踪、重伤、轻伤人数和直接经济损失均为零或未填，请确认是否构成事故。',
    en: 'Nobody dead, missing or injured and no loss: please confirm that it is an accident.',
    remedy:
      '如有伤亡或损失，请补填「死亡人数」「失踪人数」「重伤人数」「轻伤人数」或「直接经济损失（万元）」；确无伤亡损失的可不修改。',
    holds: ({ deaths, missing, seriousInjuries, minorInjuries, directLossFen }) =>
      deaths + missing + seriousInjuries + minorInjuries + (directLossFen ?? 0) > 0,
  },
];
