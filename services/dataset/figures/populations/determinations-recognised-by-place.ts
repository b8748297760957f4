import { countedRecords } from '../counted-records.js';
import type { Population } from '../population.js';
import { poolingAreaClassification, poolingAreaRows, provincialRow } from './pooling-area-rows.js';
import { RECOGNISED } from './recognised-determinations.js';

/** Recognised and deemed work injuries of the year by pooling area (工伤保险条例 Art. 17). */
export const determinationsRecognisedByPlace: Population = {
  indicatorId: 'determinations-recognised-by-place',
  sql: countedRecords({
    from: 'current_injury_determination',
    code: 'r.insurance_division',
    on: { day: 'r.decided_on' },
    measures: '1 AS cases',
    where: RECOGNISED,
  }),
  classification: poolingAreaClassification,
  rows: poolingAreaRows,
  rowsWhenCounted: () => [provincialRow],
};
