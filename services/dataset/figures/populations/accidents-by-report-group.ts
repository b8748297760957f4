import { codeList, type CodeEntry } from '../../../../schemas/code-lists/code-list.js';
import { classify } from '../classification.js';
import type { Population } from '../population.js';

const groups = () => codeList('accident-report-group').entries;
const groupOf = ({ attributes }: CodeEntry) => String(attributes?.['group']);

/** Accidents and deaths of the year by Jilin's own table of 14 rows under six headings. */
export const accidentsByReportGroup: Population = {
  indicatorId: 'accidents-by-report-group',
  sql: /* sql */ `
    SELECT r.source_id, r.record_id, r.event_id, r.topic, r.topic_partition, r.topic_offset,
           coalesce(c.row_key, 'UNSTATED') AS key, 1 AS accidents, r.deaths
      FROM current_work_safety_accident r
      LEFT JOIN unnest($4::text[], $5::text[], $6::date[], $7::date[]) AS c (code, row_key, valid_from, valid_to)
        ON c.code = r.report_group
       AND (r.occurred_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN c.valid_from AND c.valid_to
     WHERE r.operation = 'ASSERT' AND r.department = ANY ($1::text[])
       AND r.occurred_at >= $2::date::timestamp AT TIME ZONE 'Asia/Shanghai'
       AND r.occurred_at < $3::date::timestamp AT TIME ZONE 'Asia/Shanghai'`,
  classification: () => classify('accident-report-group', ({ code }) => code),
  rows: () => groups().map((entry) => ({ key: entry.code, label: entry.name, group: groupOf(entry) })),
  groups: () => [...new Set(groups().map(groupOf))].map((label) => ({ key: label, label })),
};
