import { createHash } from 'node:crypto';
import type pg from 'pg';
import { copyRows } from '../../infra/postgres/copy-rows.js';
import { ServiceFailure } from '../../infra/process/service-failure.js';
import { positionOf, type Position, type PositionColumns } from './position.js';
import { positionColumns, unnestOf, type WrittenColumn } from './unnest.js';

/** A Kafka record as it came, with what is needed to read it again without Kafka and without the registry. */
export type ArchivedRecord = {
  position: Position;
  key: string | null;
  value: Buffer | null;
  headers: Record<string, string>;
  /** Null when the value does not even have the wire format. */
  schemaId: number | null;
  /** Text of the writer's schema; null when nobody knew the schema id. */
  writerSchema: string | null;
  /** The source that it claims to be of, if it says so legibly. */
  sourceId: string | null;
  kafkaTime: number;
};

const columns: readonly WrittenColumn<ArchivedRecord>[] = [
  ...positionColumns<ArchivedRecord>((record) => record.position),
  { name: 'key', type: 'text', of: (record) => storable(record.key) },
  { name: 'value', type: 'bytea', of: (record) => record.value },
  { name: 'headers', type: 'jsonb', of: (record) => headersText(record.headers) },
  { name: 'schema_id', type: 'bigint', of: (record) => record.schemaId },
  { name: 'writer_schema_digest', type: 'text', of: (record) => schemaDigest(record.writerSchema) },
  { name: 'source_id', type: 'text', of: (record) => storable(record.sourceId) },
  { name: 'kafka_time', type: 'timestamptz', of: (record) => record.kafkaTime },
];

/** PostgreSQL's text holds any character but U+0000; the value's bytes are kept as they are. */
export function storable(text: string | null): string | null {
  return text?.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

function headersText(headers: Record<string, string>): string {
  const text = JSON.stringify(headers);
  if (!text.includes('\\u0000')) return text;
  const entries = Object.entries(headers).map(([name, value]) => [storable(name), storable(value)]);
  return JSON.stringify(Object.fromEntries(entries));
}

/** SHA-256 (hex) of the schema's text, so that thousands of records share one copy of it. */
const digests = new Map<string, string>();
function schemaDigest(text: string | null): string | null {
  if (text === null) return null;
  const known = digests.get(text) ?? createHash('sha256').update(text).digest('hex');
  digests.set(text, known);
  return known;
}

/**
 * Keeps records, decodable or not.
 *
 * @throws ServiceFailure POSITION_TAKEN when another record is archived under one of the positions. A fenced consumer
 *   never brings a position twice, so the cluster was replaced while we read on: never overwrite, never skip.
 */
export async function archiveRecords(client: pg.PoolClient, records: readonly ArchivedRecord[]): Promise<void> {
  await keepWriterSchemas(client, records);
  try {
    await copyRows(client, 'archive', columns, records);
  } catch (error) {
    throw (error as { code?: unknown }).code === UNIQUE_VIOLATION ? positionTaken(records) : error;
  }
}

const UNIQUE_VIOLATION = '23505';

function positionTaken(records: readonly ArchivedRecord[]): ServiceFailure {
  const first = records[0]?.position;
  return new ServiceFailure(
    `The archive already holds records at positions from ${first?.topic}[${first?.partition}]@${first?.offset} on: the Kafka cluster was replaced while it was read. Restart the consolidator, which then begins a new generation.`,
    { code: 'POSITION_TAKEN', retriable: false, context: { ...first } },
  );
}

/** Adds to records that are archived already the schemas that they were archived without. */
export async function completeWriterSchemas(client: pg.ClientBase, records: readonly ArchivedRecord[]): Promise<void> {
  await keepWriterSchemas(client, records);
  const positions = positionColumns<ArchivedRecord>((record) => record.position);
  const schema: WrittenColumn<ArchivedRecord> = {
    ...{ name: 'digest', type: 'text' as const },
    of: (record) => schemaDigest(record.writerSchema),
  };
  const { names, source, values } = unnestOf([...positions, schema], records);
  await client.query(
    `UPDATE archive a SET writer_schema_digest = known.digest FROM ${source} AS known (${names})
     WHERE a.writer_schema_digest IS NULL AND (a.generation, a.topic, a.topic_partition, a.topic_offset)
       = (known.generation, known.topic, known.topic_partition, known.topic_offset)`,
    values,
  );
}

async function keepWriterSchemas(client: pg.ClientBase, records: readonly ArchivedRecord[]): Promise<void> {
  const texts = [...new Set(records.flatMap(({ writerSchema }) => writerSchema ?? []))].sort();
  await client.query(
    `INSERT INTO writer_schema (digest, schema) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
    [texts.map(schemaDigest), texts],
  );
}

/** Columns of an archived record with its writer schema; `archive a LEFT JOIN writer_schema w`. */
export const archivedColumns = `a.generation, a.topic, a.topic_partition, a.topic_offset, a.key, a.value, a.headers,
  a.schema_id, a.source_id, a.kafka_time, w.schema AS writer_schema`;
export const archiveWithSchemas = 'archive a LEFT JOIN writer_schema w ON w.digest = a.writer_schema_digest';

export type ArchivedColumns = PositionColumns & {
  key: string | null;
  value: Buffer | null;
  headers: Record<string, string>;
  schema_id: number | null;
  source_id: string | null;
  kafka_time: number;
  writer_schema: string | null;
};

export function archivedRecordOf(row: ArchivedColumns): ArchivedRecord {
  return {
    position: positionOf(row),
    key: row.key,
    value: row.value,
    headers: row.headers,
    schemaId: row.schema_id,
    writerSchema: row.writer_schema,
    sourceId: row.source_id,
    kafkaTime: row.kafka_time,
  };
}
