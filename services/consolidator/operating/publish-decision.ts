import type pg from 'pg';
import { appendToOutbox, type OutboxMessage } from '../../../infra/outbox/append-to-outbox.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { Decision } from '../../../schemas/generated/event-types.js';
import { hubTopic, valueSubject } from '../../../schemas/topics.js';
import type { DecisionKind, MessageName } from '../../dataset/parked-decisions.js';

/** About 400 KB: what the broker takes (1 MiB). */
const MESSAGES_A_PART = 2000;

export type MadeDecision = {
  decisionId: string;
  kind: DecisionKind;
  decidedBy: string;
  reason: string;
  messages: readonly MessageName[];
};

/**
 * Sends a decision on its way: it is an event, comes back by its topic like all others, is archived and only then carried
 * out, so that every rebuild has it. It is as old as the database says, whose clock all who decide have in common.
 */
export async function publishDecision(
  client: pg.PoolClient,
  namespace: string,
  { messages, ...decision }: MadeDecision,
): Promise<void> {
  const { rows } = await client.query<{ now: number }>('SELECT clock_timestamp() AS now');
  const decidedAt = Math.floor(rows[0]?.now ?? 0);
  const parts = Array.from({ length: Math.ceil(messages.length / MESSAGES_A_PART) }, (_, at) =>
    messages.slice(at * MESSAGES_A_PART, (at + 1) * MESSAGES_A_PART),
  );
  await appendToOutbox(
    client,
    parts.map((part) => decisionMessage(namespace, { ...decision, decidedAt, messages: part })),
  );
}

function decisionMessage(namespace: string, decision: Decision): OutboxMessage {
  const topic = hubTopic(namespace, 'decision');
  const schema = protocolSchemas.decision;
  const body = avroTypeOf(schema).toBuffer(decision);
  return { topic, key: decision.decisionId, subject: valueSubject(topic), body, headers: {}, schema };
}
