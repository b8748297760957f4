import type pg from 'pg';
import type { ResolutionRule, ReviewedGroup, StatedIdentity } from './person-resolver.js';
import type { WrappedKey } from './sealing-keys.js';

/** What a source calls a person. */
export type Reference = { sourceId: string; reference: string };

export type StoredStatement = StatedIdentity & { contentIndex: string; department: string };
export type StatementRow = StoredStatement & {
  kind: string;
  personId: string | null;
  keyId: string;
  sealed: Buffer;
  receivedAt: number;
};

export type Person = { personId: string; certificateIndex: string; nameIndex: string; key: WrappedKey };

export type ResolutionRow = Reference & {
  department: string;
  personId: string | null;
  rule: ResolutionRule;
  sequence: number;
  decidedAt: number;
};

/** unnest takes one array a column. */
function columns<T>(rows: readonly T[], ...valuesOf: ((row: T) => unknown)[]): unknown[][] {
  return valuesOf.map((valueOf) => rows.map(valueOf));
}

/** Holds certificates until the transaction ends, in one order for everyone, so that two vaults do not deadlock. */
export async function lockCertificates(client: pg.PoolClient, indexes: readonly string[]): Promise<void> {
  const sorted = [...new Set(indexes)].sort();
  await client.query(`INSERT INTO certificate (certificate_index) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`, [
    sorted,
  ]);
  await client.query(
    `SELECT FROM certificate WHERE certificate_index = ANY ($1) ORDER BY certificate_index FOR UPDATE`,
    [sorted],
  );
}

/**
 * Holds the given references, and all that were stated on the certificates, likewise; those never seen get a row with
 * sequence 0 that the same transaction decides on. The certificates must be held by then: no reference can join them.
 */
export async function lockReferences(
  client: pg.PoolClient,
  references: readonly (Reference & { department: string })[],
  certificateIndexes: readonly string[],
): Promise<void> {
  const [sourceIds, names, departments] = columns(
    references,
    (one) => one.sourceId,
    (one) => one.reference,
    (one) => one.department,
  );
  await client.query(
    `INSERT INTO reference_resolution (source_id, reference, department, rule, sequence)
     SELECT source_id, reference, min(department), '', 0
     FROM unnest($1::text[], $2::text[], $3::text[]) AS given (source_id, reference, department)
     GROUP BY source_id, reference ORDER BY source_id, reference
     ON CONFLICT DO NOTHING`,
    [sourceIds, names, departments],
  );
  await client.query(
    `WITH near AS (
       SELECT * FROM unnest($1::text[], $2::text[]) AS given (source_id, reference)
       UNION
       SELECT source_id, reference FROM identity_statement WHERE certificate_index = ANY ($3)
     )
     SELECT FROM reference_resolution JOIN near USING (source_id, reference)
     ORDER BY source_id, reference FOR UPDATE OF reference_resolution`,
    [sourceIds, names, certificateIndexes],
  );
}

/** Every statement that decisions on these certificates and references depend on. */
export async function statementsNear(
  client: pg.PoolClient,
  certificateIndexes: readonly string[],
  references: readonly Reference[],
): Promise<StoredStatement[]> {
  const { rows } = await client.query<StoredStatement>(
    `WITH near AS (
       SELECT source_id, reference FROM identity_statement WHERE certificate_index = ANY ($1)
       UNION
       SELECT * FROM unnest($2::text[], $3::text[])
     )
     SELECT source_id AS "sourceId", reference, content_index AS "contentIndex", department,
            certificate_index AS "certificateIndex", name_index AS "nameIndex", sex, birth_year AS "birthYear"
     FROM identity_statement JOIN near USING (source_id, reference)`,
    [
      certificateIndexes,
      ...columns(
        references,
        (one) => one.sourceId,
        (one) => one.reference,
      ),
    ],
  );
  return rows;
}

/** The persons, erased ones left out, under these certificates. */
export async function personsOf(client: pg.PoolClient, certificateIndexes: readonly string[]): Promise<Person[]> {
  const { rows } = await client.query<Omit<Person, 'key'> & WrappedKey>(
    `SELECT person_id AS "personId", certificate_index AS "certificateIndex", name_index AS "nameIndex",
            key_id AS "keyId", wrapped_key AS "wrappedKey"
     FROM person JOIN sealing_key USING (key_id)
     WHERE certificate_index = ANY ($1) AND erased_at IS NULL`,
    [certificateIndexes],
  );
  return rows.map(({ keyId, wrappedKey, ...person }) => ({ ...person, key: { keyId, wrappedKey } }));
}

export async function insertKeys(client: pg.PoolClient, keys: readonly WrappedKey[]): Promise<void> {
  await client.query(
    `INSERT INTO sealing_key (key_id, wrapped_key) SELECT * FROM unnest($1::uuid[], $2::bytea[])`,
    columns(
      keys,
      (key) => key.keyId,
      (key) => key.wrappedKey,
    ),
  );
}

export async function insertPersons(client: pg.PoolClient, persons: readonly Person[]): Promise<void> {
  await client.query(
    `INSERT INTO person (person_id, certificate_index, name_index, key_id)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[])`,
    columns(
      persons,
      (person) => person.personId,
      (person) => person.certificateIndex,
      (person) => person.nameIndex,
      (person) => person.key.keyId,
    ),
  );
}

export async function insertStatements(client: pg.PoolClient, statements: readonly StatementRow[]): Promise<void> {
  await client.query(
    `INSERT INTO identity_statement (source_id, reference, content_index, department, kind, certificate_index,
       name_index, sex, birth_year, person_id, key_id, sealed, received_at)
     SELECT source_id, reference, content_index, department, kind, certificate_index, name_index, sex, birth_year,
       person_id, key_id, sealed, to_timestamp(received_at / 1000.0)
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::int[], $10::uuid[], $11::uuid[], $12::bytea[], $13::bigint[])
       AS given (source_id, reference, content_index, department, kind, certificate_index, name_index, sex, birth_year,
       person_id, key_id, sealed, received_at)`,
    columns(
      statements,
      (row) => row.sourceId,
      (row) => row.reference,
      (row) => row.contentIndex,
      (row) => row.department,
      (row) => row.kind,
      (row) => row.certificateIndex,
      (row) => row.nameIndex,
      (row) => row.sex,
      (row) => row.birthYear,
      (row) => row.personId,
      (row) => row.keyId,
      (row) => row.sealed,
      (row) => row.receivedAt,
    ),
  );
}

/** What these references were last resolved to; those that never were are left out. */
export async function knownResolutions(
  client: pg.PoolClient,
  references: readonly Reference[],
): Promise<ResolutionRow[]> {
  const { rows } = await client.query<ResolutionRow>(
    `SELECT source_id AS "sourceId", reference, department, person_id AS "personId", rule, sequence,
            decided_at AS "decidedAt"
     FROM reference_resolution
     JOIN (SELECT DISTINCT * FROM unnest($1::text[], $2::text[])) AS given (source_id, reference)
       USING (source_id, reference)
     WHERE sequence > 0`,
    columns(
      references,
      (one) => one.sourceId,
      (one) => one.reference,
    ),
  );
  return rows;
}

/** Resolutions are numbered above it. */
export async function sequenceFloor(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ floor: number }>('SELECT floor FROM resolution_floor');
  return rows[0]?.floor ?? 0;
}

export async function saveResolutions(client: pg.PoolClient, resolutions: readonly ResolutionRow[]): Promise<void> {
  await client.query(
    `UPDATE reference_resolution AS known
     SET person_id = given.person_id, rule = given.rule, sequence = given.sequence, department = given.department,
         decided_at = to_timestamp(given.decided_at / 1000.0)
     FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::bigint[], $7::bigint[])
       AS given (source_id, reference, department, person_id, rule, sequence, decided_at)
     WHERE known.source_id = given.source_id AND known.reference = given.reference`,
    columns(
      resolutions,
      (row) => row.sourceId,
      (row) => row.reference,
      (row) => row.department,
      (row) => row.personId,
      (row) => row.rule,
      (row) => row.sequence,
      (row) => row.decidedAt,
    ),
  );
}

/** Opens reviews; one that is open stays as it was opened. */
export async function openReviews(
  client: pg.PoolClient,
  reviews: readonly (ReviewedGroup & { personId: string })[],
  openedAt: number,
): Promise<void> {
  await client.query(
    `INSERT INTO review (rule, person_id, certificate_index, opened_at)
     SELECT rule, person_id, certificate_index, to_timestamp($4::bigint / 1000.0)
     FROM unnest($1::text[], $2::uuid[], $3::text[]) AS given (rule, person_id, certificate_index)
     ON CONFLICT DO NOTHING`,
    [
      ...columns(
        reviews,
        (review) => review.rule,
        (review) => review.personId,
        (review) => review.certificateIndex,
      ),
      openedAt,
    ],
  );
}
