import type pg from 'pg';
import { archivedColumns, archivedRecordOf, type ArchivedColumns, type ArchivedRecord } from './archive.js';
import { orderColumns } from './version-order.js';

export type RecordName = { sourceId: string; eventType: string; recordId: string };

/** Which archived record is the highest version of each of these records? */
export async function highestVersions(
  client: pg.ClientBase,
  records: readonly RecordName[],
): Promise<ArchivedRecord[]> {
  const { rows } = await client.query<ArchivedColumns>(
    `WITH highest AS (
       SELECT DISTINCT ON (v.source_id, v.event_type, v.record_id)
         v.generation, v.topic, v.topic_partition, v.topic_offset
       FROM event_version v
       WHERE (v.source_id, v.event_type, v.record_id) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]))
       ORDER BY v.source_id, v.event_type, v.record_id, ${orderColumns('v')} DESC)
     SELECT ${archivedColumns} FROM highest JOIN archive a USING (generation, topic, topic_partition, topic_offset)
       LEFT JOIN writer_schema w ON w.digest = a.writer_schema_digest`,
    [records.map((r) => r.sourceId), records.map((r) => r.eventType), records.map((r) => r.recordId)],
  );
  return rows.map(archivedRecordOf);
}
