import pg from 'pg';
import { isError } from '../process/is-error.js';
import { ServiceFailure } from '../process/service-failure.js';

/** How deep a chain of causes is followed; kafkajs wraps an error three or four times. */
const DEEPEST_CAUSE = 5;

/**
 * What may be said about an error in a log: type, message, code, context, where it was thrown and its causes.
 * Never other properties: PostgreSQL's `detail` and `where` hold the values of the row that failed.
 */
export function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!isError(error)) return { message: typeof error === 'string' ? error : `thrown ${typeof error}` };
  const code = (error as { code?: unknown }).code;
  return {
    ...(error instanceof ServiceFailure ? error.context : {}),
    type: error.name,
    message: safeMessage(error),
    ...(typeof code === 'string' ? { code } : {}),
    ...(error instanceof ServiceFailure ? { retriable: error.retriable } : {}),
    ...(error instanceof pg.DatabaseError ? placeInDatabase(error) : {}),
    stack: frames(error),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

/** SQLSTATE class 22 (data exceptions) quotes the value: `invalid input syntax for type date: "…"`. */
function safeMessage(error: Error): string {
  return error instanceof pg.DatabaseError && error.code?.startsWith('22') === true
    ? error.message.replace(/"[^"]*"/g, '"…"')
    : error.message;
}

function placeInDatabase({ table, column, constraint }: pg.DatabaseError): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ table, column, constraint }).filter(([, value]) => value !== undefined));
}

/** The stack without its first lines, which repeat the message. */
function frames(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}
