import { codeList } from '../../../../schemas/code-lists/code-list.js';
import { classify } from '../classification.js';
import type { Population } from '../population.js';

/** Accidents and deaths of the year by grade (Decree 493 Art. 3). */
export const accidentsByGrade: Population = {
  indicatorId: 'accidents-by-grade',
  sql: /* sql */ `
    SELECT r.source_id, r.record_id, r.event_id, r.topic, r.topic_partition, r.topic_offset,
           coalesce(c.row_key, 'UNSTATED') AS key, 1 AS accidents, r.deaths
      FROM current_work_safety_accident r
      LEFT JOIN unnest($4::text[], $5::text[], $6::date[], $7::date[]) AS c (code, row_key, valid_from, valid_to)
        ON c.code = r.grade
       AND (r.occurred_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN c.valid_from AND c.valid_to
     WHERE r.operation = 'ASSERT' AND r.department = ANY ($1::text[])
       AND r.occurred_at >= $2::date::timestamp AT TIME ZONE 'Asia/Shanghai'
       AND r.occurred_at < $3::date::timestamp AT TIME ZONE 'Asia/Shanghai'`,
  classification: () => classify('accident-grade', ({ code }) => code),
  rows: () => codeList('accident-grade').entries.map(({ code, name }) => ({ key: code, label: name })),
};
