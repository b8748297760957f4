import type pg from 'pg';
import { eventContracts } from '../../schemas/generated/contract-index.js';
import {
  archivedColumns,
  archivedRecordOf,
  archiveWithSchemas,
  type ArchivedColumns,
  type ArchivedRecord,
} from './archive.js';
import { latestTable } from './contract-tables.js';
import { SUPERSEDED } from './superseded-versions.js';

/**
 * Takes everything that came of a source's events out of the dataset; its records stay in the archive. Parked records of
 * the hub's own topics stay: they are no events, and nobody would judge them again.
 */
export async function forgetEventsOfSource(client: pg.ClientBase, sourceId: string): Promise<void> {
  const made = [SUPERSEDED, 'repeated_delivery', 'applied_sequence'];
  const tables = [...made, ...eventContracts.map(latestTable)];
  for (const table of tables) await client.query(`DELETE FROM ${table} WHERE source_id = $1`, [sourceId]);
  await client.query('DELETE FROM parked_event WHERE source_id = $1 AND event_type IS NOT NULL', [sourceId]);
}

const archivedOfSource = `SELECT ${archivedColumns} FROM ${archiveWithSchemas}
  WHERE a.source_id = $1 AND a.topic = ANY ($2::text[])
    AND ($3::text IS NULL OR (a.generation, a.topic, a.topic_partition, a.topic_offset) > ($3, $4, $5, $6))
  ORDER BY a.generation, a.topic, a.topic_partition, a.topic_offset LIMIT $7`;

/** Everything that the archive holds of a source's events, a chunk at a time. */
export async function* archivedEventsOfSource(
  client: pg.ClientBase,
  sourceId: string,
  topics: readonly string[],
  chunkSize = 1000,
): AsyncGenerator<ArchivedRecord[]> {
  let after: (string | number | null)[] = [null, null, null, null];
  for (;;) {
    const { rows } = await client.query<ArchivedColumns>(archivedOfSource, [sourceId, topics, ...after, chunkSize]);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(archivedRecordOf);
    after = [last.generation, last.topic, last.topic_partition, last.topic_offset];
  }
}
