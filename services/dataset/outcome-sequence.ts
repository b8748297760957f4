import type pg from 'pg';

/** Takes the next `count` numbers; other transactions wait for this one, so ask as late as possible. */
export async function takeOutcomeNumbers(
  client: pg.ClientBase,
  count: number,
): Promise<{ generation: string; first: number }> {
  const { rows } = await client.query<{ generation: string; first: number }>(
    `UPDATE outcome_sequence SET last = last + $1::bigint
     RETURNING last - $1::bigint + 1 AS first, (SELECT generation::text FROM dataset_generation) AS generation`,
    [count],
  );
  const [row] = rows;
  if (!row) throw new Error('outcome_sequence has no row: the dataset was not migrated');
  return row;
}
