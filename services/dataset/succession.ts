import type pg from 'pg';

/**
 * SQL: fills source_succession from the register. A source is followed by the one that says it replaces it, and by
 * whatever follows that. Only within one department: nobody takes over another's records. Sources that would follow each
 * other in a circle follow nobody: otherwise each would supersede the other, and the record would be gone.
 */
export const fillSuccession = `
  INSERT INTO source_succession (source_id, successor_id)
  WITH RECURSIVE follows AS (
    SELECT old.source_id, new.source_id AS successor_id
    FROM source_registration new JOIN source_registration old ON old.source_id = new.replaces
    WHERE old.department = new.department
    UNION
    SELECT f.source_id, new.source_id
    FROM follows f
      JOIN source_registration old ON old.source_id = f.successor_id
      JOIN source_registration new ON new.replaces = old.source_id AND new.department = old.department)
  SELECT source_id, successor_id FROM follows f
  WHERE NOT EXISTS (SELECT FROM follows back WHERE back.source_id = f.successor_id AND back.successor_id = f.source_id)`;

/**
 * Who follows whom, reckoned again after the register has changed, under its lock. It follows from the register alone, so
 * it does not matter which registration came first; registrations are events, so a rebuild has it too.
 */
export async function renewSuccession(client: pg.ClientBase): Promise<void> {
  await client.query('DELETE FROM source_succession');
  await client.query(fillSuccession);
}

/**
 * SQL: no source that follows the one of record `row` has a record of the same number, be it asserted or retracted.
 * The first condition is reckoned once a statement and settles all but the sources that were replaced; as one of two in
 * an OR, the second stays a look-up by key instead of two more tables in every join.
 *
 * @param table the table that both records are in
 */
export function notSuperseded(row: string, table: string): string {
  return `(${row}.source_id <> ALL (ARRAY(SELECT source_id FROM source_succession))
    OR NOT EXISTS (
      SELECT FROM source_succession f JOIN ${table} n ON n.source_id = f.successor_id AND n.record_id = ${row}.record_id
      WHERE f.source_id = ${row}.source_id))`;
}
