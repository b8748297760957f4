import { codeList } from '../../../../schemas/code-lists/code-list.js';
import { classify } from '../classification.js';
import { countedRecords } from '../counted-records.js';
import type { Population } from '../population.js';
import { sectionClassification, sectionRows } from './industry-section-rows.js';
import { keyIndustryClassification, keyIndustryGroups, keyIndustryRows } from './key-industry-rows.js';
import { poolingAreaClassification, poolingAreaRows, provincialRow } from './pooling-area-rows.js';

/** Enrolments are stated at the year's end; their headcounts are what rates are reckoned on. */
const enrolments = (code: string): string =>
  countedRecords({
    from: 'current_employer_enrolment',
    code,
    on: { day: 'r.stated_on' },
    measures: '1 AS employers, r.opening_headcount AS opening, r.closing_headcount AS closing',
  });

export const insuredByPlace: Population = {
  indicatorId: 'insured-by-place',
  sql: enrolments('r.insurance_division'),
  classification: poolingAreaClassification,
  rows: poolingAreaRows,
  rowsWhenCounted: () => [provincialRow],
};

export const insuredByRiskClass: Population = {
  indicatorId: 'insured-by-risk-class',
  sql: enrolments('r.risk_class'),
  classification: () => classify('risk-class', ({ code }) => code),
  rows: () => codeList('risk-class').entries.map(({ code, name }) => ({ key: code, label: name })),
};

export const insuredBySection: Population = {
  indicatorId: 'insured-by-industry-section',
  sql: enrolments('r.employer_industry'),
  classification: sectionClassification,
  rows: sectionRows,
};

export const insuredByKeyIndustry: Population = {
  indicatorId: 'insured-by-key-industry',
  sql: enrolments('r.employer_industry'),
  classification: keyIndustryClassification,
  rows: keyIndustryRows,
  groups: keyIndustryGroups,
};
