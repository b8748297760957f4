import type { ContractRule } from '../../finding.js';
import type { PeriodStatementPayload as Payload } from '../../generated/event-types.js';
import { isMonth, lastDayOf } from './month.js';

type Rule = ContractRule<Payload>;

const METHOD = '吉人社联〔2021〕55号 任务七（信息交换、数据共享）；说明的编号和口径为本枢纽约定';

/** Rules of the period statement beyond those of its fields. */
export const rules: readonly Rule[] = [
  monthFormat('periodFrom', '起始月份'),
  monthFormat('periodTo', '截止月份'),
  {
    code: 'STM_PERIOD_ORDER',
    severity: 'error',
    fields: ['periodTo', 'periodFrom', 'statementNumber'],
    source: METHOD,
    zh: '「截止月份」早于「起始月份」。',
    en: 'The last month is before the first.',
    remedy: '请核对「起始月份」和「截止月份」，并使「说明编号」与之一致；只说明一个月的，两列填同一月份。',
    holds: ({ periodFrom, periodTo }) => !isMonth(periodFrom) || !isMonth(periodTo) || periodFrom <= periodTo,
  },
  {
    code: 'STM_NUMBER_FITS',
    severity: 'error',
    fields: ['statementNumber', 'statedEventType', 'periodFrom', 'periodTo'],
    source: METHOD,
    zh: '「说明编号」与数据类别、起始月份、截止月份不一致。',
    en: 'The number is not event type, first and last month joined by colons.',
    remedy: '请核对「说明编号」与「说明的数据类别」「起始月份」「截止月份」；同一期间只有一条说明。',
    // One number a type and period, so that a later word on it corrects the earlier one.
    holds: ({ statementNumber, statedEventType, periodFrom, periodTo }) =>
      !isMonth(periodFrom) ||
      !isMonth(periodTo) ||
      statementNumber === [statedEventType, periodFrom, periodTo].join(':'),
  },
  {
    code: 'STM_PERIOD_NOT_ENDED',
    severity: 'error',
    fields: ['statedOn', 'periodTo'],
    source: METHOD,
    zh: '「说明日期」早于所说明期间的最后一日，期间尚未结束。',
    en: 'The statement is made before its period has ended.',
    remedy: '请核对「说明日期」和「截止月份」；应在期间结束后再作说明。',
    holds: ({ statedOn, periodTo }) => !isMonth(periodTo) || statedOn >= lastDayOf(periodTo),
  },
];

/** One rule a column, so that the finding names it. */
function monthFormat(field: 'periodFrom' | 'periodTo', heading: string): Rule {
  return {
    code: 'STM_PERIOD_FORMAT',
    severity: 'error',
    fields: [field],
    source: METHOD,
    zh: `「${heading}」不是可识别的月份。`,
    en: `${field} is not a month.`,
    remedy: `请按年份和月份填写「${heading}」。`,
    holds: (payload) => isMonth(payload[field]),
  };
}
