import type pg from 'pg';
import type { Feed } from '../../../connectors/connector.js';
import type { BatchFormat, BodyLayout } from '../reading/row-reader.js';
import type { TextEncoding } from '../reading/text-encoding.js';
import type { CompleteClaim } from './complete/complete-list.js';
import type { Source } from '../sources.js';

export type SubmittedBody = {
  digest: string;
  bytes: number;
  format: BatchFormat | 'database';
  encoding: TextEncoding | null;
};

type Identified = {
  source: Source;
  feed: Feed;
  idempotencyKey: string | null;
  body: SubmittedBody;
  asOf: number | null;
  asOfDeclared: boolean;
  atomic: boolean;
  dryRun: boolean;
  submittedBy: string;
  complete?: CompleteClaim | undefined;
};

/** The batch accepted before under this Idempotency-Key, and whether it was the same submission. */
export async function earlierBatch(
  client: pg.PoolClient,
  { source, feed, idempotencyKey, body, asOf, complete }: Identified,
): Promise<{ batchId: string; same: boolean } | null> {
  if (idempotencyKey === null) return null;
  const { rows } = await client.query<{ batch_id: string; same: boolean }>(
    `SELECT batch_id, body_digest = $4 AND as_of IS NOT DISTINCT FROM to_timestamp($5 / 1000.0)
         AND c.first_period IS NOT DISTINCT FROM $6 AND c.last_period IS NOT DISTINCT FROM $7 AS same
     FROM batch b LEFT JOIN complete_list c USING (batch_id)
     WHERE b.source_id = $1 AND b.feed = $2 AND b.idempotency_key = $3`,
    [source.sourceId, feed.feed, idempotencyKey, body.digest, asOf, complete?.firstPeriod, complete?.lastPeriod],
  );
  const [earlier] = rows;
  return earlier ? { batchId: earlier.batch_id, same: earlier.same } : null;
}

export async function insertBatch(
  client: pg.PoolClient,
  { source, feed, idempotencyKey, body, asOf, asOfDeclared, atomic, submittedBy }: Identified,
  batchId: string,
  acceptedAt: number,
): Promise<void> {
  await client.query(
    `INSERT INTO batch (batch_id, source_id, feed, event_type, idempotency_key, body_digest, body_bytes, format, encoding,
       as_of, as_of_declared, atomic, submitted_by, accepted_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, to_timestamp($10 / 1000.0), $11, $12, $13, to_timestamp($14 / 1000.0))`,
    [
      batchId,
      source.sourceId,
      feed.feed,
      feed.eventType,
      idempotencyKey,
      body.digest,
      body.bytes,
      body.format,
      body.encoding,
      asOf,
      asOfDeclared,
      atomic,
      submittedBy,
      acceptedAt,
    ],
  );
}

/** What reading found of the file beside its rows, known only when it has been read. */
export async function saveLayout(client: pg.PoolClient, batchId: string, layout: BodyLayout): Promise<void> {
  await client.query('UPDATE batch SET layout = $2 WHERE batch_id = $1', [batchId, JSON.stringify(layout)]);
}
