import type pg from 'pg';
import { publishAgain } from '../../../infra/outbox/outbox-queries.js';

/** Which events are sent once more. */
export type ReplayScope =
  /** Every event of a batch, whatever became of it. */
  | { batchId: string }
  /** What the dataset has not answered about, of some sources, accepted from a moment on. */
  | { sourceIds: readonly string[]; eventType: string | null; since: number };

export type Replayed = { events: number; identities: number };

const OF_BATCH = 'SELECT outbox_id, source_id, event_type FROM record_version WHERE batch_id = $1';
const UNANSWERED = `
  SELECT outbox_id FROM record_version
  WHERE source_id = ANY ($1) AND ($2::text IS NULL OR event_type = $2) AND verdict IS NULL
    AND accepted_at >= to_timestamp($3 / 1000.0)`;

/**
 * Identities of the same sources, sealed when the oldest of the events was accepted or later, that have no answer; each
 * with the message that it went in, which tells of many.
 */
const UNANSWERED_IDENTITIES = `
  SELECT o.id FROM known_reference k JOIN outbox o ON o.id = k.outbox_id
  WHERE k.source_id = ANY ($2) AND k.acknowledged_at IS NULL AND o.published_at IS NOT NULL
    AND o.created_at >= (SELECT min(created_at) FROM outbox WHERE id = ANY ($1))`;

/**
 * All that was sealed since then: an answer that came to this ledger may have been lost to the dataset. Whoever has an
 * identity already answers as before.
 */
const IDENTITIES_SINCE = `
  SELECT o.id FROM known_reference k JOIN outbox o ON o.id = k.outbox_id
  WHERE k.source_id = ANY ($1) AND o.published_at IS NOT NULL AND k.sealed_at >= to_timestamp($2 / 1000.0)`;

/**
 * Puts events back among the unpublished ones, as they are: same event ids, so that a dataset which has them already
 * counts a repetition and answers again. Meant for a broker that came back without what it had acknowledged. What else
 * went that way goes again as well: sealed identities, and the statements of the books, which nobody answers. Events
 * that wait anyway are left alone.
 */
export function replayEvents(client: pg.PoolClient, scope: ReplayScope): Promise<Replayed> {
  return 'batchId' in scope ? replayBatch(client, scope) : replayUnanswered(client, scope);
}

async function replayBatch(client: pg.PoolClient, { batchId }: { batchId: string }): Promise<Replayed> {
  type Event = { outbox_id: number; source_id: string; event_type: string };
  const { rows } = await client.query<Event>(OF_BATCH, [batchId]);
  const [first] = rows;
  if (!first) return { events: 0, identities: 0 };
  const ids = rows.map(({ outbox_id }) => outbox_id);
  const identities = await identitiesAgain(client, UNANSWERED_IDENTITIES, [ids, [first.source_id]]);
  await stateBooksAgain(client, [first.source_id], first.event_type);
  return { events: await publishAgain(client, ids), identities };
}

type Unanswered = Exclude<ReplayScope, { batchId: string }>;

async function replayUnanswered(client: pg.PoolClient, { sourceIds, eventType, since }: Unanswered): Promise<Replayed> {
  const { rows } = await client.query<{ outbox_id: number }>(UNANSWERED, [sourceIds, eventType, since]);
  const ids = rows.map(({ outbox_id }) => outbox_id);
  const identities = await identitiesAgain(client, IDENTITIES_SINCE, [sourceIds, since]);
  await stateBooksAgain(client, sourceIds, eventType);
  return { events: await publishAgain(client, ids), identities };
}

/** Events that a restored dataset lacks, with the identities that were sealed since the first of them, and the books. */
export async function replayMissing(
  client: pg.PoolClient,
  { sourceId, ids, since }: { sourceId: string; ids: readonly number[]; since: number },
): Promise<void> {
  await identitiesAgain(client, IDENTITIES_SINCE, [[sourceId], since]);
  await stateBooksAgain(client, [sourceId], null);
  await publishAgain(client, ids);
}

/** @returns of how many persons and texts is told again */
async function identitiesAgain(client: pg.PoolClient, question: string, values: unknown[]): Promise<number> {
  const { rows } = await client.query<{ id: number }>(question, values);
  await publishAgain(client, [...new Set(rows.map(({ id }) => id))]);
  return rows.length;
}

/**
 * Of whole sources: rows that said nothing are in the books, too, and have no event that could be missed. Held in the order
 * of whoever else changes several balances.
 */
async function stateBooksAgain(
  client: pg.PoolClient,
  sourceIds: readonly string[],
  eventType: string | null,
): Promise<void> {
  await client.query(
    `WITH held AS (
       SELECT source_id, event_type, period FROM ledger_balance
       WHERE source_id = ANY ($1) AND ($2::text IS NULL OR event_type = $2)
       ORDER BY source_id, event_type, period FOR UPDATE
     )
     UPDATE ledger_balance b SET change = change + 1 FROM held
     WHERE (b.source_id, b.event_type, b.period) = (held.source_id, held.event_type, held.period)`,
    [sourceIds, eventType],
  );
}
