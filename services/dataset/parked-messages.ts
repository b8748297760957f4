import type pg from 'pg';
import {
  archivedColumns,
  archivedRecordOf,
  archiveWithSchemas,
  type ArchivedColumns,
  type ArchivedRecord,
} from './archive.js';
import { columnsOfName, type MessageName } from './parked-decisions.js';
import type { ParkedEvent } from './parked-events.js';
import { positionOf, type PositionColumns } from './position.js';
import { unnestOf } from './unnest.js';

const parkedOfNames = (names: string, source: string) => `
  parked_event p JOIN ${source} AS asked (${names})
    ON asked.topic = p.topic AND asked.event_id = coalesce(p.event_id::text, '') AND asked.value_digest = p.value_digest`;

/** Takes the deliveries of these messages out of what is parked. @returns them, as the archive has them */
export async function takeParked(client: pg.ClientBase, messages: readonly MessageName[]): Promise<ArchivedRecord[]> {
  const { names, source, values } = unnestOf(columnsOfName, messages);
  const { rows } = await client.query<ArchivedColumns>(
    `WITH taken AS (
       DELETE FROM parked_event WHERE (generation, topic, topic_partition, topic_offset) IN (
         SELECT p.generation, p.topic, p.topic_partition, p.topic_offset FROM ${parkedOfNames(names, source)})
       RETURNING generation, topic, topic_partition, topic_offset)
     SELECT ${archivedColumns} FROM taken JOIN ${archiveWithSchemas} USING (generation, topic, topic_partition, topic_offset)
     ORDER BY a.generation, a.topic, a.topic_partition, a.topic_offset`,
    values,
  );
  return rows.map(archivedRecordOf);
}

type ParkedRow = PositionColumns & {
  department: string | null;
  event_id: string | null;
  source_id: string | null;
  event_type: string | null;
  period: string | null;
  ledger_epoch: number | null;
  ledger_seq: number | null;
  reason_code: ParkedEvent['reasonCode'];
  detail: string;
  value_digest: string;
};

/** Deliveries of these messages, as they are parked. */
export async function parkedDeliveries(
  client: pg.ClientBase,
  messages: readonly MessageName[],
): Promise<ParkedEvent[]> {
  const { names, source, values } = unnestOf(columnsOfName, messages);
  const { rows } = await client.query<ParkedRow>(`SELECT p.* FROM ${parkedOfNames(names, source)}`, values);
  return rows.map((row) => ({
    position: positionOf(row),
    department: row.department,
    eventId: row.event_id,
    sourceId: row.source_id,
    eventType: row.event_type,
    period: row.period,
    ledgerEpoch: row.ledger_epoch,
    ledgerSeq: row.ledger_seq,
    reasonCode: row.reason_code,
    detail: row.detail,
    valueDigest: row.value_digest,
  }));
}

/** Of which sources are events that one of these messages says it is, and that were applied? */
export async function sourcesApplying(client: pg.ClientBase, messages: readonly MessageName[]): Promise<string[]> {
  const { rows } = await client.query<{ source_id: string }>(
    'SELECT DISTINCT source_id FROM event_version WHERE event_id = ANY ($1::uuid[]) ORDER BY source_id',
    [messages.flatMap(({ eventId }) => eventId ?? [])],
  );
  return rows.map((row) => row.source_id);
}
