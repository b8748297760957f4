import { countedRecords } from '../counted-records.js';
import type { Population } from '../population.js';
import { poolingAreaClassification, poolingAreaRows, provincialRow } from './pooling-area-rows.js';
import { DECIDED } from './recognised-determinations.js';

/** 工伤保险条例 Art. 20 para. 1: days from acceptance to decision. */
const DAYS_TO_DECIDE = 60;

/** The clock stands from suspension to resumption, or to the decision (Art. 20 para. 3). */
const SUSPENDED_DAYS = `coalesce(greatest(coalesce(r.resumed_on, r.decided_on) - r.suspended_on, 0), 0)`;

/** Decisions of the year, those whose clock can be read, and those within the limit. */
export const determinationsOnTime: Population = {
  indicatorId: 'determinations-on-time-by-place',
  sql: countedRecords({
    from: 'current_injury_determination',
    code: 'r.insurance_division',
    on: { day: 'r.decided_on' },
    measures: `1 AS decided, (r.accepted_on IS NOT NULL)::int AS assessable,
      coalesce(r.decided_on - r.accepted_on - ${SUSPENDED_DAYS} <= ${DAYS_TO_DECIDE}, false)::int AS ontime`,
    where: DECIDED,
  }),
  classification: poolingAreaClassification,
  rows: poolingAreaRows,
  rowsWhenCounted: () => [provincialRow],
};
