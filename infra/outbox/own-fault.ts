import { ServiceFailure } from '../process/service-failure.js';

/** Answers of a broker that concern a topic or a message, while others can still be published. */
const OF_TOPIC_OR_MESSAGE = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'POLICY_VIOLATION',
]);

/** Whether the message or its topic is to blame and not an outage, which would hit every other message as well. */
export function isOwnFault(error: unknown): boolean {
  if (error instanceof ServiceFailure) return !error.retriable;
  const { type, cause } = (error ?? {}) as { type?: unknown; cause?: unknown };
  if (typeof type === 'string') return OF_TOPIC_OR_MESSAGE.has(type);
  return cause !== undefined && isOwnFault(cause);
}

/** A short stable word for the table and the log; never the error's own text, which may be long or hold values. */
export function faultCode(error: unknown): string {
  if (error instanceof ServiceFailure) return error.code;
  const { type, cause, name } = (error ?? {}) as { type?: unknown; cause?: unknown; name?: unknown };
  if (typeof type === 'string') return type;
  return cause !== undefined ? faultCode(cause) : String(name ?? 'UNKNOWN');
}
