import type pg from 'pg';
import type { EventContract } from '../../schemas/contract.js';
import { archivedColumns, archivedRecordOf, type ArchivedColumns, type ArchivedRecord } from './archive.js';
import { latestTable } from './contract-tables.js';
import type { DatasetEvent } from './dataset-event.js';
import type { RecordName } from './record-name.js';
import type { WrittenColumn } from './unnest.js';
import { versionColumnNames, versionColumns } from './version-columns.js';
import { orderColumns } from './version-order.js';

/** Table of versions that are not the highest of their record. Their payloads are in the archive alone. */
export const SUPERSEDED = 'superseded_version';

export const supersededColumns: readonly WrittenColumn<DatasetEvent>[] = [
  { name: 'event_type', type: 'text', of: ({ contract }) => contract.eventType },
  ...versionColumns,
];

/** Of one event type. */
type Named = Pick<RecordName, 'sourceId' | 'recordId'>;

/** Which of these events are superseded versions? */
export async function supersededEventIds(client: pg.ClientBase, eventIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ event_id: string }>(
    `SELECT event_id FROM ${SUPERSEDED} WHERE event_id = ANY ($1::uuid[])`,
    [eventIds],
  );
  return new Set(rows.map((row) => row.event_id));
}

/** Moves the versions that stand of these records to the superseded ones; whoever calls puts others in their place. */
export async function retireLatest(
  client: pg.ClientBase,
  contract: EventContract,
  records: readonly Named[],
): Promise<void> {
  const table = latestTable(contract);
  await client.query(
    `WITH retired AS (
       DELETE FROM ${table} AS l USING (
         SELECT stands.place FROM unnest($1::text[], $2::text[]) AS named (source_id, record_id)
         CROSS JOIN LATERAL (SELECT ctid AS place FROM ${table} known
           WHERE known.source_id = named.source_id AND known.record_id = named.record_id LIMIT 1) AS stands) AS told
       WHERE l.ctid = told.place RETURNING ${versionColumnNames
         .split(', ')
         .map((name) => `l.${name}`)
         .join(', ')})
     INSERT INTO ${SUPERSEDED} (event_type, ${versionColumnNames}) SELECT $3, ${versionColumnNames} FROM retired`,
    [records.map(({ sourceId }) => sourceId), records.map(({ recordId }) => recordId), contract.eventType],
  );
}

/** Takes the highest version of each of these records, of which none stands, out of the superseded ones. */
export async function takeHighest(
  client: pg.ClientBase,
  contract: EventContract,
  records: readonly Named[],
): Promise<ArchivedRecord[]> {
  const { rows } = await client.query<ArchivedColumns>(
    `WITH highest AS (
       SELECT DISTINCT ON (v.source_id, v.record_id) v.event_id FROM ${SUPERSEDED} v
       WHERE v.event_type = $3 AND (v.source_id, v.record_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
       ORDER BY v.source_id, v.record_id, ${orderColumns('v')} DESC),
     taken AS (
       DELETE FROM ${SUPERSEDED} v USING highest WHERE v.event_id = highest.event_id
       RETURNING v.generation, v.topic, v.topic_partition, v.topic_offset)
     SELECT ${archivedColumns} FROM taken JOIN archive a USING (generation, topic, topic_partition, topic_offset)
       LEFT JOIN writer_schema w ON w.digest = a.writer_schema_digest`,
    [records.map(({ sourceId }) => sourceId), records.map(({ recordId }) => recordId), contract.eventType],
  );
  return rows.map(archivedRecordOf);
}
