import type { Population } from '../population.js';
import { diseaseCategoryClassification, diseaseCategoryRows } from './disease-category-rows.js';

/** Suspected cases by category, by date of report: a suspicion has no date of diagnosis. */
export const suspectedDiseasesByCategory: Population = {
  indicatorId: 'suspected-occupational-diseases-by-category',
  sql: /* sql */ `
    SELECT r.source_id, r.record_id, r.event_id, r.topic, r.topic_partition, r.topic_offset,
           coalesce(c.row_key, 'UNSTATED') AS key, 1 AS cases
      FROM current_occupational_disease r
      LEFT JOIN unnest($4::text[], $5::text[], $6::date[], $7::date[]) AS c (code, row_key, valid_from, valid_to)
        ON c.code = r.disease AND r.reported_on BETWEEN c.valid_from AND c.valid_to
     WHERE r.operation = 'ASSERT' AND r.department = ANY ($1::text[])
       AND r.reported_on >= $2::date AND r.reported_on < $3::date
       AND r.report_kind = 'SUSPECTED'`,
  classification: diseaseCategoryClassification,
  rows: diseaseCategoryRows,
};
