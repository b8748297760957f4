import { countedRecords } from '../counted-records.js';
import type { Population } from '../population.js';
import { pneumoconiosisClassification, pneumoconiosisStages } from './pneumoconiosis-stage-rows.js';

/** The classification chooses the diseases; what makes the row is a column of its own. */
const pneumoconiosis = (key: string): string =>
  countedRecords({
    from: 'current_occupational_disease',
    code: 'r.disease',
    key,
    on: { day: 'r.diagnosed_on' },
    measures: '1 AS cases',
    where: `r.report_kind = 'DIAGNOSED'`,
    classifiedOnly: true,
  });

/** Confirmed pneumoconiosis by stage (GBZ 70-2015). */
export const newPneumoconiosisByStage: Population = {
  indicatorId: 'new-pneumoconiosis-by-stage',
  sql: pneumoconiosis(`CASE WHEN r.stage IN ('P1', 'P2', 'P3') THEN r.stage ELSE 'UNSTATED' END`),
  classification: pneumoconiosisClassification,
  rows: () => pneumoconiosisStages().map(({ code, name }) => ({ key: code, label: name })),
};

/** 接尘工龄不足5年新发尘肺占比 is the standard indicator; the other bands show where the rest lies. */
export const UNDER_FIVE_YEARS = 'Y0';

const BANDS = [
  { key: UNDER_FIVE_YEARS, label: '不足5年', below: 60 },
  { key: 'Y5', label: '5年以上不足10年', below: 120 },
  { key: 'Y10', label: '10年以上不足20年', below: 240 },
  { key: 'Y20', label: '20年以上' },
] as const;

const bandOfMonths = BANDS.map((band) => {
  const condition = 'below' in band ? `r.exposure_months < ${band.below}` : 'r.exposure_months IS NOT NULL';
  return `WHEN ${condition} THEN '${band.key}'`;
}).join(' ');

export const newPneumoconiosisByExposure: Population = {
  indicatorId: 'new-pneumoconiosis-by-exposure',
  sql: pneumoconiosis(`CASE ${bandOfMonths} ELSE 'UNSTATED' END`),
  classification: pneumoconiosisClassification,
  rows: () => BANDS.map(({ key, label }) => ({ key, label })),
};
