import type pg from 'pg';
import { wireFormat } from '../registry/wire-format.js';
import { isFaultOfOneMessage, isOwnFault } from './own-fault.js';
import type { OutboxRow, PublishedRow } from './outbox-queries.js';
import type { TopicSender } from './topic-sender.js';

export type SchemaIdOf = (subject: string, writerSchema?: string) => Promise<number>;

/** Messages that could not be published for a reason of their own; the error tells the reason. */
export type PutAside = { rows: OutboxRow[]; error: unknown };

export type PublishResult = { published: PublishedRow[]; aside: PutAside[] };

export type Publish = (rows: readonly OutboxRow[]) => Promise<PublishResult>;

/** The broker takes 1 MiB a record batch (message.max.bytes), and kafkajs makes one batch of what goes to a partition. */
const LONGEST_SEND_BYTES = 768 * 1024;
/** Length of the record's own fields beside key, value and headers, generously. */
const OVERHEAD_BYTES = 64;

/**
 * Sends claimed messages, topic by topic and serially. What only one topic or message is to blame for (no such topic,
 * schema not registered, too large) is put aside; an outage is thrown.
 */
export function createPublisher(sender: Pick<TopicSender, 'send'>, schemaIdOf: SchemaIdOf): Publish {
  return async (rows) => {
    const result: PublishResult = { published: [], aside: [] };
    for (const [topic, ofTopic] of groupBy(rows, ({ topic }) => topic)) {
      const framed = await frame(ofTopic, schemaIdOf, result);
      for (const slice of slices(framed)) await sendSlice(sender, topic, slice, result);
    }
    return result;
  };
}

type Framed = { row: OutboxRow; value: Buffer };

async function frame(rows: OutboxRow[], schemaIdOf: SchemaIdOf, result: PublishResult): Promise<Framed[]> {
  const framed: Framed[] = [];
  for (const same of sameSchema(rows)) {
    const [{ subject, schema }] = same as [OutboxRow];
    try {
      const id = await schemaIdOf(subject, schema ?? undefined);
      framed.push(...same.map((row) => ({ row, value: wireFormat(id, row.value) })));
    } catch (error) {
      if (!isOwnFault(error)) throw error;
      result.aside.push({ rows: same, error });
    }
  }
  return framed.sort((a, b) => a.row.id - b.row.id);
}

function sameSchema(rows: readonly OutboxRow[]): OutboxRow[][] {
  const bySubject = [...groupBy(rows, ({ subject }) => subject).values()];
  return bySubject.flatMap((ofSubject) => [...groupBy(ofSubject, ({ schema }) => schema).values()]);
}

/** A slice that is refused because of one message is halved until that one stands alone. */
async function sendSlice(
  sender: Pick<TopicSender, 'send'>,
  topic: string,
  slice: Framed[],
  result: PublishResult,
): Promise<void> {
  try {
    const messages = slice.map(({ row, value }) => ({ key: row.key, value, headers: row.headers }));
    const sent = await sender.send(topic, messages);
    slice.forEach(({ row: { id, key, subject, headers } }, index) => {
      const place = sent[index];
      if (place) result.published.push({ id, topic, key, subject, headers, ...place });
    });
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    if (slice.length === 1 || !isFaultOfOneMessage(error)) {
      result.aside.push({ rows: slice.map(({ row }) => row), error });
      return;
    }
    const middle = Math.ceil(slice.length / 2);
    await sendSlice(sender, topic, slice.slice(0, middle), result);
    await sendSlice(sender, topic, slice.slice(middle), result);
  }
}

function slices(framed: Framed[]): Framed[][] {
  const made: Framed[][] = [];
  let bytes = LONGEST_SEND_BYTES;
  for (const item of framed) {
    const size = sizeOf(item);
    if (bytes + size > LONGEST_SEND_BYTES) {
      made.push([]);
      bytes = 0;
    }
    made.at(-1)?.push(item);
    bytes += size;
  }
  return made;
}

function sizeOf({ row, value }: Framed): number {
  const headers = Object.entries(row.headers).reduce((sum, [name, text]) => sum + name.length + text.length * 3 + 8, 0);
  return OVERHEAD_BYTES + value.length + Buffer.byteLength(row.key) + headers;
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** Called within the relay's transaction, for the caller's own bookkeeping. */
export type OnPublished = (client: pg.PoolClient, rows: PublishedRow[]) => Promise<void>;
