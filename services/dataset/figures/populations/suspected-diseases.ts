import { countedRecords } from '../counted-records.js';
import type { Population } from '../population.js';
import { diseaseCategoryClassification, diseaseCategoryRows } from './disease-category-rows.js';

const suspected = (measures: string, join = ''): string =>
  countedRecords({
    from: 'current_occupational_disease',
    code: 'r.disease',
    on: { day: 'r.reported_on' },
    measures,
    where: `r.report_kind = 'SUSPECTED'`,
    join,
  });

/** Suspected cases by category, by date of report: a suspicion has no date of diagnosis. */
export const suspectedDiseasesByCategory: Population = {
  indicatorId: 'suspected-occupational-diseases-by-category',
  sql: suspected('1 AS cases'),
  classification: diseaseCategoryClassification,
  rows: diseaseCategoryRows,
};

/** One category under two catalogues has two codes (其他职业病 was 10 and is 12), and one code two categories: rows are compared. */
const COURSE = /* sql */ `
      LEFT JOIN person_reference p ON p.source_id = r.source_id AND p.identity_ref = r.worker_identity_ref
      LEFT JOIN LATERAL (
        SELECT true AS found
          FROM person_reference op
          JOIN current_occupational_disease o ON o.source_id = op.source_id AND o.worker_identity_ref = op.identity_ref
          JOIN unnest($4::text[], $5::text[], $6::date[], $7::date[]) AS oc (code, row_key, valid_from, valid_to)
            ON oc.code = o.disease AND o.diagnosed_on BETWEEN oc.valid_from AND oc.valid_to
         WHERE op.person_id = p.person_id AND o.operation = 'ASSERT' AND o.report_kind = 'DIAGNOSED'
           AND o.diagnosed_on >= r.reported_on AND oc.row_key = c.row_key
         LIMIT 1) AS diagnosis ON true
      LEFT JOIN LATERAL (
        SELECT true AS found
          FROM person_reference dp
          JOIN current_injury_determination d ON d.source_id = dp.source_id AND d.worker_identity_ref = dp.identity_ref
         WHERE dp.person_id = p.person_id AND d.operation = 'ASSERT' AND d.situation = '14-4'
           AND d.conclusion = 'RECOGNIZED' AND d.status <> 'REVOKED'
         LIMIT 1) AS recognition ON diagnosis.found`;

/** What became of suspicions: of each person the diagnosis after it, and whether it was recognised as a work injury. */
export const suspectedDiseasesCourse: Population = {
  indicatorId: 'suspected-diseases-course',
  sql: suspected(
    `1 AS suspected, (p.person_id IS NOT NULL)::int AS traceable, coalesce(diagnosis.found, false)::int AS diagnosed,
     coalesce(recognition.found, false)::int AS recognised`,
    COURSE,
  ),
  classification: diseaseCategoryClassification,
  rows: diseaseCategoryRows,
};
