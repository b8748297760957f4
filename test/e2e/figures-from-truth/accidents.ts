import type { Count } from './figures.js';
import { reportGroupsOf } from './roll-up.js';
import type { StandingRecords } from './standing-records.js';

/** 一般事故; the grades above it are listed one by one. */
const ORDINARY = '1';

/** Accidents and their dead by the latest report, and the casualties that were listed. */
export function accidents(records: StandingRecords): Count[] {
  return [
    ...records('work-safety-accident').flatMap(({ sourceId, recordId, says }) => {
      const { year, reportGroup, grade, accidentType, deaths } = says;
      const counted = { year, measures: { accidents: 1, deaths } };
      return [
        { ...counted, indicator: 'accidents-by-report-group', keys: reportGroupsOf(reportGroup) },
        { ...counted, indicator: 'accidents-by-grade', keys: [grade] },
        { ...counted, indicator: 'accidents-by-type', keys: [accidentType] },
        ...(grade === ORDINARY
          ? []
          : [{ ...counted, indicator: 'larger-accidents', keys: [`${sourceId}/${recordId}`] }]),
      ];
    }),
    ...records('accident-casualty').map(({ says: { year, harm } }) => ({
      ...{ indicator: 'casualties-by-harm-grade', year, keys: [harm], measures: { persons: 1 } },
    })),
  ];
}
