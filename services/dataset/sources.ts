import type pg from 'pg';
import type { SourceRegistration } from '../../schemas/generated/event-types.js';
import type { ParkReason } from './parked-events.js';

/** A registered source, as the register says now. */
export type RegisteredSource = SourceRegistration;

/** The register's order: the version decides, the rest only makes two entries under one number come out the same. */
const orderOf = (row: string) =>
  `(${row}.version, ${row}.department COLLATE "C", ${row}.reporting_unit COLLATE "C", ${row}.name COLLATE "C",
    ${row}.event_types, coalesce(${row}.replaces, '') COLLATE "C", ${row}.valid_from, coalesce(${row}.valid_to, 'infinity'))`;

/** Registers sources: the highest version of each counts. JSON, because PostgreSQL has no array of arrays of text. */
export async function upsertSources(client: pg.ClientBase, sources: readonly SourceRegistration[]): Promise<void> {
  await client.query(
    `INSERT INTO source_registration AS known
       (source_id, version, department, reporting_unit, name, event_types, replaces, valid_from, valid_to)
     SELECT DISTINCT ON (source_id COLLATE "C")
       source_id, version, department, reporting_unit, name, event_types, replaces, valid_from, valid_to
     FROM jsonb_to_recordset($1::jsonb) AS said (source_id text, version bigint, department text, reporting_unit text,
       name text, event_types text[], replaces text, valid_from date, valid_to date)
     ORDER BY source_id COLLATE "C", ${orderOf('said')} DESC
     ON CONFLICT (source_id) DO UPDATE SET version = EXCLUDED.version, department = EXCLUDED.department,
       reporting_unit = EXCLUDED.reporting_unit, name = EXCLUDED.name, event_types = EXCLUDED.event_types,
       replaces = EXCLUDED.replaces, valid_from = EXCLUDED.valid_from, valid_to = EXCLUDED.valid_to
     WHERE ${orderOf('EXCLUDED')} > ${orderOf('known')}`,
    [JSON.stringify(sources.map(rowOf))],
  );
}

function rowOf(source: SourceRegistration): Record<string, unknown> {
  return {
    source_id: source.sourceId,
    version: source.version,
    department: source.department,
    reporting_unit: source.reportingUnit,
    name: source.name,
    event_types: source.eventTypes,
    replaces: source.replaces,
    valid_from: source.validFrom,
    valid_to: source.validTo,
  };
}

/** Which department owns each of these sources? Sources that nobody has registered yet are absent. */
export async function registeredDepartments(
  client: pg.ClientBase,
  sourceIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ source_id: string; department: string }>(
    'SELECT source_id, department FROM source_registration WHERE source_id = ANY ($1::text[])',
    [sourceIds],
  );
  return new Map(rows.map((row) => [row.source_id, row.department]));
}

/** Reasons for which only an event of the right department is parked. */
const JUDGED_AFTER_DEPARTMENT: readonly ParkReason[] = [
  'RULE_BROKEN',
  'CONTENT_DIGEST_MISMATCH',
  'EVENT_ID_MISMATCH',
  'DATABASE_REFUSED',
  'DISCARDED',
];

/**
 * Of these sources, those that hold events that the register now judges differently than when they came. The department
 * is judged before the content: what was parked for its content is parked for its department once that is wrong.
 */
export async function misjudgedSources(client: pg.ClientBase, sourceIds: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ source_id: string }>(
    `SELECT source_id FROM source_registration r WHERE source_id = ANY ($1::text[]) AND (
       EXISTS (SELECT 1 FROM event_version v WHERE v.source_id = r.source_id AND v.department <> r.department) OR
       EXISTS (SELECT 1 FROM parked_event p WHERE p.source_id = r.source_id AND (
         p.department = r.department AND p.reason_code = 'WRONG_DEPARTMENT' OR
         p.department <> r.department AND p.reason_code = ANY ($2::text[]))))
     ORDER BY source_id`,
    [sourceIds, JUDGED_AFTER_DEPARTMENT],
  );
  return rows.map((row) => row.source_id);
}

/**
 * Serialises changes of what events are judged by, the register and decisions, with judging, which shares the lock. Its
 * name is that of the version before, which may be running beside this one.
 *
 * @param schema of the dataset that is judged; null: the client's own
 */
export async function lockJudgement(
  client: pg.ClientBase,
  mode: 'judge' | 'change',
  schema: string | null = null,
): Promise<void> {
  const lock = mode === 'judge' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await client.query(`SELECT ${lock}(hashtextextended('source register of ' || coalesce($1, current_schema()), 0))`, [
    schema,
  ]);
}

type SourceRow = {
  source_id: string;
  version: number;
  department: string;
  reporting_unit: string;
  name: string;
  event_types: string[];
  replaces: string | null;
  valid_from: string;
  valid_to: string | null;
};

/** Which sources are registered, of all departments or of one? */
export async function listSources(client: pg.ClientBase | pg.Pool, department?: string): Promise<RegisteredSource[]> {
  const { rows } = await client.query<SourceRow>(
    'SELECT * FROM source_registration WHERE $1::text IS NULL OR department = $1 ORDER BY department, source_id',
    [department ?? null],
  );
  return rows.map((row) => ({
    sourceId: row.source_id,
    version: row.version,
    department: row.department,
    reportingUnit: row.reporting_unit,
    name: row.name,
    eventTypes: row.event_types,
    replaces: row.replaces,
    validFrom: row.valid_from,
    validTo: row.valid_to,
  }));
}
