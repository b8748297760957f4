import { codeList } from '../../../../schemas/code-lists/code-list.js';
import { classify } from '../classification.js';
import { countedRecords } from '../counted-records.js';
import type { Population } from '../population.js';
import { diseaseCategoryClassification, diseaseCategoryRows } from './disease-category-rows.js';

/** One line a record of the left side of a link: was a determination applied for, and did it recognise an injury? */
const filings = (kind: 'DIAGNOSIS_DETERMINATION' | 'CASUALTY_DETERMINATION'): string => /* sql */ `
      LEFT JOIN (
        SELECT l.left_source_id, l.left_record_id,
               bool_or(d.conclusion IN ('RECOGNIZED', 'DEEMED') AND d.status <> 'REVOKED') AS recognised
          FROM record_link l
          JOIN current_injury_determination d ON d.source_id = l.right_source_id AND d.record_id = l.right_record_id
         WHERE l.kind = '${kind}' AND d.status <> 'REJECTED'
         GROUP BY l.left_source_id, l.left_record_id) AS filing
        ON filing.left_source_id = r.source_id AND filing.left_record_id = r.record_id`;

const person = (column: string): string => /* sql */ `
      LEFT JOIN person_reference p ON p.source_id = r.source_id AND p.identity_ref = r.${column}`;

/** A link by certificate needs no person, so what is filed is traceable in any case. */
const COURSE = `(p.person_id IS NOT NULL OR filing.left_record_id IS NOT NULL)::int AS traceable,
     (filing.left_record_id IS NOT NULL)::int AS filed, coalesce(filing.recognised, false)::int AS recognised`;

/** What became of the diagnoses of the year. */
export const diagnosesCourse: Population = {
  indicatorId: 'diagnoses-course-by-category',
  sql: countedRecords({
    from: 'current_occupational_disease',
    code: 'r.disease',
    on: { day: 'r.diagnosed_on' },
    measures: `1 AS diagnosed, ${COURSE}`,
    where: `r.report_kind = 'DIAGNOSED'`,
    join: person('worker_identity_ref') + filings('DIAGNOSIS_DETERMINATION'),
  }),
  classification: diseaseCategoryClassification,
  rows: diseaseCategoryRows,
};

/** What became of the casualties of the year's accidents. */
export const casualtiesCourse: Population = {
  indicatorId: 'casualties-course-by-harm-grade',
  sql: countedRecords({
    from: 'current_accident_casualty',
    code: 'r.harm_grade',
    on: { moment: 'r.occurred_at' },
    measures: `1 AS persons, ${COURSE}`,
    join: person('person_identity_ref') + filings('CASUALTY_DETERMINATION'),
  }),
  classification: () => classify('harm-grade', ({ code }) => code),
  rows: () => codeList('harm-grade').entries.map(({ code, name }) => ({ key: code, label: name })),
};
