import { registeredFrom, registeredTo, standingStatements } from '../statements/standing-statements.js';

/**
 * SQL: month and source_id (null: no source at all speaks of the month) for every month in which the registered sources
 * of an event type have not stated everything complete. A source owes the months of its registration; one that is new,
 * or gone, may speak of others, and is believed. Months run from the day `first` to the day `last`, both SQL.
 */
export function unstatedMonths(eventType: string, first: string, last: string): string {
  return `
    SELECT m.month, owing.source_id
    FROM (SELECT to_char(day, 'YYYY-MM') COLLATE "C" AS month
          FROM generate_series(date_trunc('month', (${first})::timestamp), (${last})::timestamp, interval '1 month') AS day) AS m
      CROSS JOIN LATERAL (
        SELECT r.source_id FROM source_registration r
        WHERE '${eventType}' = ANY (r.event_types) AND m.month BETWEEN ${registeredFrom('r')} AND ${registeredTo('r')}
          AND NOT EXISTS (${holdingIn(eventType, 'm.month')} AND s.source_id = r.source_id)
        UNION ALL
        SELECT NULL WHERE NOT EXISTS (${holdingIn(eventType, 'm.month')})) AS owing`;
}

/** SQL: statements in `standing` that hold for a type and month. */
export function holdingIn(eventType: string, month: string): string {
  return `SELECT FROM standing s WHERE s.holds AND s.event_type = '${eventType}'
    AND ${month} BETWEEN s.period_from AND s.period_to`;
}

/** SQL: the common table that the others look into. */
export const standing = `standing AS MATERIALIZED (${standingStatements})`;
