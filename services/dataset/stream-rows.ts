import type pg from 'pg';

let opened = 0;

/**
 * Rows of a query, a chunk at a time, by a cursor: a digest or a rebuild never holds the dataset in memory. The client
 * must be inside a transaction, and may run other statements between two chunks.
 */
export async function* streamRows<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  text: string,
  chunkSize = 2000,
): AsyncGenerator<Row[]> {
  const cursor = `rows_${(opened += 1)}`;
  await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`);
  for (;;) {
    const { rows } = await client.query<Row>(`FETCH ${chunkSize} FROM ${cursor}`);
    if (rows.length > 0) yield rows;
    if (rows.length < chunkSize) break;
  }
  await client.query(`CLOSE ${cursor}`);
}
