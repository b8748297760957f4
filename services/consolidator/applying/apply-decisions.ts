import type pg from 'pg';
import type { Decision } from '../../../schemas/generated/event-types.js';
import type { ArchivedRecord } from '../../dataset/archive.js';
import {
  decisionKinds,
  discardedOf,
  keepDecisions,
  messageText,
  type DecisionKind,
  type MessageName,
  type ParkedDecision,
} from '../../dataset/parked-decisions.js';
import { parkedDeliveries, sourcesApplying, takeParked } from '../../dataset/parked-messages.js';
import { legibleValues, type ReadingOf } from './apply-knowledge.js';
import type { EventVerdict } from '../../dataset/event-verdict.js';
import { isUuid, type Problem } from './event-claims.js';
import { ruleBroken } from './judge-event.js';
import { parkedVerdicts } from './parked-verdicts.js';

/** Keeps what was decided about parked messages. @returns the messages about which there is something new */
export async function applyDecisions(
  client: pg.PoolClient,
  readings: readonly ReadingOf<'decision'>[],
): Promise<MessageName[]> {
  const decisions = await legibleValues(client, readings, (_reading, decision: Decision) => problemOf(decision));
  const kept = decisions.flatMap(({ messages, kind, ...decision }) =>
    messages.map((name): ParkedDecision => ({ ...name, ...decision, kind: kind as DecisionKind })),
  );
  return kept.length === 0 ? [] : keepDecisions(client, kept);
}

/** A kind that only a newer software knows waits, parked, for that software. */
function problemOf({ kind, messages }: Decision): Problem | null {
  if (!decisionKinds.some((known) => known === kind)) return ruleBroken('KIND_UNKNOWN@kind');
  return messages.every(({ eventId }) => eventId === null || isUuid(eventId)) ? null : ruleBroken('EVENT_ID@messages');
}

export type Rejudge = {
  /** Judges archived records again that nothing in the dataset was made of. */
  records: (records: readonly ArchivedRecord[]) => Promise<EventVerdict[]>;
  /** Judges all events of sources again. */
  sources: (sourceIds: readonly string[]) => Promise<EventVerdict[]>;
};

/**
 * Brings the dataset to what the decisions on these messages now say. Messages that are not discarded (any more) are
 * judged again. One that is discarded, though its event was applied, can only be got out with its whole source: the
 * event may have been delivered in other messages, too. That takes a decision which arrives before the message that it
 * is about, or a judgement that has changed, so it may be slow.
 */
export async function carryOut(
  client: pg.PoolClient,
  messages: readonly MessageName[],
  rejudge: Rejudge,
): Promise<EventVerdict[]> {
  if (messages.length === 0) return [];
  const discarded = await discardedOf(client, messages);
  const names = new Set(discarded.map(messageText));
  const waiting = messages.filter((message) => !names.has(messageText(message)));
  const verdicts = [
    ...(await rejudge.sources(await sourcesApplying(client, discarded))),
    ...(await rejudge.records(await takeParked(client, waiting))),
  ];
  return [...verdicts, ...(await parkedVerdicts(client, await parkedDeliveries(client, discarded)))];
}
