import type pg from 'pg';
import type { EventContract } from '../../schemas/contract.js';
import { currentView, placeColumn } from './contract-tables.js';
import { currentRecordOf, type CurrentRecord, type CurrentRow } from './current-record.js';
import { divisionsUnder } from './divisions-under.js';

/** Where a page ended; the next one begins after it. */
export type RecordKey = { sourceId: string; recordId: string };

/** What is looked for; absent members do not restrict. */
export type RecordFilter = {
  contract: EventContract;
  /** The division and all below it (220100: all of 2201xx and its local zones). */
  division?: string;
  /** First and last period, both included, YYYY-MM. */
  periodFrom?: string;
  periodTo?: string;
  /** Unified social credit code of the employer. */
  employerUscc?: string;
  /** Codes that fields of the contract must have, by payload path. */
  codes?: readonly { path: string; code: string }[];
  /** What the caller may see. */
  sourceIds?: readonly string[];
  departments?: readonly string[];
  /** Retracted records are left out unless asked for. */
  includeRetracted?: boolean;
  after?: RecordKey;
  /** 1 to 500, default 100. */
  limit?: number;
};

export type RecordPage = { records: CurrentRecord[]; /** Null on the last page. */ next: RecordKey | null };

const MOST_A_PAGE = 500;

/** Which current records fit the filter? Pages by key, so that records that change meanwhile move no page. */
export async function findRecords(client: pg.ClientBase | pg.Pool, filter: RecordFilter): Promise<RecordPage> {
  const limit = Math.min(Math.max(filter.limit ?? 100, 1), MOST_A_PAGE);
  const { rows } = await client.query<CurrentRow>(
    `SELECT * FROM ${currentView(filter.contract)} WHERE ${conditions(filter)}
       AND ($9::text IS NULL OR (source_id, record_id) > ($9, $10))
     ORDER BY source_id, record_id LIMIT $11`,
    [...conditionValues(filter), filter.after?.sourceId ?? null, filter.after?.recordId ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    records: page.map((row) => currentRecordOf(filter.contract, row)),
    next: rows.length > limit && last ? { sourceId: last.source_id, recordId: last.record_id } : null,
  };
}

/** How many current records fit the filter? `after` and `limit` do not count. */
export async function countRecords(client: pg.ClientBase | pg.Pool, filter: RecordFilter): Promise<number> {
  const { rows } = await client.query<{ found: number }>(
    `SELECT count(*) AS found FROM ${currentView(filter.contract)} WHERE ${conditions(filter)}`,
    conditionValues(filter),
  );
  return rows[0]?.found ?? 0;
}

/** A list of known codes and not LIKE: a % in a value, or an empty one, then finds nothing instead of everything. */
function conditions({ contract, codes = [] }: RecordFilter): string {
  const employer = contract.fields.find(({ path }) => path === 'employer.uscc')?.column ?? 'NULL';
  return `($1::boolean OR operation = 'ASSERT')
    AND ($2::text[] IS NULL OR ${placeColumn(contract)} = ANY ($2))
    AND ($3::text IS NULL OR period >= $3) AND ($4::text IS NULL OR period <= $4)
    AND ($5::text IS NULL OR ${employer} = $5)
    AND ($6::text[] IS NULL OR source_id = ANY ($6)) AND ($7::text[] IS NULL OR department = ANY ($7))
    AND $8::text[] IS NOT NULL ${codes.map(({ path }, index) => `AND ${columnOf(contract, path)} = ($8::text[])[${index + 1}]`).join(' ')}`;
}

/** The name comes from the contract, never from the caller. */
function columnOf(contract: EventContract, path: string): string {
  const field = contract.fields.find((candidate) => candidate.path === path);
  if (field) return field.column;
  throw new Error(`Contract ${contract.eventType} has no field "${path}" to filter by.`);
}

function conditionValues(filter: RecordFilter): unknown[] {
  return [
    filter.includeRetracted ?? false,
    filter.division === undefined ? null : divisionsUnder(filter.division),
    filter.periodFrom ?? null,
    filter.periodTo ?? null,
    filter.employerUscc ?? null,
    filter.sourceIds ?? null,
    filter.departments ?? null,
    (filter.codes ?? []).map(({ code }) => code),
  ];
}
