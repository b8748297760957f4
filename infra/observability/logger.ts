import { pino } from 'pino';
import { describeError } from './describe-error.js';

export type Logger = pino.Logger;

/**
 * JSON lines on stdout, ISO time. Errors are logged under `err` by {@link describeError}, which keeps personal values out:
 * pino's own serializer copies every property of an error, and PostgreSQL puts the offending row into `detail`.
 */
export function createLogger(service: string, level?: string): Logger {
  return pino({
    name: service,
    level: level ?? 'info',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError, error: describeError },
  });
}
