import type pg from 'pg';
import { gapLimit, type Gap, type GapState } from '../../../schemas/gaps/gap.js';
import { divisionsUnder } from '../divisions-under.js';
import type { RecordName } from '../record-name.js';
import { gapRule } from './gap-rules.js';
import type { GapRule } from './gap-rule.js';

/** Months that a source has not stated complete; no source: nobody speaks of them at all. */
export type MissingStatement = { sourceId: string | null; eventType: string; months: string[] };

/** One record that a gap rule applies to, as of a day. */
export type GapRow = {
  /** The record that opens it. */
  record: RecordName;
  department: string;
  division: string | null;
  employer: { uscc: string | null; name: string | null };
  state: GapState;
  /** Days, YYYY-MM-DD: when the clock started, and the last days in time. */
  startedOn: string;
  amberOn: string;
  redOn: string;
  /** Days after the limit whose state it is in; 0 in the other states. */
  daysOver: number;
  closedBy: 'FILED' | 'WITHDRAWN' | null;
  /** The record that closes it, by which rule it is linked, and its day. */
  filed: (RecordName & { rule: string; filedOn: string }) | null;
  /** PERSON_UNRESOLVED, STATEMENTS_MISSING: why it is not assessable, or no more than amber. */
  reasons: string[];
  missing: MissingStatement[];
};

export type GapQuery = {
  gapId: string;
  /** Day, YYYY-MM-DD. */
  asOf: string;
  states?: readonly GapState[];
  /** The division and all below it. */
  division?: string;
};

/** Where a page ended. */
export type GapKey = { rank: number; startedOn: string; sourceId: string; recordId: string };

export type GapPage = { rows: GapRow[]; next: GapKey | null };

type Columns = {
  rank: number;
  source_id: string;
  record_id: string;
  department: string;
  division: string | null;
  employer_uscc: string | null;
  employer_name: string | null;
  state: GapState;
  started_on: string;
  amber_on: string;
  red_on: string;
  days_over: number;
  closed_by: GapRow['closedBy'];
  filed_source_id: string | null;
  filed_record_id: string | null;
  filed_rule: string;
  filed_on: string;
  reasons: string[];
  missing: MissingStatement[];
};

/**
 * A page of the records that a gap rule applies to: the most urgent state first, then the oldest. Evaluated from what the
 * dataset holds now; nothing is stored, so evidence that arrives closes a gap, and evidence that goes opens it.
 *
 * @throws Error for an unknown gap
 */
export async function readGaps(
  client: pg.ClientBase | pg.Pool,
  query: GapQuery & { after?: GapKey; limit: number },
): Promise<GapPage> {
  const { gap, rule } = known(query.gapId);
  const { after, limit } = query;
  const { rows } = await client.query<Columns>(
    `${rule.sql}
     SELECT g.*, ${rule.missing} AS missing
     FROM (SELECT gap.*, array_position($5::text[], state) AS rank FROM gap) AS g
     WHERE ${conditions} AND ($8::integer IS NULL OR (rank, started_on, source_id, record_id) > ($8, $9::date, $10, $11))
     ORDER BY rank, started_on, source_id, record_id LIMIT $12`,
    [
      ...[...parameters(gap, query), after?.rank ?? null, after?.startedOn ?? null],
      ...[after?.sourceId ?? null, after?.recordId ?? null, limit + 1],
    ],
  );
  const page = rows.slice(0, limit);
  return { rows: page.map((row) => gapRowOf(gap, rule, row)), next: rows.length > limit ? keyOf(page.at(-1)) : null };
}

export type GapCounts = {
  states: Record<GapState, number>;
  /** Divisions as the records name them, sorted. */
  places: { division: string | null; states: Partial<Record<GapState, number>> }[];
};

/** How many records are in which state, all in all and by place? `states` does not restrict here. */
export async function countGaps(client: pg.ClientBase | pg.Pool, query: GapQuery): Promise<GapCounts> {
  const { gap, rule } = known(query.gapId);
  const { rows } = await client.query<{ division: string | null; states: Partial<Record<GapState, number>> }>(
    `${rule.sql}
     SELECT division, jsonb_object_agg(state, rows) AS states
     FROM (SELECT division, state, count(*) AS rows FROM gap
           WHERE array_position($5::text[], state) IS NOT NULL AND ${conditions} GROUP BY division, state) AS counted
     GROUP BY division ORDER BY division NULLS LAST`,
    parameters(gap, { ...query, states: gap.states.map(({ code }) => code) }),
  );
  const sum = (state: GapState) => rows.reduce((total, { states }) => total + (states[state] ?? 0), 0);
  const states = Object.fromEntries(gap.states.map(({ code }) => [code, sum(code)])) as Record<GapState, number>;
  return { states, places: rows };
}

/** $5 the states in their order, $6 those wanted, $7 divisions. */
const conditions = '($6::text[] IS NULL OR state = ANY ($6)) AND ($7::text[] IS NULL OR division = ANY ($7))';

function parameters(gap: Gap, query: GapQuery): unknown[] {
  return [
    ...[query.asOf, gapLimit(gap, 'AMBER'), gapLimit(gap, 'RED'), gap.notFiledStatuses],
    ...[gap.states.map(({ code }) => code), query.states ?? null],
    query.division === undefined ? null : divisionsUnder(query.division),
  ];
}

function known(gapId: string): { gap: Gap; rule: GapRule } {
  const found = gapRule(gapId);
  if (found) return found;
  throw new Error(`No gap rule "${gapId}".`);
}

function keyOf(row: Columns | undefined): GapKey | null {
  if (!row) return null;
  return { rank: row.rank, startedOn: row.started_on, sourceId: row.source_id, recordId: row.record_id };
}

function gapRowOf(gap: Gap, rule: GapRule, row: Columns): GapRow {
  const { state, reasons, missing, department, division } = row;
  return {
    record: { sourceId: row.source_id, eventType: gap.eventType, recordId: row.record_id },
    ...{ department, division, state, reasons, missing },
    employer: { uscc: row.employer_uscc, name: row.employer_name },
    ...{ startedOn: row.started_on, amberOn: row.amber_on, redOn: row.red_on, daysOver: row.days_over },
    closedBy: row.closed_by,
    filed: filedOf(rule, row),
  };
}

function filedOf(rule: GapRule, row: Columns): GapRow['filed'] {
  const { filed_source_id: sourceId, filed_record_id: recordId } = row;
  if (sourceId === null || recordId === null) return null;
  return { sourceId, eventType: rule.filedEventType, recordId, rule: row.filed_rule, filedOn: row.filed_on };
}
