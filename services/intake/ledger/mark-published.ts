import type pg from 'pg';
import type { PublishedRow } from '../../../infra/outbox/outbox-relay.js';

type Marked = { source_id: string; event_type: string; period: string; outbox_id: number };

/** Records where events went, in the relay's own transaction, and enters them as published in the books. */
export async function markPublished(client: pg.PoolClient, rows: readonly PublishedRow[]): Promise<void> {
  const { rows: marked } = await client.query<Marked>(
    `UPDATE record_version v SET topic = sent.topic, topic_partition = sent.topic_partition, topic_offset = sent.topic_offset
     FROM unnest($1::bigint[], $2::text[], $3::int[], $4::bigint[]) AS sent (outbox_id, topic, topic_partition, topic_offset)
     WHERE v.outbox_id = sent.outbox_id AND v.topic_offset IS NULL
     RETURNING v.source_id, v.event_type, v.period, v.outbox_id`,
    [rows.map((r) => r.id), rows.map((r) => r.topic), rows.map((r) => r.partition), rows.map((r) => r.offset)],
  );
  const first = new Set(marked.map(({ outbox_id }) => outbox_id));
  await moveRepeated(
    client,
    rows.filter(({ id }) => !first.has(id)),
  );
  for (const { place, count } of counted(marked)) {
    await client.query(
      `UPDATE ledger_balance SET published = published + $4, change = change + 1
       WHERE source_id = $1 AND event_type = $2 AND period = $3`,
      [...place, count],
    );
  }
}

/** An event that is sent once more counts as published once; the place to be told is the one where it can be found now. */
async function moveRepeated(client: pg.PoolClient, rows: readonly PublishedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `UPDATE record_version v SET topic = sent.topic, topic_partition = sent.topic_partition, topic_offset = sent.topic_offset
     FROM unnest($1::bigint[], $2::text[], $3::int[], $4::bigint[]) AS sent (outbox_id, topic, topic_partition, topic_offset)
     WHERE v.outbox_id = sent.outbox_id`,
    [rows.map((r) => r.id), rows.map((r) => r.topic), rows.map((r) => r.partition), rows.map((r) => r.offset)],
  );
}

/** In one order everywhere, so that relays and batches cannot wait for each other. */
function counted(marked: readonly Marked[]): { place: string[]; count: number }[] {
  const counts = new Map<string, { place: string[]; count: number }>();
  for (const { source_id, event_type, period } of marked) {
    const place = [source_id, event_type, period];
    const known = counts.get(place.join('\n'));
    if (known) known.count += 1;
    else counts.set(place.join('\n'), { place, count: 1 });
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
