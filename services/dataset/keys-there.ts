import type pg from 'pg';

/**
 * Which of these keys have a row already? Table and columns are the programmer's own words, never input.
 *
 * @returns places in the list of keys
 */
export async function keysThere(
  client: pg.ClientBase,
  table: string,
  columns: readonly [string, string],
  keys: readonly (readonly [string, string])[],
): Promise<ReadonlySet<number>> {
  // LIMIT keeps this a look-up a key: as a join it would be planned as a scan of the whole table.
  const [one, other] = columns;
  const { rows } = await client.query<{ place: number }>(
    `SELECT place - 1 AS place FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (one, other, place)
     CROSS JOIN LATERAL (SELECT FROM ${table} known
       WHERE known.${one} = asked.one AND known.${other} = asked.other LIMIT 1) AS there`,
    [keys.map(([first]) => first), keys.map(([, second]) => second)],
  );
  return new Set(rows.map(({ place }) => Number(place)));
}
