import { countedRecords } from '../counted-records.js';
import type { Population } from '../population.js';
import { situationClassification, situationRows } from './injury-situation-rows.js';
import { RECOGNISED } from './recognised-determinations.js';

/** Recognised and deemed work injuries of the year by item of 工伤保险条例 Art. 14 and 15. */
export const determinationsRecognisedBySituation: Population = {
  indicatorId: 'determinations-recognised-by-situation',
  sql: countedRecords({
    from: 'current_injury_determination',
    code: 'r.situation',
    on: { day: 'r.decided_on' },
    measures: '1 AS cases',
    where: RECOGNISED,
  }),
  classification: situationClassification,
  rows: situationRows,
};
