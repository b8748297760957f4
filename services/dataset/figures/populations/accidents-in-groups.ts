import { codeList, type CodeEntry } from '../../../../schemas/code-lists/code-list.js';
import { classify } from '../classification.js';
import { countedRecords } from '../counted-records.js';
import type { Population, PopulationRow } from '../population.js';

const accidents = (code: string): string =>
  countedRecords({
    from: 'current_work_safety_accident',
    code,
    on: { moment: 'r.occurred_at' },
    measures: '1 AS accidents, r.deaths',
  });

const groups = () => codeList('accident-report-group').entries;
const groupOf = ({ attributes }: CodeEntry) => String(attributes?.['group']);

/** Accidents and deaths of the year by Jilin's own table of 14 rows under six headings. */
export const accidentsByReportGroup: Population = {
  indicatorId: 'accidents-by-report-group',
  sql: accidents('r.report_group'),
  classification: () => classify('accident-report-group', ({ code }) => code),
  rows: () => groups().map((entry) => ({ key: entry.code, label: entry.name, group: groupOf(entry) })),
  groups: () => [...new Set(groups().map(groupOf))].map((label) => ({ key: label, label })),
};

/** Accidents and deaths of the year by grade (Decree 493 Art. 3). */
export const accidentsByGrade: Population = {
  indicatorId: 'accidents-by-grade',
  sql: accidents('r.grade'),
  classification: () => classify('accident-grade', ({ code }) => code),
  rows: () => codeList('accident-grade').entries.map(({ code, name }) => ({ key: code, label: name })),
};

/** By the type that the standard in force on the day knows: 20 of GB/T 6441-1986, 27 of GB 6441-2025. */
export const accidentsByType: Population = {
  indicatorId: 'accidents-by-type',
  sql: accidents('r.accident_type'),
  classification: () => classify('accident-type', ({ code }) => code),
  rows: accidentTypeRows,
};

/** In the year of the change both lists apply; the type's standard tells two of one name apart. */
function accidentTypeRows(year: number): readonly PopulationRow[] {
  const inForce = codeList('accident-type').entries.filter(
    ({ validFrom = '', validTo = '9999' }) => validFrom <= `${year}-12-31` && validTo >= `${year}-01-01`,
  );
  const both = new Set(inForce.map(({ attributes }) => attributes?.['scheme'])).size > 1;
  return inForce.map(({ code, name, validFrom }) => ({
    key: code,
    label: both ? `${name}（${validFrom === undefined ? '原标准' : '新标准'}）` : name,
  }));
}

/** People hurt in accidents, one by one, by harm. */
export const casualtiesByHarmGrade: Population = {
  indicatorId: 'casualties-by-harm-grade',
  sql: countedRecords({
    from: 'current_accident_casualty',
    code: 'r.harm_grade',
    on: { moment: 'r.occurred_at' },
    measures: '1 AS persons',
  }),
  classification: () => classify('harm-grade', ({ code }) => code),
  rows: () => codeList('harm-grade').entries.map(({ code, name }) => ({ key: code, label: name })),
};
