import { personOf, plainNumber } from '../links/link-definition.js';
import type { GapRule } from './gap-rule.js';
import { holdingIn, standing, unstatedMonths } from './stated-months.js';

const DISEASE = 'occupational-disease';
const DETERMINATION = 'injury-determination';

const diagnosis = `
  SELECT d.source_id, d.record_id, d.department, d.division, d.employer_uscc, d.employer_name,
    d.diagnosed_on AS started_on, (d.diagnosed_on + $2::interval)::date AS amber_on,
    (d.diagnosed_on + $3::interval)::date AS red_on, p.person_id,
    ${plainNumber('d.certificate_number')} AS certificate
  FROM current_occupational_disease d ${personOf('p', 'd', 'worker_identity_ref')}
  WHERE d.operation = 'ASSERT' AND d.report_kind = 'DIAGNOSED' AND d.diagnosed_on <= $1::date`;

/** The diagnosis and the cards that follow it, by the certificate that each names as its prior one; of one person. */
const card = `
  SELECT source_id, record_id, source_id AS card_source_id, record_id AS card_record_id, certificate, person_id,
    false AS withdraws
  FROM diagnosis
  UNION
  SELECT c.source_id, c.record_id, f.source_id, f.record_id, ${plainNumber('f.certificate_number')}, c.person_id,
    f.report_kind IN ('REASSESSED_CHANGED', 'NOT_OCCUPATIONAL')
  FROM card c
    JOIN current_occupational_disease f ON ${plainNumber('f.prior_certificate_number')} = c.certificate
    ${personOf('p', 'f', 'worker_identity_ref')}
  WHERE f.operation = 'ASSERT' AND f.report_kind NOT IN ('DIAGNOSED', 'SUSPECTED') AND f.reported_on <= $1::date
    AND (p.person_id = c.person_id) IS NOT FALSE`;

/** Card by card, by index (OFFSET 0 keeps it so): joined as a whole, one misjudged estimate makes it quadratic. */
const linked = `
  SELECT c.source_id, c.record_id, l.rule, t.source_id AS filed_source_id, t.record_id AS filed_record_id,
    t.applied_on AS filed_on, t.applied_on <= $1::date AND t.status <> ALL ($4::text[])
      AND coalesce(t.situation, '14-4') IN ('14-4', '16-1', '16-2', '16-3') AS files
  FROM card c
    CROSS JOIN LATERAL (
      SELECT rule, right_source_id, right_record_id FROM record_link
      WHERE kind = 'DIAGNOSIS_DETERMINATION' AND left_source_id = c.card_source_id
        AND left_record_id = c.card_record_id OFFSET 0) AS l
    JOIN current_injury_determination t ON t.source_id = l.right_source_id AND t.record_id = l.right_record_id`;

/** The earliest application counts. */
const filed = `
  SELECT DISTINCT ON (source_id, record_id) source_id, record_id, rule AS filed_rule, filed_source_id, filed_record_id,
    filed_on
  FROM linked WHERE files ORDER BY source_id, record_id, filed_on, filed_source_id, filed_record_id`;

/** Up to which month determinations must be stated for what the clock says; null while it says nothing. */
const clock = `
  SELECT d.*, f.filed_source_id, f.filed_record_id, f.filed_rule, f.filed_on,
    to_char(d.started_on, 'YYYY-MM') AS from_month, to_char(d.amber_on, 'YYYY-MM') AS amber_month,
    to_char(d.red_on, 'YYYY-MM') AS red_month, $1::date > d.amber_on AS is_amber, $1::date > d.red_on AS is_red,
    CASE WHEN f.filed_record_id IS NOT NULL THEN 'FILED' WHEN EXISTS (
      SELECT FROM card c WHERE c.withdraws AND c.source_id = d.source_id AND c.record_id = d.record_id)
      THEN 'WITHDRAWN' END AS closed_by,
    d.person_id IS NULL AND NOT EXISTS (SELECT FROM linked l WHERE l.rule = 'CERTIFICATE'
      AND l.source_id = d.source_id AND l.record_id = d.record_id) AS is_nobody,
    NOT EXISTS (${holdingIn(DISEASE, `to_char(d.started_on, 'YYYY-MM')`)} AND s.source_id = d.source_id) AS is_unstated
  FROM diagnosis d LEFT JOIN filed f USING (source_id, record_id)`;

const lacksUntil = (month: string) =>
  `EXISTS (SELECT FROM unstated u WHERE u.month BETWEEN k.from_month AND k.${month})`;

const judged = `
  SELECT k.*, k.is_amber AND ${lacksUntil('amber_month')} AS lacks_amber,
    k.is_red AND ${lacksUntil('red_month')} AS lacks_red
  FROM clock k`;

const state = `
  SELECT j.*, CASE
    WHEN closed_by IS NOT NULL THEN 'CLOSED'
    WHEN is_nobody OR is_unstated OR lacks_amber THEN 'NOT_ASSESSABLE'
    WHEN is_red AND NOT lacks_red THEN 'RED'
    WHEN is_amber THEN 'AMBER'
    ELSE 'NOT_DUE' END AS state
  FROM judged j`;

const gap = `
  SELECT s.*, array_remove(ARRAY[
      CASE WHEN closed_by IS NULL AND is_nobody THEN 'PERSON_UNRESOLVED' END,
      CASE WHEN closed_by IS NULL AND (is_unstated OR lacks_amber OR lacks_red) THEN 'STATEMENTS_MISSING' END], NULL)
      AS reasons,
    CASE state WHEN 'AMBER' THEN $1::date - amber_on WHEN 'RED' THEN $1::date - red_on ELSE 0 END AS days_over
  FROM state s`;

/** What a row waits for: the month of the diagnosis of its own source, and determinations to the limit that has passed. */
const missing = `(
  SELECT coalesce(jsonb_agg(jsonb_build_object('sourceId', source_id, 'eventType', event_type, 'months', months)
    ORDER BY event_type DESC, source_id), '[]')
  FROM (
    SELECT g.source_id, '${DISEASE}' AS event_type, jsonb_build_array(g.from_month) AS months
    WHERE g.closed_by IS NULL AND g.is_unstated
    UNION ALL
    SELECT u.source_id, '${DETERMINATION}', jsonb_agg(u.month ORDER BY u.month)
    FROM unstated u
    WHERE g.closed_by IS NULL AND g.is_amber
      AND u.month BETWEEN g.from_month AND CASE WHEN g.is_red THEN g.red_month ELSE g.amber_month END
    GROUP BY u.source_id) AS lacking)`;

/** G1: who was diagnosed, and nobody applied for a determination? */
export const diagnosedNotFiled: GapRule = {
  gapId: 'G1',
  filedEventType: DETERMINATION,
  sql: `WITH RECURSIVE diagnosis AS MATERIALIZED (${diagnosis}), card AS MATERIALIZED (${card}),
    linked AS MATERIALIZED (${linked}), filed AS (${filed}), ${standing},
    unstated AS MATERIALIZED (${unstatedMonths(
      DETERMINATION,
      'SELECT min(started_on) FROM diagnosis',
      'SELECT least(max(red_on), $1::date) FROM diagnosis',
    )}),
    clock AS (${clock}), judged AS (${judged}), state AS (${state}), gap AS (${gap})`,
  missing,
};
