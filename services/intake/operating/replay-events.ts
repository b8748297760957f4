import type pg from 'pg';
import { publishAgain } from '../../../infra/outbox/outbox-queries.js';
import { departmentTopic } from '../../../schemas/topics.js';

/** Which events are sent once more. */
export type ReplayScope =
  /** Every event of a batch, whatever became of it. */
  | { batchId: string }
  /** What the dataset has not answered about, of some sources, accepted from a moment on. */
  | { sourceIds: readonly string[]; eventType: string | null; since: number };

export type Replayed = { events: number; identities: number };

type ChosenEvent = { outbox_id: number; source_id: string; event_type: string };

const OF_BATCH = 'SELECT outbox_id, source_id, event_type FROM record_version WHERE batch_id = $1';
const UNANSWERED = `
  SELECT outbox_id, source_id, event_type FROM record_version
  WHERE source_id = ANY ($1) AND ($2::text IS NULL OR event_type = $2) AND verdict IS NULL
    AND accepted_at >= to_timestamp($3 / 1000.0)`;

/**
 * Puts events back among the unpublished ones, as they are: same event ids, so that a dataset which has them already
 * counts a repetition and answers again. Meant for a broker that came back without what it had acknowledged. What else
 * went that way goes again as well: sealed identities that the vault has not answered about, and the statements of the
 * books. Events that wait anyway are left alone.
 */
export async function replayEvents(
  client: pg.PoolClient,
  scope: ReplayScope,
  place: { namespace: string; department: string },
): Promise<Replayed> {
  const { rows } =
    'batchId' in scope
      ? await client.query<ChosenEvent>(OF_BATCH, [scope.batchId])
      : await client.query<ChosenEvent>(UNANSWERED, [scope.sourceIds, scope.eventType, scope.since]);
  const ids = rows.map(({ outbox_id }) => outbox_id);
  const sourceIds = [...new Set(rows.map(({ source_id }) => source_id))];
  const identities = await unansweredIdentities(
    client,
    ids,
    sourceIds,
    departmentTopic(place.namespace, place.department, 'identity'),
  );
  await stateBooksAgain(client, rows);
  return { events: await publishAgain(client, ids), identities: await publishAgain(client, identities) };
}

/** Of the same sources, sealed when the oldest of the events was accepted or later. */
async function unansweredIdentities(
  client: pg.PoolClient,
  eventIds: readonly number[],
  sourceIds: readonly string[],
  topic: string,
): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT o.id FROM known_reference k JOIN outbox o ON o.key = k.source_id || '/' || k.reference
     WHERE k.source_id = ANY ($2) AND k.acknowledged_at IS NULL AND o.topic = $3
       AND o.created_at >= (SELECT min(created_at) FROM outbox WHERE id = ANY ($1))`,
    [eventIds, sourceIds, topic],
  );
  return rows.map(({ id }) => id);
}

async function stateBooksAgain(client: pg.PoolClient, events: readonly ChosenEvent[]): Promise<void> {
  const places = new Map(events.map((event) => [`${event.source_id}\n${event.event_type}`, event]));
  await client.query(
    `UPDATE ledger_balance b SET change = change + 1
     FROM unnest($1::text[], $2::text[]) AS place (source_id, event_type)
     WHERE b.source_id = place.source_id AND b.event_type = place.event_type`,
    [[...places.values()].map((event) => event.source_id), [...places.values()].map((event) => event.event_type)],
  );
}
