import { countedRecords } from '../counted-records.js';
import type { Population } from '../population.js';
import { diseaseCategoryClassification, diseaseCategoryRows } from './disease-category-rows.js';
import { sectionClassification, sectionRows } from './industry-section-rows.js';
import { poolingAreaClassification, poolingAreaRows, provincialRow } from './pooling-area-rows.js';

const confirmed = (code: string): string =>
  countedRecords({
    from: 'current_occupational_disease',
    code,
    on: { day: 'r.diagnosed_on' },
    measures: '1 AS cases',
    where: `r.report_kind = 'DIAGNOSED'`,
  });

/** Confirmed cases by category of 《职业病分类和目录》, the catalogue chosen by the date of diagnosis. */
export const newDiseasesByCategory: Population = {
  indicatorId: 'new-occupational-diseases-by-category',
  sql: confirmed('r.disease'),
  classification: diseaseCategoryClassification,
  rows: diseaseCategoryRows,
};

export const newDiseasesBySection: Population = {
  indicatorId: 'new-occupational-diseases-by-industry-section',
  sql: confirmed('r.employer_industry'),
  classification: sectionClassification,
  rows: sectionRows,
};

export const newDiseasesByPlace: Population = {
  indicatorId: 'new-occupational-diseases-by-place',
  sql: confirmed('r.division'),
  classification: poolingAreaClassification,
  rows: poolingAreaRows,
  rowsWhenCounted: () => [provincialRow],
};
