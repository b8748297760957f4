import type pg from 'pg';

/** A claimed message, locked by the relay's transaction. */
export type OutboxRow = {
  id: number;
  topic: string;
  key: string;
  subject: string;
  /** Text of the schema that the body was encoded with; null when the sender did not say. */
  schema: string | null;
  value: Buffer;
  headers: Record<string, string>;
};

/** Where a message went. */
export type PublishedRow = Omit<OutboxRow, 'value' | 'schema'> & {
  generation: string;
  partition: number;
  offset: number;
};

/**
 * The oldest unpublished messages that nobody else holds. Not "id > last seen": ids are given before commit, so a
 * transaction that commits late would be passed over for ever.
 */
export async function claimUnpublished(client: pg.PoolClient, limit: number): Promise<OutboxRow[]> {
  const { rows } = await client.query<ClaimedRow>(
    `SELECT id, topic, key, subject, schema_digest, value, headers FROM outbox
     WHERE published_at IS NULL AND (not_before IS NULL OR not_before <= clock_timestamp())
     ORDER BY id LIMIT $1
     FOR UPDATE SKIP LOCKED`,
    [limit],
  );
  const schemas = await schemaTexts(client, new Set(rows.map(({ schema_digest }) => schema_digest)));
  return rows.map(({ schema_digest, ...row }) => ({
    ...row,
    id: Number(row.id),
    schema: schema_digest === null ? null : (schemas.get(schema_digest) ?? null),
  }));
}

type ClaimedRow = Omit<OutboxRow, 'id' | 'schema'> & { id: string | number; schema_digest: string | null };

/** Each text once: it is many times as long as a message, and nearly all have the same. */
async function schemaTexts(client: pg.PoolClient, digests: ReadonlySet<string | null>): Promise<Map<string, string>> {
  const wanted = [...digests].filter((digest) => digest !== null);
  if (wanted.length === 0) return new Map();
  const { rows } = await client.query<{ digest: string; schema: string }>(
    'SELECT digest, schema FROM outbox_schema WHERE digest = ANY ($1)',
    [wanted],
  );
  return new Map(rows.map(({ digest, schema }) => [digest, schema]));
}

export async function markPublished(client: pg.PoolClient, rows: readonly PublishedRow[]): Promise<void> {
  await client.query(
    `UPDATE outbox SET published_at = clock_timestamp(), not_before = NULL, failure = NULL,
            generation = m.generation, topic_partition = m.topic_partition, topic_offset = m.topic_offset
     FROM unnest($1::bigint[], $2::text[], $3::int[], $4::bigint[]) AS m (id, generation, topic_partition, topic_offset)
     WHERE outbox.id = m.id`,
    [
      rows.map(({ id }) => id),
      rows.map(({ generation }) => generation),
      rows.map(({ partition }) => partition),
      rows.map(({ offset }) => offset),
    ],
  );
}

/**
 * Puts published messages back among the unpublished ones, for a broker that has lost what it acknowledged. Readers
 * expect repetitions.
 *
 * @returns how many; what was not published yet is left alone
 */
export async function publishAgain(client: pg.PoolClient, ids: readonly number[]): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE outbox SET published_at = NULL, generation = NULL, topic_partition = NULL, topic_offset = NULL
     WHERE id = ANY ($1) AND published_at IS NOT NULL`,
    [ids],
  );
  return rowCount ?? 0;
}

/** Puts messages aside for a while that fail for a reason of their own, so that they do not stand in the way of others. */
export async function putOff(
  client: pg.PoolClient,
  ids: readonly number[],
  failure: string,
  ms: number,
): Promise<void> {
  await client.query(
    `UPDATE outbox SET failure = $2, not_before = clock_timestamp() + $3 * interval '1 millisecond' WHERE id = ANY ($1)`,
    [ids, failure, ms],
  );
}

export async function countUnpublished(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ count: string }>('SELECT count(*) FROM outbox WHERE published_at IS NULL');
  return Number(rows[0]?.count);
}
