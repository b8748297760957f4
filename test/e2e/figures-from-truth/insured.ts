import type { Count } from './figures.js';
import { keyIndustriesOf, sectionOf } from './roll-up.js';
import type { StandingRecords } from './standing-records.js';

/** Insured employers and workers, as enrolled at the end of each year. */
export function insured(records: StandingRecords): Count[] {
  return records('employer-enrolment').flatMap(({ says }) => {
    const { year, prefecture, industry, riskClass, opening, closing } = says;
    const counted = { year, measures: { employers: 1, opening, closing } };
    return [
      { ...counted, indicator: 'insured-by-place', keys: [prefecture] },
      { ...counted, indicator: 'insured-by-risk-class', keys: [riskClass] },
      { ...counted, indicator: 'insured-by-industry-section', keys: [sectionOf(industry)] },
      { ...counted, indicator: 'insured-by-key-industry', keys: keyIndustriesOf(industry, `${year}-12-31`) },
    ];
  });
}
