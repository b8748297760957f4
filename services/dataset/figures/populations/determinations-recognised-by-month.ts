import { countedRecords } from '../counted-records.js';
import type { Population } from '../population.js';
import { RECOGNISED } from './recognised-determinations.js';

const MONTHS = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));

/** Recognised and deemed work injuries of the year by the month of the decision. */
export const determinationsRecognisedByMonth: Population = {
  indicatorId: 'determinations-recognised-by-month',
  sql: countedRecords({
    from: 'current_injury_determination',
    code: `to_char(r.decided_on, 'MM')`,
    on: { day: 'r.decided_on' },
    measures: '1 AS cases',
    where: RECOGNISED,
  }),
  classification: () => MONTHS.map((month) => ({ code: month, row: month, from: '-infinity', to: 'infinity' })),
  rows: () => MONTHS.map((month) => ({ key: month, label: `${Number(month)}月` })),
};
