import type { Population } from '../population.js';
import { diseaseCategoryClassification, diseaseCategoryRows } from './disease-category-rows.js';

/** Confirmed cases by category of 《职业病分类和目录》, the catalogue chosen by the date of diagnosis. */
export const newDiseasesByCategory: Population = {
  indicatorId: 'new-occupational-diseases-by-category',
  sql: /* sql */ `
    SELECT r.source_id, r.record_id, r.event_id, r.topic, r.topic_partition, r.topic_offset,
           coalesce(c.row_key, 'UNSTATED') AS key, 1 AS cases
      FROM current_occupational_disease r
      LEFT JOIN unnest($4::text[], $5::text[], $6::date[], $7::date[]) AS c (code, row_key, valid_from, valid_to)
        ON c.code = r.disease AND r.diagnosed_on BETWEEN c.valid_from AND c.valid_to
     WHERE r.operation = 'ASSERT' AND r.department = ANY ($1::text[])
       AND r.diagnosed_on >= $2::date AND r.diagnosed_on < $3::date
       AND r.report_kind = 'DIAGNOSED'`,
  classification: diseaseCategoryClassification,
  rows: diseaseCategoryRows,
};
