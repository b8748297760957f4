import type { Population } from '../population.js';
import { pneumoconiosisClassification, pneumoconiosisStages } from './pneumoconiosis-stage-rows.js';

/** Confirmed pneumoconiosis by stage (GBZ 70-2015). The classification chooses the diseases; the stage is its own row. */
export const newPneumoconiosisByStage: Population = {
  indicatorId: 'new-pneumoconiosis-by-stage',
  sql: /* sql */ `
    SELECT r.source_id, r.record_id, r.event_id, r.topic, r.topic_partition, r.topic_offset,
           CASE WHEN r.stage IN ('P1', 'P2', 'P3') THEN r.stage ELSE 'UNSTATED' END AS key, 1 AS cases
      FROM current_occupational_disease r
      JOIN unnest($4::text[], $5::text[], $6::date[], $7::date[]) AS c (code, row_key, valid_from, valid_to)
        ON c.code = r.disease AND r.diagnosed_on BETWEEN c.valid_from AND c.valid_to
     WHERE r.operation = 'ASSERT' AND r.department = ANY ($1::text[])
       AND r.diagnosed_on >= $2::date AND r.diagnosed_on < $3::date
       AND r.report_kind = 'DIAGNOSED'`,
  classification: pneumoconiosisClassification,
  rows: () => pneumoconiosisStages().map(({ code, name }) => ({ key: code, label: name })),
};
