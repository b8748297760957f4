import type pg from 'pg';
import { messageNameOf, type DecisionKind, type MessageName } from './parked-decisions.js';
import type { ParkReason } from './parked-events.js';
import { positionOf, type Position, type PositionColumns } from './position.js';

/** Absent members do not restrict. */
export type ParkedFilter = {
  messageIds?: readonly string[];
  department?: string;
  sourceIds?: readonly string[];
  eventType?: string;
  reasonCode?: ParkReason;
  topic?: string;
  /** Absent: both. */
  discarded?: boolean;
  /** Parked at this moment or later, epoch ms. */
  since?: number;
};

/** A message that stands aside, with what it says of itself; never anything of its content. */
export type ParkedMessage = {
  messageId: string;
  topic: string;
  department: string | null;
  eventType: string | null;
  sourceId: string | null;
  eventId: string | null;
  period: string | null;
  ledgerEpoch: number | null;
  ledgerSeq: number | null;
  reasonCode: ParkReason;
  detail: string;
  discarded: boolean;
  /** How often it came. */
  deliveries: number;
  /** Epoch ms; judging it again counts as parking it anew. */
  parkedAt: number;
};

const CONDITIONS = `
  ($1::text[] IS NULL OR message_id = ANY ($1)) AND ($2::text IS NULL OR department = $2)
  AND ($3::text[] IS NULL OR source_id = ANY ($3)) AND ($4::text IS NULL OR event_type = $4)
  AND ($5::text IS NULL OR reason_code = $5) AND ($6::text IS NULL OR topic = $6)
  AND ($7::boolean IS NULL OR discarded = $7)
  AND ($8::bigint IS NULL OR parked_at >= to_timestamp($8 / 1000.0))`;

const conditionValues = (filter: ParkedFilter): unknown[] => [
  ...[filter.messageIds ?? null, filter.department ?? null, filter.sourceIds ?? null, filter.eventType ?? null],
  ...[filter.reasonCode ?? null, filter.topic ?? null, filter.discarded ?? null, filter.since ?? null],
];

/** Which messages stand aside? By their ids, so that messages that come and go meanwhile move no page. */
export async function findParked(
  client: pg.ClientBase | pg.Pool,
  filter: ParkedFilter,
  page: { after: string | null; limit: number },
): Promise<ParkedMessage[]> {
  const { rows } = await client.query<ParkedMessage>(
    `SELECT message_id AS "messageId", min(topic) AS topic, min(department) AS department,
       min(event_type) AS "eventType", min(source_id) AS "sourceId", min(event_id::text) AS "eventId",
       min(period) AS period, min(ledger_epoch) AS "ledgerEpoch", min(ledger_seq) AS "ledgerSeq",
       min(reason_code) AS "reasonCode", min(detail) AS detail, bool_and(discarded) AS discarded,
       count(*) AS deliveries, max(parked_at) AS "parkedAt"
     FROM parked_message WHERE ${CONDITIONS} AND ($9::text IS NULL OR message_id > $9)
     GROUP BY message_id ORDER BY message_id LIMIT $10`,
    [...conditionValues(filter), page.after, page.limit],
  );
  return rows;
}

/** How many messages stand aside? */
export async function countParked(client: pg.ClientBase | pg.Pool, filter: ParkedFilter): Promise<number> {
  const { rows } = await client.query<{ messages: number }>(
    `SELECT count(DISTINCT message_id) AS messages FROM parked_message WHERE ${CONDITIONS}`,
    conditionValues(filter),
  );
  return rows[0]?.messages ?? 0;
}

/** How many messages wait for somebody? `department` is '' on the hub's own topics. */
export async function countParkedByReason(
  client: pg.ClientBase | pg.Pool,
): Promise<{ department: string; reasonCode: ParkReason; messages: number }[]> {
  const { rows } = await client.query<{ department: string; reasonCode: ParkReason; messages: number }>(
    `SELECT coalesce(department, '') AS department, reason_code AS "reasonCode",
       count(DISTINCT (topic, event_id, value_digest)) AS messages
     FROM parked_message WHERE NOT discarded GROUP BY 1, 2`,
  );
  return rows;
}

/** How decisions name these messages. */
export async function parkedNames(client: pg.ClientBase, filter: ParkedFilter): Promise<MessageName[]> {
  const { rows } = await client.query<{ topic: string; event_id: string; value_digest: string }>(
    `SELECT DISTINCT topic, coalesce(event_id::text, '') AS event_id, value_digest FROM parked_message
     WHERE ${CONDITIONS} ORDER BY 1, 2, 3`,
    conditionValues(filter),
  );
  return rows.map(messageNameOf);
}

export type ParkedDelivery = {
  position: Position;
  /** Epoch ms. */
  kafkaTime: number;
  parkedAt: number;
  /** Null when the value does not even have the wire format. */
  schemaId: number | null;
  /** Whether the schema that it was written with is known. */
  schemaKnown: boolean;
  bytes: number;
};

/** Where a message came from, delivery by delivery. */
export async function deliveriesOfParked(
  client: pg.ClientBase | pg.Pool,
  messageId: string,
  limit: number,
): Promise<ParkedDelivery[]> {
  type Row = PositionColumns & Omit<ParkedDelivery, 'position'>;
  const { rows } = await client.query<Row>(
    `SELECT p.generation, p.topic, p.topic_partition, p.topic_offset, a.kafka_time AS "kafkaTime",
       p.parked_at AS "parkedAt", a.schema_id AS "schemaId", a.writer_schema_digest IS NOT NULL AS "schemaKnown",
       coalesce(octet_length(a.value), 0) AS bytes
     FROM parked_message p JOIN archive a USING (generation, topic, topic_partition, topic_offset)
     WHERE p.message_id = $1 ORDER BY a.kafka_time, 1, 2, 3, 4 LIMIT $2`,
    [messageId, limit],
  );
  return rows.map((row) => ({
    position: positionOf(row),
    kafkaTime: row.kafkaTime,
    parkedAt: row.parkedAt,
    schemaId: row.schemaId,
    schemaKnown: row.schemaKnown,
    bytes: row.bytes,
  }));
}

export type DecisionStep = {
  decisionId: string;
  kind: DecisionKind;
  decidedBy: string;
  /** Epoch ms. */
  decidedAt: number;
  reason: string;
};

/** What was decided about a message, oldest first; the last step counts. */
export async function decisionsOnParked(client: pg.ClientBase | pg.Pool, messageId: string): Promise<DecisionStep[]> {
  const { rows } = await client.query<DecisionStep>(
    `SELECT d.decision_id AS "decisionId", d.kind, d.decided_by AS "decidedBy", d.decided_at AS "decidedAt", d.reason
     FROM parked_decision d JOIN (
       SELECT DISTINCT topic, coalesce(event_id::text, '') AS event_id, value_digest FROM parked_message
       WHERE message_id = $1) AS named USING (topic, event_id, value_digest)
     ORDER BY d.decided_at, d.decision_id`,
    [messageId],
  );
  return rows;
}
