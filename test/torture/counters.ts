import pg from 'pg';
import { typeParserOf } from '../../infra/postgres/type-parsers.js';
import type { Databases } from '../../services/cli/service-plan.js';

/** How far the events have come: in the ledgers, on the topics, in the dataset. */
export type Counters = { accepted: number; published: number; applied: number };

export async function readCounters({ dataset, intake }: Databases): Promise<Counters> {
  const ledgers = Object.values(intake).map((url) =>
    rowsOf<{ accepted: number; published: number }>(
      url,
      'SELECT count(*) AS accepted, count(topic_offset) AS published FROM record_version',
    ),
  );
  const counted = (await Promise.all(ledgers)).flat();
  const [versions] = await rowsOf<{ applied: number }>(dataset, 'SELECT count(*) AS applied FROM event_version');
  return {
    accepted: counted.reduce((sum, { accepted }) => sum + accepted, 0),
    published: counted.reduce((sum, { published }) => sum + published, 0),
    applied: versions?.applied ?? 0,
  };
}

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
