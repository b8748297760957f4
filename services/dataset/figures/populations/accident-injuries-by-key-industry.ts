import { countedRecords } from '../counted-records.js';
import type { Population } from '../population.js';
import { keyIndustryClassification, keyIndustryGroups, keyIndustryRows } from './key-industry-rows.js';
import { RECOGNISED } from './recognised-determinations.js';

/** Injury by accident: not disease (14-4), sudden illness (15-1) or an old wound (15-3). A choice of ours, said in the definition. */
const BY_ACCIDENT = `r.situation IN ('14-1', '14-2', '14-3', '14-5', '14-6', '14-7', '15-2')`;

/** Accidents of the year that were recognised, whenever that was, by key industry of the plan. */
export const accidentInjuriesByKeyIndustry: Population = {
  indicatorId: 'accident-injuries-by-key-industry',
  sql: countedRecords({
    from: 'current_injury_determination',
    code: 'r.employer_industry',
    on: { moment: 'r.accident_at' },
    measures: '1 AS cases',
    where: `${RECOGNISED} AND ${BY_ACCIDENT}`,
  }),
  classification: keyIndustryClassification,
  rows: keyIndustryRows,
  groups: keyIndustryGroups,
};
