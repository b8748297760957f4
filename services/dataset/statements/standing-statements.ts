/**
 * Every period statement that stands now. It holds when the events 1…deliveredUpTo that its source's ledger numbered in
 * the same epoch are all applied or discarded: none is on its way, and none is parked. A statement that does not say how far it goes
 * holds never.
 */
const statements = `
  WITH discarded AS (
    SELECT p.source_id, p.event_type, p.ledger_epoch, range_agg(int8range(p.ledger_seq, p.ledger_seq, '[]')) AS sequences
    FROM parked_message p JOIN source_registration r ON r.source_id = p.source_id AND r.department = p.department
    WHERE p.discarded AND p.ledger_epoch IS NOT NULL AND p.ledger_seq IS NOT NULL
    GROUP BY p.source_id, p.event_type, p.ledger_epoch)
  SELECT s.source_id, s.source_id AS stated_by, s.record_id, s.stated_event_type AS event_type, s.period_from,
    s.period_to, s.kind, s.stated_on, s.delivered_up_to,
    coalesce(s.delivered_up_to >= 0 AND coalesce(q.sequences, '{}') + coalesce(d.sequences, '{}') @> int8range(1, greatest(s.delivered_up_to, 0) + 1),
      false) AS holds
  FROM current_period_statement s
    LEFT JOIN applied_sequence q ON q.source_id = s.source_id AND q.event_type = s.stated_event_type
      AND q.ledger_epoch = s.ledger_epoch
    LEFT JOIN discarded d ON d.source_id = s.source_id AND d.event_type = s.stated_event_type
      AND d.ledger_epoch = s.ledger_epoch
  WHERE s.operation = 'ASSERT'`;

/** A statement as heard by a source, which it then is of. */
const heardBy = (source: string, periodTo = 's.period_to') => `
  SELECT ${source} AS source_id, s.stated_by, s.record_id, s.event_type, s.period_from, ${periodTo} AS period_to, s.kind,
    s.stated_on, s.delivered_up_to, s.holds
  FROM said s`;

/**
 * SQL: what is stated of which source, a line each: source_id, stated_by (the source whose statement it is) and its
 * record_id, event_type (the type it speaks of), period_from and period_to (YYYY-MM, both included), kind, stated_on,
 * delivered_up_to, holds.
 *
 * A system speaks for those that it took over from, which can say no more. They speak for it in the months before it
 * began, whose records it may have sent again.
 */
export const standingStatements = `
  WITH said AS MATERIALIZED (${statements})
  ${heardBy('s.source_id')}
  UNION ALL ${heardBy('f.source_id')} JOIN source_succession f ON f.successor_id = s.stated_by
  UNION ALL ${heardBy('f.successor_id', `least(s.period_to, to_char(r.valid_from - interval '1 month', 'YYYY-MM'))`)}
    JOIN source_succession f ON f.source_id = s.stated_by
    JOIN source_registration r ON r.source_id = f.successor_id
  WHERE s.period_from < to_char(r.valid_from, 'YYYY-MM')`;

/** SQL: first and last month (YYYY-MM) in which a registered source sends; `r` is its row of source_registration. */
export const registeredFrom = (r: string) => `to_char(${r}.valid_from, 'YYYY-MM')`;
export const registeredTo = (r: string) => `coalesce(to_char(${r}.valid_to, 'YYYY-MM'), '9999-12')`;
