import type pg from 'pg';
import type { DecidedMessage } from '../../schemas/generated/event-types.js';
import { unnestOf, type WrittenColumn } from './unnest.js';

export const decisionKinds = ['DISCARD', 'RETRY'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** A parked message, told from every other: by what it came by, which event it says it is, and its bytes. */
export type MessageName = DecidedMessage;

/** The same text for the same message. */
export const messageText = ({ topic, eventId, valueDigest }: MessageName): string =>
  JSON.stringify([topic, eventId, valueDigest]);

/** What somebody decided about one message. */
export type ParkedDecision = MessageName & {
  decisionId: string;
  kind: DecisionKind;
  decidedBy: string;
  /** Epoch ms. */
  decidedAt: number;
  reason: string;
};

/** An event id that is not there is '' in the table: such messages are joined and looked up like all others. */
export const columnsOfName: readonly WrittenColumn<MessageName>[] = [
  { name: 'topic', type: 'text', of: ({ topic }) => topic },
  { name: 'event_id', type: 'text', of: ({ eventId }) => eventId ?? '' },
  { name: 'value_digest', type: 'text', of: ({ valueDigest }) => valueDigest },
];

const columns: readonly WrittenColumn<ParkedDecision>[] = [
  ...columnsOfName,
  { name: 'decision_id', type: 'text', of: ({ decisionId }) => decisionId },
  { name: 'kind', type: 'text', of: ({ kind }) => kind },
  { name: 'decided_by', type: 'text', of: ({ decidedBy }) => decidedBy },
  { name: 'decided_at', type: 'timestamptz', of: ({ decidedAt }) => decidedAt },
  { name: 'reason', type: 'text', of: ({ reason }) => reason },
];

/** Only makes one decision under one id that says two things, which nobody makes, come out the same in any order. */
const contentOf = (row: string) => `(${row}.decided_at, ${row}.kind, ${row}.decided_by, ${row}.reason)`;

/** Keeps decisions. @returns the messages about which there is something new */
export async function keepDecisions(
  client: pg.ClientBase,
  decisions: readonly ParkedDecision[],
): Promise<MessageName[]> {
  const { names, source, values } = unnestOf(columns, decisions);
  const { rows } = await client.query<NameRow>(
    `INSERT INTO parked_decision AS known (${names})
     SELECT DISTINCT ON (topic COLLATE "C", event_id COLLATE "C", value_digest COLLATE "C", decision_id COLLATE "C") *
     FROM ${source} AS said (${names})
     ORDER BY topic COLLATE "C", event_id COLLATE "C", value_digest COLLATE "C", decision_id COLLATE "C",
       ${contentOf('said')} DESC
     ON CONFLICT (topic, event_id, value_digest, decision_id) DO UPDATE SET kind = EXCLUDED.kind,
       decided_by = EXCLUDED.decided_by, decided_at = EXCLUDED.decided_at, reason = EXCLUDED.reason
     WHERE ${contentOf('EXCLUDED')} > ${contentOf('known')}
     RETURNING topic, event_id, value_digest`,
    values,
  );
  return rows.map(messageNameOf);
}

type NameRow = { topic: string; event_id: string; value_digest: string };

export function messageNameOf(row: NameRow): MessageName {
  return { topic: row.topic, eventId: row.event_id === '' ? null : row.event_id, valueDigest: row.value_digest };
}

/** Up to so many decisions, all of their messages are asked for: to send thousands of event ids takes longer. */
const FEW = 500;

/**
 * Which messages of these topics are discarded, of those that say they are one of these events? While decisions are few,
 * as they nearly always are, others may be among the answers.
 */
export async function discardedMessages(
  client: pg.ClientBase,
  topics: readonly string[],
  eventIds: readonly string[],
): Promise<MessageName[]> {
  const decisions = await countDecisions(client, topics);
  if (decisions === 0) return [];
  const { rows } = await client.query<NameRow>(
    `SELECT topic, event_id, value_digest FROM latest_parked_decision
     WHERE topic = ANY ($1::text[]) AND ($2::text[] IS NULL OR event_id = ANY ($2)) AND kind = 'DISCARD'`,
    [topics, decisions > FEW ? eventIds : null],
  );
  return rows.map(messageNameOf);
}

/** Counts no further than to what is not few. */
async function countDecisions(client: pg.ClientBase, topics: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ decisions: number }>(
    `SELECT count(*) AS decisions FROM (
       SELECT FROM parked_decision WHERE topic = ANY ($1::text[]) AND event_id <> '' LIMIT ${FEW + 1}) AS counted`,
    [topics],
  );
  return rows[0]?.decisions ?? 0;
}

/** Of these messages, those that are discarded as things stand. */
export async function discardedOf(client: pg.ClientBase, messages: readonly MessageName[]): Promise<MessageName[]> {
  const { names, source, values } = unnestOf(columnsOfName, messages);
  const { rows } = await client.query<NameRow>(
    `SELECT DISTINCT topic, event_id, value_digest
     FROM ${source} AS asked (${names}) JOIN latest_parked_decision USING (topic, event_id, value_digest)
     WHERE kind = 'DISCARD'`,
    values,
  );
  return rows.map(messageNameOf);
}
