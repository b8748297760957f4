import { ServiceFailure } from '../process/service-failure.js';

/** Answers of a broker that concern a topic, while others can still be published. */
const OF_TOPIC = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION', 'TOPIC_AUTHORIZATION_FAILED']);

/** Answers that concern one message of those sent together. */
const OF_MESSAGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD']);

/** Whether the message or its topic is to blame and not an outage, which would hit every other message as well. */
export function isOwnFault(error: unknown): boolean {
  if (error instanceof ServiceFailure) return !error.retriable;
  const answer = answerOf(error);
  return answer !== null && (OF_TOPIC.has(answer) || OF_MESSAGE.has(answer));
}

/** Whether a single message is to blame, so that those sent with it can go without it. */
export function isFaultOfOneMessage(error: unknown): boolean {
  const answer = answerOf(error);
  return answer !== null && OF_MESSAGE.has(answer);
}

/** The broker's answer, which kafkajs wraps in errors of its own. */
function answerOf(error: unknown): string | null {
  const { type, cause } = (error ?? {}) as { type?: unknown; cause?: unknown };
  if (typeof type === 'string') return type;
  return cause === undefined ? null : answerOf(cause);
}

/** A short stable word for the table and the log; never the error's own text, which may be long or hold values. */
export function faultCode(error: unknown): string {
  if (error instanceof ServiceFailure) return error.code;
  return answerOf(error) ?? String((error as { name?: unknown } | null)?.name ?? 'UNKNOWN');
}
