import type pg from 'pg';
import { registeredFrom, registeredTo, standingStatements } from './standing-statements.js';

/** HOLDS: stated, and all that was stated is here. WAITING: stated, but events are on their way or parked. */
export type StatementState = 'HOLDS' | 'WAITING' | 'MISSING';

/** What a source owes, or has said, of one event type and month. */
export type StatementOfMonth = {
  sourceId: string;
  department: string;
  eventType: string;
  /** YYYY-MM. */
  month: string;
  state: StatementState;
  /** COMPLETE or NOTHING_OCCURRED; null while nothing was stated, and so below. */
  kind: string | null;
  /** YYYY-MM-DD. */
  statedOn: string | null;
  /** recordId of the period statement, and whose it is: the source's own, or that of a system that took over from it. */
  statement: string | null;
  statedBy: string | null;
  /** Events that the ledger had numbered when it was stated. */
  deliveredUpTo: number | null;
};

/** Absent members do not restrict. */
export type StatementFilter = {
  /** First and last month, both included, YYYY-MM. */
  from: string;
  to: string;
  eventType?: string;
  state?: StatementState;
  sourceIds?: readonly string[];
  departments?: readonly string[];
};

/** Every source, type and month that the register says is owed: silence is neither "complete" nor "nothing occurred". */
const owed = `
  SELECT r.source_id, r.department, event_type, to_char(month, 'YYYY-MM') COLLATE "C" AS month
  FROM source_registration r
    CROSS JOIN unnest(r.event_types) AS event_type
    CROSS JOIN generate_series(($1 || '-01')::date, ($2 || '-01')::date, interval '1 month') AS month
  WHERE event_type <> 'period-statement'
    AND to_char(month, 'YYYY-MM') BETWEEN ${registeredFrom('r')} AND ${registeredTo('r')}`;

/** Which statement of several on one month counts: one that holds before one that waits, then the latest. */
const said = `
  SELECT DISTINCT ON (o.source_id, o.event_type, o.month) o.*, s.kind, s.stated_on, s.record_id, s.stated_by,
    s.delivered_up_to, CASE WHEN s.holds THEN 'HOLDS' WHEN s.record_id IS NOT NULL THEN 'WAITING' ELSE 'MISSING' END AS state
  FROM (${owed}) AS o LEFT JOIN (${standingStatements}) AS s ON s.source_id = o.source_id
    AND s.event_type = o.event_type AND o.month BETWEEN s.period_from AND s.period_to
  ORDER BY o.source_id, o.event_type, o.month, s.holds DESC NULLS LAST, s.stated_on DESC, s.stated_by, s.record_id`;

/** Who has stated which months complete, and who owes a statement? */
export async function readPeriodStatements(
  client: pg.ClientBase | pg.Pool,
  filter: StatementFilter,
): Promise<StatementOfMonth[]> {
  const { rows } = await client.query<StatementOfMonth>(
    `SELECT source_id AS "sourceId", department, event_type AS "eventType", month, state, kind, stated_on AS "statedOn",
       record_id AS statement, stated_by AS "statedBy", delivered_up_to AS "deliveredUpTo"
     FROM (${said}) AS said
     WHERE ($3::text IS NULL OR event_type = $3) AND ($4::text IS NULL OR state = $4)
       AND ($5::text[] IS NULL OR source_id = ANY ($5)) AND ($6::text[] IS NULL OR department = ANY ($6))
     ORDER BY department, source_id, event_type, month`,
    [
      ...[filter.from, filter.to, filter.eventType ?? null, filter.state ?? null],
      ...[filter.sourceIds ?? null, filter.departments ?? null],
    ],
  );
  return rows;
}
