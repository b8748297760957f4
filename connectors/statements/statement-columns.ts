import { codeName } from '../../schemas/code-lists/code-list.js';
import { optional, required } from '../reading/column.js';
import type { ReadColumn } from '../reading/read-column.js';
import { recordColumns } from '../reading/record-columns.js';

/**
 * Columns of a period statement; only the examples differ between departments.
 *
 * @param eventType the event type of the examples, one that the department reports
 */
export function statementColumns(eventType: string): readonly ReadColumn[] {
  return [
    required('statementNumber', '说明编号', 'text', {
      expects: `数据类别代码、起始月份、截止月份以冒号相连，如 ${eventType}:2024-01:2024-12`,
      example: `${eventType}:2024-01:2024-12`,
    }),
    required('statedEventType', '说明的数据类别', 'code', {
      codeList: 'event-type',
      expects: '数据类别代码或名称，如“生产安全事故”“工伤认定”“职业病报告”',
      example: codeName('event-type', eventType) ?? eventType,
    }),
    required('periodFrom', '起始月份', 'text', { expects: '所说明的第一个月份，如 2024-01', example: '2024-01' }),
    required('periodTo', '截止月份', 'text', { expects: '所说明的最后一个月份，如 2024-12', example: '2024-12' }),
    required('kind', '说明类型', 'code', {
      codeList: 'period-statement-kind',
      expects: '“已全部报送”或“零报告”',
      example: '已全部报送',
    }),
    required('statedOn', '说明日期', 'date', {
      expects: '作出说明的日期，不早于所说明期间的最后一日，如 2025-01-10',
      example: '2025-01-10',
    }),
    optional('reportingDivision', '报送地区区划代码', 'code', {
      codeList: 'division',
      expects: '说明所代表地区的行政区划代码，空白视为报送单位所在地区',
      example: '220000',
    }),
    required('changedAt', '更新时间', 'time', {
      field: undefined,
      expects: '本条说明最后一次修改的日期和时间，如 2025-01-10 09:00:00',
      example: '2025-01-10 09:00:00',
    }),
    ...recordColumns,
  ];
}
