import type pg from 'pg';

/**
 * A dataset that was restored from a backup is another one: verdicts of the time after the backup are no longer its
 * word. It takes a new generation, numbers its outcomes anew, and owes its ledgers a word on what it has; answers of the
 * former generation that were not sent yet would speak in its name, and are dropped.
 */
export async function beginGeneration(client: pg.ClientBase): Promise<void> {
  await client.query('UPDATE dataset_generation SET generation = gen_random_uuid(), announced = false');
  await client.query('UPDATE outcome_sequence SET last = 0');
  await client.query('DELETE FROM outbox WHERE published_at IS NULL');
}

/** Whether the ledgers have still to be told what this generation of the dataset has. */
export async function owesAnnouncement(client: pg.ClientBase | pg.Pool): Promise<boolean> {
  const { rows } = await client.query<{ announced: boolean }>('SELECT announced FROM dataset_generation');
  return rows[0]?.announced === false;
}

/** Takes the announcement on; false when another consolidator was faster. Others wait until the transaction ends. */
export async function takeAnnouncement(client: pg.ClientBase): Promise<boolean> {
  const { rowCount } = await client.query('UPDATE dataset_generation SET announced = true WHERE NOT announced');
  return rowCount === 1;
}
