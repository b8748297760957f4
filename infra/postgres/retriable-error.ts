import { isError } from '../process/is-error.js';
import { ServiceFailure } from '../process/service-failure.js';

/** Network errors of Node, as pg passes them on. */
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENOENT',
]);

/**
 * SQLSTATEs that end the connection: 57P01…57P05 (shutdown, crash, starting up, dropped, idle timeout), class 08,
 * 25P03 and 25P04 (time limits on an idle or whole transaction).
 */
const CONNECTION = /^(57P0\d|08...|25P0[34])$/;

/** Serialization failure, deadlock, lock or statement time limit, and class 53: out of memory, disk or connections. */
const TRANSIENT = /^(40001|40P01|55P03|57014|53...)$/;

/** pg reports a lost connection without a code. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed)/;

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** Whether the connection that threw this is gone. */
export function isConnectionLoss(error: unknown): boolean {
  if (!isError(error)) return false;
  // Node tries IPv4 and IPv6 and throws both refusals together.
  const { errors } = error as { errors?: unknown[] };
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isConnectionLoss);
  const code = codeOf(error);
  return NETWORK.has(code) || CONNECTION.test(code) || LOST.test(error.message);
}

/** Whether the same transaction may succeed when it is tried again. */
export function isRetriableInPostgres(error: unknown): boolean {
  return isConnectionLoss(error) || TRANSIENT.test(codeOf(error));
}

/** Whether trying again may help, whoever threw it: a failure says so itself, others are judged by their chain of causes. */
export function isRetriable(error: unknown): boolean {
  if (error instanceof ServiceFailure) return error.retriable;
  if (isRetriableInPostgres(error)) return true;
  return isError(error) && error.cause !== undefined && isRetriable(error.cause);
}
