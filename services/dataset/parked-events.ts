import type pg from 'pg';
import type { Position } from './position.js';
import { positionColumns, unnestOf, type WrittenColumn } from './unnest.js';

/** Why an event is kept out of the dataset; stable and searchable. */
export const parkReasons = [
  'WIRE_FORMAT',
  'SCHEMA_UNKNOWN',
  'SCHEMA_INCOMPATIBLE',
  'AVRO_UNDECODABLE',
  'WRONG_DEPARTMENT',
  'CONTENT_DIGEST_MISMATCH',
  'EVENT_ID_MISMATCH',
  'RULE_BROKEN',
  'DATABASE_REFUSED',
  /** Nothing is wrong with it but that somebody decided it is not to be applied. */
  'DISCARDED',
] as const;
export type ParkReason = (typeof parkReasons)[number];

/** A record that was set aside. What it claims about itself is null where it cannot be read. */
export type ParkedEvent = {
  position: Position;
  /** Owner of the topic; null on the hub's own topics. */
  department: string | null;
  eventId: string | null;
  sourceId: string | null;
  eventType: string | null;
  period: string | null;
  ledgerEpoch: number | null;
  ledgerSeq: number | null;
  reasonCode: ParkReason;
  /** Codes and field names, never a value of the record. */
  detail: string;
  /** SHA-256 (hex) of the value: tells repeated copies of a record without an id from different records. */
  valueDigest: string;
};

const columns: readonly WrittenColumn<ParkedEvent>[] = [
  ...positionColumns<ParkedEvent>((event) => event.position),
  { name: 'department', type: 'text', of: (event) => event.department },
  { name: 'event_id', type: 'uuid', of: (event) => event.eventId },
  { name: 'source_id', type: 'text', of: (event) => event.sourceId },
  { name: 'event_type', type: 'text', of: (event) => event.eventType },
  { name: 'period', type: 'text', of: (event) => event.period },
  { name: 'ledger_epoch', type: 'int', of: (event) => event.ledgerEpoch },
  { name: 'ledger_seq', type: 'bigint', of: (event) => event.ledgerSeq },
  { name: 'reason_code', type: 'text', of: (event) => event.reasonCode },
  { name: 'detail', type: 'text', of: (event) => event.detail },
  { name: 'value_digest', type: 'text', of: (event) => event.valueDigest },
];

export async function parkEvents(client: pg.ClientBase, events: readonly ParkedEvent[]): Promise<void> {
  const { names, source, values } = unnestOf(columns, events);
  await client.query(`INSERT INTO parked_event (${names}) SELECT * FROM ${source} ON CONFLICT DO NOTHING`, values);
}

/** What tells events apart of which nothing may be legible but Kafka's headers. */
export const parkedEventKey = ({ eventId, valueDigest }: Pick<ParkedEvent, 'eventId' | 'valueDigest'>): string =>
  eventId ?? valueDigest;

/**
 * How do events stand of which a copy is parked? PARKED as long as any copy waits for somebody. Events that are not in
 * the answer were applied: a spoilt copy of such an event changes nothing.
 */
export async function parkedStandings(
  client: pg.ClientBase,
  events: readonly ParkedEvent[],
): Promise<ReadonlyMap<string, 'PARKED' | 'DISCARDED'>> {
  const { rows } = await client.query<{ event: string; discarded: boolean }>(
    `SELECT coalesce(event_id::text, value_digest) AS event, bool_and(discarded) AS discarded FROM parked_message
     WHERE event_id = ANY ($1::uuid[]) OR event_id IS NULL AND value_digest = ANY ($2::text[]) GROUP BY 1`,
    [
      events.flatMap(({ eventId }) => eventId ?? []),
      events.filter(({ eventId }) => eventId === null).map(({ valueDigest }) => valueDigest),
    ],
  );
  return new Map(rows.map(({ event, discarded }) => [event, discarded ? 'DISCARDED' : 'PARKED']));
}
