import type pg from 'pg';
import { latestReferences } from './current-references.js';

/** How far consolidation has come: distinct events applied, records parked, references that the vault has not judged. */
export type DatasetProgress = { applied: number; parked: number; unresolvedReferences: number };

/** How many events has the dataset judged so far? For progress bars; cheap enough to ask every second. */
export async function readProgress(client: pg.ClientBase | pg.Pool): Promise<DatasetProgress> {
  const { rows } = await client.query<DatasetProgress>(
    `SELECT (SELECT count(*) FROM event_version) AS applied, (SELECT count(*) FROM parked_message WHERE NOT discarded) AS parked,
       (SELECT count(*) FROM (${latestReferences}) AS reference LEFT JOIN person_reference p USING (source_id, identity_ref)
        WHERE p.identity_ref IS NULL) AS "unresolvedReferences"`,
  );
  return rows[0] ?? { applied: 0, parked: 0, unresolvedReferences: 0 };
}

/** When was the newest event accepted, epoch ms? The cut-off of figures counted now; null while there is none. */
export async function newestAcceptedAt(client: pg.ClientBase | pg.Pool): Promise<number | null> {
  const { rows } = await client.query<{ newest: number | null }>(
    'SELECT max(accepted_at) AS newest FROM event_version',
  );
  return rows[0]?.newest ?? null;
}
