import type { Response } from 'express';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';
import type { Principal } from './route.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Time to order a key in an office, and the last week, in which somebody has to run. */
export const WARN_DAYS = 30;
export const URGENT_DAYS = 7;

export type ExpiryLevel = 'good' | 'soon' | 'urgent' | 'expired';

/** @param notAfter epoch milliseconds */
export function expiryLevel(notAfter: number, now: number): ExpiryLevel {
  if (notAfter <= now) return 'expired';
  if (notAfter - now <= URGENT_DAYS * DAY_MS) return 'urgent';
  return notAfter - now <= WARN_DAYS * DAY_MS ? 'soon' : 'good';
}

export const daysLeft = (notAfter: number, now: number): number => Math.floor((notAfter - now) / DAY_MS);

/**
 * Tells of callers whose key ends soon, as their tokens say: a metric by client, a log line a day and client, and to
 * the caller itself the header `Hub-Key-Expires`.
 */
export function createKeyExpiryWatch(logger: Logger, metrics: Metrics | undefined, now: () => number) {
  const gauge = metrics?.gauge('caller_key_expires_seconds', 'End of the key that a caller uses, epoch seconds', [
    'client',
  ]);
  const toldOn = new Map<string, number>();
  return ({ subject, keyNotAfter }: Principal, response: Response): void => {
    if (keyNotAfter === undefined) return;
    gauge?.set({ client: subject }, keyNotAfter / 1000);
    const level = expiryLevel(keyNotAfter, now());
    if (level === 'good') return;
    const expires = new Date(keyNotAfter).toISOString();
    response.set('Hub-Key-Expires', expires);
    if (now() - (toldOn.get(subject) ?? Number.NEGATIVE_INFINITY) < DAY_MS) return;
    toldOn.set(subject, now());
    const line = { client: subject, expires, daysLeft: daysLeft(keyNotAfter, now()) };
    logger.warn(line, level === 'soon' ? 'a client key ends within 30 days' : 'a client key ends within 7 days');
  };
}
