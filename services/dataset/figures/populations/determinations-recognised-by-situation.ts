import type { Population } from '../population.js';
import { situationClassification, situationRows } from './injury-situation-rows.js';

/** Recognised and deemed work injuries of the year by item of 工伤保险条例 Art. 14 and 15. */
export const determinationsRecognisedBySituation: Population = {
  indicatorId: 'determinations-recognised-by-situation',
  sql: /* sql */ `
    SELECT r.source_id, r.record_id, r.event_id, r.topic, r.topic_partition, r.topic_offset,
           coalesce(c.row_key, 'UNSTATED') AS key, 1 AS cases
      FROM current_injury_determination r
      LEFT JOIN unnest($4::text[], $5::text[], $6::date[], $7::date[]) AS c (code, row_key, valid_from, valid_to)
        ON c.code = r.situation AND r.decided_on BETWEEN c.valid_from AND c.valid_to
     WHERE r.operation = 'ASSERT' AND r.department = ANY ($1::text[])
       AND r.decided_on >= $2::date AND r.decided_on < $3::date
       AND r.status <> 'REVOKED' AND r.conclusion IN ('RECOGNIZED', 'DEEMED')`,
  classification: situationClassification,
  rows: situationRows,
};
