import { codeName } from '../../../../schemas/code-lists/code-list.js';
import { shanghaiDate } from '../../../../schemas/period.js';
import { classify } from '../classification.js';
import { countedRecords } from '../counted-records.js';
import type { Population } from '../population.js';
import { placeName } from './place-name.js';

/** 一般事故; all other grades are 较大以上. */
const ORDINARY = '1';

/** Each accident of grade 较大 and above is a row of its own, keyed by its record; no person and no employer is named. */
export const largerAccidents: Population = {
  indicatorId: 'larger-accidents',
  sql: countedRecords({
    from: 'current_work_safety_accident',
    code: 'r.grade',
    key: `r.source_id || '/' || r.record_id`,
    on: { moment: 'r.occurred_at' },
    measures: '1 AS accidents, r.deaths',
    columns: 'r.accident_number, r.occurred_at, r.division, r.report_group, r.grade',
    classifiedOnly: true,
  }),
  classification: () => classify('accident-grade', ({ code }) => (code === ORDINARY ? null : code)),
  rows: () => [],
  list: {
    columns: ['accident_number', 'occurred_at', 'division', 'report_group', 'grade'],
    orderBy: ['occurred_at', 'key'],
    label: ({ accident_number }) => String(accident_number),
    texts: (record) => {
      const date = shanghaiDate(Number(record['occurred_at']));
      return {
        date,
        place: placeName(String(record['division']), date),
        industry: codeName('accident-report-group', String(record['report_group']), date) ?? '未填报',
        grade: codeName('accident-grade', String(record['grade']), date) ?? '未填报',
      };
    },
  },
};
