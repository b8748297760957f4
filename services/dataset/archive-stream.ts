import pg from 'pg';
import {
  archivedColumns,
  archivedRecordOf,
  archiveWithSchemas,
  type ArchivedColumns,
  type ArchivedRecord,
} from './archive.js';
import { streamRows } from './stream-rows.js';

/** How many records does the archive hold? */
export async function countArchived(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ records: number }>('SELECT count(*) AS records FROM archive');
  return rows[0]?.records ?? 0;
}

/** All archived records of some topics, or of all but some, in the order of their positions; inside a transaction. */
export async function* streamArchive(
  client: pg.ClientBase,
  topics: { only: readonly string[] } | { except: readonly string[] },
  chunkSize = 1000,
): AsyncGenerator<ArchivedRecord[]> {
  const [condition, names] = 'only' in topics ? ['= ANY', topics.only] : ['<> ALL', topics.except];
  const listed = `ARRAY[${names.map((name) => pg.escapeLiteral(name)).join(', ')}]::text[]`;
  const text = `SELECT ${archivedColumns} FROM ${archiveWithSchemas} WHERE a.topic ${condition} (${listed})
    ORDER BY a.generation, a.topic, a.topic_partition, a.topic_offset`;
  for await (const rows of streamRows<ArchivedColumns>(client, text, chunkSize)) yield rows.map(archivedRecordOf);
}
