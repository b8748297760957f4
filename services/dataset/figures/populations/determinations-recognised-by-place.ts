import type { Population } from '../population.js';
import { poolingAreaClassification, poolingAreaRows, provincialRow } from './pooling-area-rows.js';

/** Recognised and deemed work injuries of the year by pooling area (工伤保险条例 Art. 17). */
export const determinationsRecognisedByPlace: Population = {
  indicatorId: 'determinations-recognised-by-place',
  sql: /* sql */ `
    SELECT r.source_id, r.record_id, r.event_id, r.topic, r.topic_partition, r.topic_offset,
           coalesce(c.row_key, 'UNSTATED') AS key, 1 AS cases
      FROM current_injury_determination r
      LEFT JOIN unnest($4::text[], $5::text[], $6::date[], $7::date[]) AS c (code, row_key, valid_from, valid_to)
        ON c.code = r.insurance_division AND r.decided_on BETWEEN c.valid_from AND c.valid_to
     WHERE r.operation = 'ASSERT' AND r.department = ANY ($1::text[])
       AND r.decided_on >= $2::date AND r.decided_on < $3::date
       AND r.status <> 'REVOKED' AND r.conclusion IN ('RECOGNIZED', 'DEEMED')`,
  classification: poolingAreaClassification,
  rows: poolingAreaRows,
  rowsWhenCounted: () => [provincialRow],
};
