import type pg from 'pg';

/** Deliveries of events that the dataset had already; outside the balance, which counts distinct events. */
export type RepeatedDeliveries = { sourceId: string; eventType: string; deliveries: number };

export async function countRepeatedDeliveries(
  client: pg.ClientBase,
  counts: readonly RepeatedDeliveries[],
): Promise<void> {
  await client.query(
    `INSERT INTO repeated_delivery AS known (source_id, event_type, deliveries)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) AS more (source_id, event_type, deliveries)
     ORDER BY source_id COLLATE "C", event_type COLLATE "C"
     ON CONFLICT (source_id, event_type) DO UPDATE SET deliveries = known.deliveries + EXCLUDED.deliveries`,
    [counts.map((c) => c.sourceId), counts.map((c) => c.eventType), counts.map((c) => c.deliveries)],
  );
}
