import { countedRecords } from '../counted-records.js';
import type { Population } from '../population.js';
import { sectionClassification, sectionRows } from './industry-section-rows.js';
import { RECOGNISED } from './recognised-determinations.js';

/** Recognised and deemed work injuries of the year by the employer's section of GB/T 4754-2017. */
export const determinationsRecognisedBySection: Population = {
  indicatorId: 'determinations-recognised-by-industry-section',
  sql: countedRecords({
    from: 'current_injury_determination',
    code: 'r.employer_industry',
    on: { day: 'r.decided_on' },
    measures: '1 AS cases',
    where: RECOGNISED,
  }),
  classification: sectionClassification,
  rows: sectionRows,
};
