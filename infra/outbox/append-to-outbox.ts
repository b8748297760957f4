import { createHash } from 'node:crypto';
import type pg from 'pg';
import { copyRows, type CopyColumn } from '../postgres/copy-rows.js';

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

/** Numbers for messages whose ids have to be known before they are written, ascending. */
export async function reserveOutboxIds(client: pg.PoolClient, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { rows } = await client.query<{ id: number }>(
    `SELECT nextval(pg_get_serial_sequence('outbox', 'id')) AS id FROM generate_series(1, $1)`,
    [count],
  );
  return rows.map(({ id }) => Number(id)).sort((a, b) => a - b);
}

/**
 * @param reserved ids of `reserveOutboxIds`, one a message; absent: new ones
 * @returns the ids, in the order of the messages; ids rise with it
 */
export async function appendToOutbox(
  client: pg.PoolClient,
  messages: readonly OutboxMessage[],
  reserved?: readonly number[],
): Promise<readonly number[]> {
  if (messages.length === 0) return [];
  const digests = await keepSchemas(client, messages);
  const ids = reserved ?? (await reserveOutboxIds(client, messages.length));
  const rows = messages.map((message, at) => ({ ...message, id: ids[at] ?? 0, digest: digests[at] ?? null }));
  await copyRows(client, 'outbox', COLUMNS, rows);
  return ids;
}

const COLUMNS: readonly CopyColumn<Omit<OutboxMessage, 'schema'> & { id: number; digest: string | null }>[] = [
  { name: 'id', type: 'bigint', of: ({ id }) => id },
  { name: 'topic', type: 'text', of: ({ topic }) => topic },
  { name: 'key', type: 'text', of: ({ key }) => key },
  { name: 'subject', type: 'text', of: ({ subject }) => subject },
  { name: 'schema_digest', type: 'text', of: ({ digest }) => digest },
  { name: 'value', type: 'bytea', of: ({ body }) => body },
  { name: 'headers', type: 'jsonb', of: ({ headers }) => JSON.stringify(headers) },
];

/** A message that was sent before, by another outbox: where it went, and the text of the schema it was encoded with. */
export type SentMessage = Omit<OutboxMessage, 'schema'> & {
  schemaText: string;
  generation: string;
  partition: number;
  offset: number;
};

/** Keeps messages as published, so that they can be read and sent again. @returns the ids, in the order of the messages */
export async function appendPublished(
  client: pg.PoolClient,
  messages: readonly SentMessage[],
): Promise<readonly number[]> {
  const texts = new Map(messages.map(({ schemaText }) => [schemaText, digestOf(schemaText)]));
  await keepTexts(client, new Map([...texts].map(([text, digest]) => [digest, text])));
  const ids = await reserveOutboxIds(client, messages.length);
  const now = Date.now();
  const rows = messages.map((message, at) => ({
    ...message,
    id: ids[at] ?? 0,
    digest: texts.get(message.schemaText) ?? null,
  }));
  await copyRows(
    client,
    'outbox',
    [
      ...COLUMNS,
      { name: 'published_at', type: 'timestamptz', of: () => now },
      { name: 'generation', type: 'text', of: ({ generation }) => generation },
      { name: 'topic_partition', type: 'int', of: ({ partition }) => partition },
      { name: 'topic_offset', type: 'bigint', of: ({ offset }) => offset },
    ],
    rows,
  );
  return ids;
}

type SchemaText = { text: string; digest: string };

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const schemaTexts = new WeakMap<object, SchemaText>();

function schemaTextOf(schema: object): SchemaText {
  const known = schemaTexts.get(schema);
  if (known) return known;
  const text = JSON.stringify(schema);
  const made = { text, digest: digestOf(text) };
  schemaTexts.set(schema, made);
  return made;
}

/** Stores each schema once. @returns the digest of every message */
async function keepSchemas(client: pg.PoolClient, messages: readonly OutboxMessage[]): Promise<(string | null)[]> {
  const schemas = messages.map(({ schema }) => (schema === undefined ? null : schemaTextOf(schema)));
  const distinct = new Map(
    schemas.flatMap((schema) => (schema === null ? [] : [[schema.digest, schema.text] as const])),
  );
  await keepTexts(client, distinct);
  return schemas.map((schema) => schema?.digest ?? null);
}

/** @param texts by digest; sorted, so that two transactions cannot deadlock */
async function keepTexts(client: pg.PoolClient, texts: ReadonlyMap<string, string>): Promise<void> {
  if (texts.size === 0) return;
  const digests = [...texts.keys()].sort();
  await client.query(
    `INSERT INTO outbox_schema (digest, schema)
     SELECT d, s FROM unnest($1::text[], $2::text[]) AS m (d, s)
     WHERE NOT EXISTS (SELECT FROM outbox_schema WHERE digest = d)
     ON CONFLICT (digest) DO NOTHING`,
    [digests, digests.map((digest) => texts.get(digest))],
  );
}
