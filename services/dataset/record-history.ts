import type pg from 'pg';
import type { EventContract } from '../../schemas/contract.js';
import type { EventHeader } from '../../schemas/generated/event-types.js';
import type { Operation } from '../../schemas/record-order.js';
import { readWireFormat } from '../../infra/registry/wire-format.js';
import type { AvroDecoder } from '../../infra/registry/avro-decoder.js';
import { positionOf, type Position, type PositionColumns } from './position.js';
import { readSuperseding, type Superseding } from './superseded-records.js';
import { orderColumns } from './version-order.js';

/** One version of a record, whole: the archived event, read again with the schema that it was written with. */
export type RecordVersion = {
  eventId: string;
  operation: Operation;
  contentDigest: string;
  /** True for the version that stands now; none while another source's record supersedes this one. */
  isCurrent: boolean;
  header: EventHeader;
  /** Null on RETRACT. */
  payload: Record<string, unknown> | null;
  position: Position;
  /** Epoch ms: when Kafka took it, and when the dataset did. */
  kafkaTime: number;
  archivedAt: number;
};

export type RecordHistory = {
  sourceId: string;
  eventType: string;
  recordId: string;
  /** Oldest first, by the order of versions; empty when there is no such record. */
  versions: RecordVersion[];
} & Superseding;

/** Decodes archived bytes; `createAvroDecoder(...)` of infra/registry is one. */
export type ArchiveDecoder = Pick<AvroDecoder, 'decodeWith'>;

type VersionRow = PositionColumns & {
  event_id: string;
  operation: Operation;
  content_digest: string;
  value: Buffer;
  schema: string;
  kafka_time: number;
  archived_at: number;
};

/**
 * How did a record become what it is? Payloads come from the archive: nothing else keeps them.
 *
 * @throws Error when archived bytes no longer decode, which a change of the archive or of a contract alone can cause
 */
export async function readRecordHistory(
  client: pg.ClientBase | pg.Pool,
  decoder: ArchiveDecoder,
  record: { contract: EventContract; sourceId: string; recordId: string },
): Promise<RecordHistory> {
  const { contract, sourceId, recordId } = record;
  const { rows } = await client.query<VersionRow>(
    `SELECT v.event_id, v.operation, v.content_digest, v.generation, v.topic, v.topic_partition, v.topic_offset, a.value,
       w.schema, a.kafka_time, a.archived_at
     FROM event_version v JOIN archive a USING (generation, topic, topic_partition, topic_offset)
       JOIN writer_schema w ON w.digest = a.writer_schema_digest
     WHERE v.source_id = $1 AND v.event_type = $2 AND v.record_id = $3
     ORDER BY ${orderColumns('v')}`,
    [sourceId, contract.eventType, recordId],
  );
  const superseding = await readSuperseding(client, record);
  const current = superseding.supersededBy.length === 0 ? rows.length - 1 : null;
  const versions = rows.map((row, index) => versionOf(contract, decoder, row, index === current));
  return { sourceId, eventType: contract.eventType, recordId, versions, ...superseding };
}

function versionOf(
  contract: EventContract,
  decoder: ArchiveDecoder,
  row: VersionRow,
  isCurrent: boolean,
): RecordVersion {
  const body = readWireFormat(row.value)?.body ?? Buffer.alloc(0);
  const decoded = decoder.decodeWith(row.schema, body, contract.avroSchema);
  if (!decoded.ok) {
    throw new Error(
      `Archived event ${row.event_id} (${row.topic}[${row.topic_partition}]@${row.topic_offset}) does not decode: ${decoded.code}, ${decoded.detail}`,
    );
  }
  const event = decoded.value as { header: EventHeader; payload: Record<string, unknown> | null };
  return {
    eventId: row.event_id,
    operation: row.operation,
    contentDigest: row.content_digest,
    isCurrent,
    header: event.header,
    payload: event.payload,
    position: positionOf(row),
    kafkaTime: row.kafka_time,
    archivedAt: row.archived_at,
  };
}
