import { codeList } from '../../../../schemas/code-lists/code-list.js';
import { classify } from '../classification.js';
import type { Population } from '../population.js';

/** Withdrawal and termination end an application without a decision on it. */
const NO_DECISION = ['WITHDRAWN', 'TERMINATED'];

const decisions = () => codeList('determination-conclusion').entries.filter(({ code }) => !NO_DECISION.includes(code));

/** Decisions of the year by conclusion (工伤保险条例 Art. 20); what was revoked has left the counts. */
export const determinationsDecided: Population = {
  indicatorId: 'determinations-decided-by-conclusion',
  sql: /* sql */ `
    SELECT r.source_id, r.record_id, r.event_id, r.topic, r.topic_partition, r.topic_offset,
           coalesce(c.row_key, 'UNSTATED') AS key, 1 AS cases
      FROM current_injury_determination r
      LEFT JOIN unnest($4::text[], $5::text[], $6::date[], $7::date[]) AS c (code, row_key, valid_from, valid_to)
        ON c.code = r.conclusion AND r.decided_on BETWEEN c.valid_from AND c.valid_to
     WHERE r.operation = 'ASSERT' AND r.department = ANY ($1::text[])
       AND r.decided_on >= $2::date AND r.decided_on < $3::date
       AND r.status <> 'REVOKED' AND r.conclusion IS DISTINCT FROM 'WITHDRAWN' AND r.conclusion IS DISTINCT FROM 'TERMINATED'`,
  classification: () => classify('determination-conclusion', ({ code }) => (NO_DECISION.includes(code) ? null : code)),
  rows: () => decisions().map(({ code, name }) => ({ key: code, label: name })),
};
