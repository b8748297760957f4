/**
 * SQL: every period statement that stands now, a line each: source_id, department, record_id, event_type (the type it
 * speaks of), period_from and period_to (YYYY-MM, both included), kind, stated_on, delivered_up_to, holds.
 *
 * It holds when the events 1…deliveredUpTo that its source's ledger numbered in the same epoch are all applied: none is
 * on its way, and none is parked. A statement that does not say how far it goes holds never.
 */
export const standingStatements = `
  SELECT s.source_id, s.department, s.record_id, s.stated_event_type AS event_type, s.period_from, s.period_to, s.kind,
    s.stated_on, v.delivered_up_to,
    coalesce(v.delivered_up_to >= 0 AND coalesce(q.sequences, '{}') @> int8range(1, greatest(v.delivered_up_to, 0) + 1),
      false) AS holds
  FROM current_period_statement s
    JOIN event_version v ON v.event_id = s.event_id
    LEFT JOIN applied_sequence q ON q.source_id = s.source_id AND q.event_type = s.stated_event_type
      AND q.ledger_epoch = v.ledger_epoch
  WHERE s.operation = 'ASSERT'`;

/** SQL: first and last month (YYYY-MM) in which a registered source sends; `r` is its row of source_registration. */
export const registeredFrom = (r: string) => `to_char(${r}.valid_from, 'YYYY-MM')`;
export const registeredTo = (r: string) => `coalesce(to_char(${r}.valid_to, 'YYYY-MM'), '9999-12')`;
