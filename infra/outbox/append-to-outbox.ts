import { createHash } from 'node:crypto';
import type pg from 'pg';

export type OutboxMessage = {
  topic: string;
  key: string;
  /** Registry subject of the value, `<topic>-value`. */
  subject: string;
  /** Avro body, without the wire prefix. */
  body: Buffer;
  headers: Record<string, string>;
  /**
   * The schema that the body was encoded with. Without it the message is published under the subject's latest version,
   * which is only right when no newer one can be registered before it is published.
   */
  schema?: object;
};

/** @returns the ids, in the order of the messages; ids rise with it */
export async function appendToOutbox(client: pg.PoolClient, messages: readonly OutboxMessage[]): Promise<number[]> {
  if (messages.length === 0) return [];
  const digests = await keepSchemas(client, messages);
  const { rows } = await client.query<{ id: string | number }>(
    `INSERT INTO outbox (topic, key, subject, schema_digest, value, headers)
     SELECT topic, key, subject, digest, value, headers
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::jsonb[])
       WITH ORDINALITY AS m (topic, key, subject, digest, value, headers, position)
     ORDER BY position
     RETURNING id`,
    [
      messages.map(({ topic }) => topic),
      messages.map(({ key }) => key),
      messages.map(({ subject }) => subject),
      digests,
      messages.map(({ body }) => body),
      messages.map(({ headers }) => JSON.stringify(headers)),
    ],
  );
  return rows.map(({ id }) => Number(id)).sort((a, b) => a - b);
}

type SchemaText = { text: string; digest: string };

const schemaTexts = new WeakMap<object, SchemaText>();

function schemaTextOf(schema: object): SchemaText {
  const known = schemaTexts.get(schema);
  if (known) return known;
  const text = JSON.stringify(schema);
  const made = { text, digest: createHash('sha256').update(text).digest('hex') };
  schemaTexts.set(schema, made);
  return made;
}

/** Stores each schema once, sorted so that two transactions cannot deadlock. @returns the digest of every message */
async function keepSchemas(client: pg.PoolClient, messages: readonly OutboxMessage[]): Promise<(string | null)[]> {
  const schemas = messages.map(({ schema }) => (schema === undefined ? null : schemaTextOf(schema)));
  const distinct = new Map(
    schemas.flatMap((schema) => (schema === null ? [] : [[schema.digest, schema.text] as const])),
  );
  if (distinct.size > 0) {
    const digests = [...distinct.keys()].sort();
    await client.query(
      `INSERT INTO outbox_schema (digest, schema)
       SELECT d, s FROM unnest($1::text[], $2::text[]) AS m (d, s)
       WHERE NOT EXISTS (SELECT FROM outbox_schema WHERE digest = d)
       ON CONFLICT (digest) DO NOTHING`,
      [digests, digests.map((digest) => distinct.get(digest))],
    );
  }
  return schemas.map((schema) => schema?.digest ?? null);
}
