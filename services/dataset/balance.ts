import type pg from 'pg';
import { eventContracts } from '../../schemas/generated/contract-index.js';
import { deriveTerms, type CountedTerms, type DerivedTerms, type StatedTerms } from './balance-terms.js';
import { currentView } from './contract-tables.js';

/** The balance of one source, event type and period; `period` is YYYY-MM or UNREADABLE. */
export type BalanceRow = StatedTerms &
  CountedTerms &
  DerivedTerms & {
    sourceId: string;
    eventType: string;
    period: string;
    department: string;
    /** When the ledger made its statement, epoch ms; null when it has made none: its terms are then 0. */
    statedAt: number | null;
  };

/** What is counted apart from the balance, by source and event type. */
export type CountedApart = {
  sourceId: string;
  eventType: string;
  /** Deliveries of events that the dataset had already. */
  repeatedDeliveries: number;
  /** Events that a department published for a source that is not its own. */
  foreignEvents: number;
};

export type Balance = { rows: BalanceRow[]; apart: CountedApart[] };

/** Absent members do not restrict. A department sees its own. */
export type BalanceFilter = { department?: string; sourceIds?: readonly string[] };

const noTerms: StatedTerms & CountedTerms = {
  submitted: 0,
  impliedRetractions: 0,
  rejected: 0,
  unchanged: 0,
  added: 0,
  corrected: 0,
  retracted: 0,
  published: 0,
  applied: 0,
  parked: 0,
  discarded: 0,
  current: 0,
  superseded: 0,
};

/** Do the books close? For consistent sums call it inside one REPEATABLE READ transaction, or take it as a moment's view. */
export async function readBalance(client: pg.ClientBase | pg.Pool, filter: BalanceFilter = {}): Promise<Balance> {
  const rows = new Map<string, BalanceRow>();
  for (const term of await readTerms(client, filter)) addTerm(rows, term);
  for (const row of rows.values()) Object.assign(row, deriveTerms(row, row.statedAt !== null));
  return { rows: [...rows.values()], apart: await readCountedApart(client, filter) };
}

type TermRow = {
  source_id: string;
  event_type: string;
  period: string;
  department: string;
  term: keyof typeof noTerms;
  events: number;
  stated_at: number | null;
};

function addTerm(rows: Map<string, BalanceRow>, term: TermRow): void {
  const { source_id: sourceId, event_type: eventType, period, department } = term;
  const key = JSON.stringify([sourceId, eventType, period, department]);
  const row = rows.get(key) ?? {
    ...{ sourceId, eventType, period, department, statedAt: null },
    ...noTerms,
    ...{ waiting: 0, inFlight: 0, closed: false },
  };
  row[term.term] += term.events;
  row.statedAt ??= term.stated_at;
  rows.set(key, row);
}

const eachContract = (select: (eventType: string, table: string) => string) =>
  eventContracts.map((contract) => select(contract.eventType, currentView(contract))).join(' UNION ALL ');

const stated = `
  SELECT s.source_id, s.event_type, s.period, s.department, term, events, s.stated_at FROM ledger_statement s
  CROSS JOIN LATERAL (VALUES ('submitted', submitted), ('impliedRetractions', implied_retractions),
    ('rejected', rejected), ('unchanged', unchanged), ('added', added), ('corrected', corrected),
    ('retracted', retracted), ('published', published)) AS each (term, events)`;

const applied = `
  SELECT source_id, event_type, period, department, 'applied', count(*), NULL FROM event_version GROUP BY 1, 2, 3, 4`;

const current = eachContract(
  (eventType, table) => `
  SELECT source_id, '${eventType}', period, department, 'current', count(*), NULL FROM ${table} GROUP BY 1, 3, 4`,
);

/** Counted from the versions and not as a difference, so that a version that stands twice shows. */
const superseded = eachContract(
  (eventType, table) => `
  SELECT v.source_id, v.event_type, v.period, v.department, 'superseded', count(*), NULL FROM event_version v
  WHERE v.event_type = '${eventType}' AND NOT EXISTS (
    SELECT 1 FROM ${table} c WHERE c.source_id = v.source_id AND c.record_id = v.record_id AND c.event_id = v.event_id)
  GROUP BY 1, 2, 3, 4`,
);

/** Events set aside; one of which a copy still waits for somebody is not discarded. */
const parked = `
  SELECT source_id, event_type, period, department, CASE WHEN discarded THEN 'discarded' ELSE 'parked' END, count(*), NULL
  FROM (
    SELECT source_id, event_type, coalesce(period, 'UNREADABLE') AS period, department, bool_and(discarded) AS discarded
    FROM parked_message
    WHERE source_id IS NOT NULL AND event_type IS NOT NULL AND reason_code <> 'WRONG_DEPARTMENT'
    GROUP BY 1, 2, 3, 4, coalesce(event_id::text, value_digest)) AS event
  GROUP BY 1, 2, 3, 4, 5`;

/** Statements and spoilt events of a department that does not own the source are no part of the source's books. */
async function readTerms(client: pg.ClientBase | pg.Pool, filter: BalanceFilter): Promise<TermRow[]> {
  const { rows } = await client.query<TermRow>(
    `WITH terms (source_id, event_type, period, department, term, events, stated_at) AS (
       ${[stated, applied, current, superseded, parked].join(' UNION ALL ')})
     SELECT t.* FROM terms t LEFT JOIN source_registration r USING (source_id)
     WHERE t.department = coalesce(r.department, t.department)
       AND ($1::text IS NULL OR t.department = $1) AND ($2::text[] IS NULL OR t.source_id = ANY ($2))
     ORDER BY t.source_id, t.event_type, t.period`,
    [filter.department ?? null, filter.sourceIds ?? null],
  );
  return rows;
}

/** How many deliveries were repeated, and how many events came from a department that does not own the source? */
async function readCountedApart(client: pg.ClientBase | pg.Pool, filter: BalanceFilter): Promise<CountedApart[]> {
  const { rows } = await client.query<CountedApart>(
    `WITH apart (source_id, event_type, repeated, foreign_events) AS (
       SELECT source_id, event_type, deliveries, 0 FROM repeated_delivery UNION ALL
       SELECT source_id, event_type, 0, count(DISTINCT coalesce(event_id::text, value_digest)) FROM parked_event
       WHERE reason_code = 'WRONG_DEPARTMENT' AND source_id IS NOT NULL AND event_type IS NOT NULL GROUP BY 1, 2)
     SELECT source_id AS "sourceId", event_type AS "eventType", sum(repeated)::bigint AS "repeatedDeliveries",
       sum(foreign_events)::bigint AS "foreignEvents"
     FROM apart LEFT JOIN source_registration r USING (source_id)
     WHERE ($1::text IS NULL OR r.department = $1) AND ($2::text[] IS NULL OR source_id = ANY ($2))
     GROUP BY source_id, event_type ORDER BY source_id, event_type`,
    [filter.department ?? null, filter.sourceIds ?? null],
  );
  return rows;
}
