import type pg from 'pg';

/** How far consolidation has come: distinct events applied, records parked. */
export type DatasetProgress = { applied: number; parked: number };

/** How many events has the dataset judged so far? For progress bars; cheap enough to ask every second. */
export async function readProgress(client: pg.ClientBase | pg.Pool): Promise<DatasetProgress> {
  const { rows } = await client.query<DatasetProgress>(
    `SELECT (SELECT count(*) FROM event_version) AS applied, (SELECT count(*) FROM parked_event) AS parked`,
  );
  return rows[0] ?? { applied: 0, parked: 0 };
}
