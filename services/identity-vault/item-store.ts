import type pg from 'pg';
import type { ParkedIdentity } from './identity-receiver.js';
import { placeOf } from './sealing-keys.js';

export type TextRow = {
  sourceId: string;
  reference: string;
  contentIndex: string;
  department: string;
  keyId: string;
  sealed: Buffer;
};

type TextKey = Pick<TextRow, 'sourceId' | 'reference' | 'contentIndex'>;

/** Those of the texts that are not stored yet. */
export async function unknownTexts<T extends TextKey>(client: pg.PoolClient, texts: readonly T[]): Promise<T[]> {
  const { rows } = await client.query<{ position: number }>(
    `SELECT given.position::int AS position
     FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY
       AS given (source_id, reference, content_index, position)
     LEFT JOIN sealed_text AS known USING (source_id, reference, content_index)
     WHERE known.key_id IS NULL`,
    [texts.map((text) => text.sourceId), texts.map((text) => text.reference), texts.map((text) => text.contentIndex)],
  );
  const unknown = new Set(rows.map((row) => row.position - 1));
  return texts.filter((_text, position) => unknown.has(position));
}

/** Stores texts; another vault may have stored some of them in the meantime. In one order for everyone. */
export async function insertTexts(client: pg.PoolClient, texts: readonly TextRow[], receivedAt: number): Promise<void> {
  if (texts.length === 0) return;
  const sorted = [...texts].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  await client.query(
    `INSERT INTO sealed_text (source_id, reference, content_index, department, key_id, sealed, received_at)
     SELECT source_id, reference, content_index, department, key_id, sealed, to_timestamp($7::bigint / 1000.0)
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::bytea[]) WITH ORDINALITY
       AS given (source_id, reference, content_index, department, key_id, sealed, position) ORDER BY position
     ON CONFLICT DO NOTHING`,
    [
      sorted.map((text) => text.sourceId),
      sorted.map((text) => text.reference),
      sorted.map((text) => text.contentIndex),
      sorted.map((text) => text.department),
      sorted.map((text) => text.keyId),
      sorted.map((text) => text.sealed),
      receivedAt,
    ],
  );
}

/** Keeps messages that could not be read, with the reason, as they came. */
export async function parkIdentities(
  client: pg.PoolClient,
  parked: readonly ParkedIdentity[],
  parkedAt: number,
): Promise<void> {
  await client.query(
    `INSERT INTO parked_identity (reason_code, topic, topic_partition, topic_offset, raw, parked_at)
     SELECT reason_code, topic, topic_partition, topic_offset, raw, to_timestamp($6::bigint / 1000.0)
     FROM unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::bytea[])
       AS given (reason_code, topic, topic_partition, topic_offset, raw)`,
    [
      parked.map((one) => one.reasonCode),
      parked.map((one) => one.record.topic),
      parked.map((one) => one.record.partition),
      parked.map((one) => one.record.offset),
      parked.map((one) => one.record.value),
      parkedAt,
    ],
  );
}
