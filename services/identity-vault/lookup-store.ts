import type pg from 'pg';
import type { WrappedKey } from './sealing-keys.js';

/** More statements than this about one person are cut; the newest are given. */
const MOST_STATEMENTS = 100;

/** What is asked for: a reference, of one source or of any, or a person. */
export type LookupTarget = {
  sourceId?: string | undefined;
  identityRef?: string | undefined;
  personId?: string | undefined;
};

export type SealedStatement = {
  sourceId: string;
  reference: string;
  contentIndex: string;
  department: string;
  kind: string;
  sealed: Buffer;
  /** Null: the key is destroyed. */
  wrappedKey: Buffer | null;
  keyId: string;
  receivedAt: number;
} & Pick<LookupRow, 'personId' | 'rule'>;

type LookupRow = { personId: string | null; rule: string | null };

export type LookupAudit = {
  subject: string;
  department: string | null;
  purpose: string | null;
  target: LookupTarget;
  result: 'FOUND' | 'NOT_FOUND' | 'ERASED' | 'DENIED';
};

/** Statements about the target, newest first. */
export async function statementsAbout(client: pg.PoolClient, target: LookupTarget): Promise<SealedStatement[]> {
  const { rows } = await client.query<SealedStatement>(
    `SELECT source_id AS "sourceId", reference, content_index AS "contentIndex", statement.department, kind, sealed,
            wrapped_key AS "wrappedKey", key_id AS "keyId", received_at AS "receivedAt",
            resolution.person_id AS "personId", resolution.rule
     FROM identity_statement AS statement
     JOIN sealing_key USING (key_id)
     LEFT JOIN reference_resolution AS resolution USING (source_id, reference)
     WHERE ($1::text IS NULL OR source_id = $1)
       AND ($2::text IS NULL OR reference = $2)
       AND ($3::uuid IS NULL OR statement.person_id = $3)
       AND ($2::text IS NOT NULL OR $3::uuid IS NOT NULL)
     ORDER BY received_at DESC, source_id, reference, content_index
     LIMIT ${MOST_STATEMENTS}`,
    [target.sourceId ?? null, target.identityRef ?? null, target.personId ?? null],
  );
  return rows;
}

/** Was there somebody who has been erased? */
export async function isErased(client: pg.PoolClient, target: LookupTarget): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT FROM person
     WHERE erased_at IS NOT NULL
       AND (person_id = $3::uuid OR person_id IN (
         SELECT person_id FROM reference_resolution
         WHERE reference = $2 AND ($1::text IS NULL OR source_id = $1)))
     LIMIT 1`,
    [target.sourceId ?? null, target.identityRef ?? null, target.personId ?? null],
  );
  return rows.length > 0;
}

/** One row a look-up, refused ones included; the table takes no update and no deletion. */
export async function recordLookup(
  client: pg.Pool | pg.PoolClient,
  audit: LookupAudit,
  action = 'LOOKUP',
): Promise<void> {
  const { subject, department, purpose, target, result } = audit;
  await client.query(
    `INSERT INTO lookup_audit (action, subject, department, purpose, source_id, identity_ref, person_id, result)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      action,
      subject,
      department,
      purpose,
      target.sourceId ?? null,
      target.identityRef ?? null,
      target.personId ?? null,
      result,
    ],
  );
}

export type Erasure = { personId: string; subject: string; reason: string };

/** @returns false when there is no such person, or erased already */
export async function erasePersonIn(client: pg.PoolClient, erasure: Erasure): Promise<boolean> {
  // Whoever is storing statements of this person right now holds the certificate: none may slip in behind the erasure.
  await client.query(
    `SELECT FROM certificate JOIN person USING (certificate_index) WHERE person_id = $1 FOR UPDATE OF certificate`,
    [erasure.personId],
  );
  const { rows } = await client.query<Pick<WrappedKey, 'keyId'>>(
    `UPDATE person SET erased_at = now() WHERE person_id = $1 AND erased_at IS NULL RETURNING key_id AS "keyId"`,
    [erasure.personId],
  );
  const [erased] = rows;
  if (!erased) return false;
  await client.query(`DELETE FROM identity_statement WHERE person_id = $1`, [erasure.personId]);
  await client.query(`DELETE FROM review WHERE person_id = $1`, [erasure.personId]);
  await client.query(`UPDATE sealing_key SET wrapped_key = NULL, destroyed_at = now() WHERE key_id = $1`, [
    erased.keyId,
  ]);
  const { subject, reason, personId } = erasure;
  const audit = { subject, department: null, purpose: reason, target: { personId }, result: 'ERASED' as const };
  await recordLookup(client, audit, 'ERASE');
  return true;
}
