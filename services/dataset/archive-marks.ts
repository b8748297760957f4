import type pg from 'pg';
import {
  archivedColumns,
  archivedRecordOf,
  archiveWithSchemas,
  type ArchivedColumns,
  type ArchivedRecord,
} from './archive.js';

/** How far the archive goes in one partition of a topic. A consumer archives offsets in their order. */
export type ArchiveMark = { generation: string; topic: string; partition: number; offset: number };

/** Where the archive ends, by partition: hops along the index, however many records there are. */
export async function archiveMarks(client: pg.ClientBase): Promise<ArchiveMark[]> {
  const { rows } = await client.query<ArchiveMark>(
    `WITH RECURSIVE place AS (
       (SELECT generation, topic, topic_partition FROM archive ORDER BY generation, topic, topic_partition LIMIT 1)
       UNION ALL
       SELECT next.* FROM place p CROSS JOIN LATERAL (
         SELECT generation, topic, topic_partition FROM archive a
         WHERE (a.generation, a.topic, a.topic_partition) > (p.generation, p.topic, p.topic_partition)
         ORDER BY generation, topic, topic_partition LIMIT 1) AS next)
     SELECT generation, topic, topic_partition AS partition, last.topic_offset AS "offset"
     FROM place p CROSS JOIN LATERAL (
       SELECT topic_offset FROM archive a
       WHERE (a.generation, a.topic, a.topic_partition) = (p.generation, p.topic, p.topic_partition)
       ORDER BY topic_offset DESC LIMIT 1) AS last
     ORDER BY generation, topic, topic_partition`,
  );
  return rows;
}

/** Archived records of one partition behind an offset, in their order, a chunk at a time. */
export async function* archivedBehind(
  client: pg.ClientBase,
  { generation, topic, partition, offset }: ArchiveMark,
  chunkSize = 1000,
): AsyncGenerator<ArchivedRecord[]> {
  let after = offset;
  for (;;) {
    const { rows } = await client.query<ArchivedColumns>(
      `SELECT ${archivedColumns} FROM ${archiveWithSchemas}
       WHERE a.generation = $1 AND a.topic = $2 AND a.topic_partition = $3 AND a.topic_offset > $4
       ORDER BY a.topic_offset LIMIT $5`,
      [generation, topic, partition, after, chunkSize],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(archivedRecordOf);
    after = last.topic_offset;
  }
}
