import pg from 'pg';
import { typeParserOf } from '../../infra/postgres/type-parsers.js';

/** On a connection of its own: the one before may have died with the server. */
export async function rowsOf<T extends pg.QueryResultRow>(
  connectionString: string,
  question: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  const types = { getTypeParser: typeParserOf };
  const client = new pg.Client({ connectionString, types, connectionTimeoutMillis: 5_000, query_timeout: 60_000 });
  client.on('error', () => undefined); // the query under way tells it
  await client.connect();
  try {
    return (await client.query<T>(question, [...values])).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
