import type { Response } from 'express';
import pino from 'pino';
import { createMetrics } from '../observability/metrics.js';
import { createKeyExpiryWatch } from './key-expiry.js';
import type { Principal } from './route.js';

const DAY = 24 * 60 * 60 * 1000;
let time = Date.parse('2026-03-01T00:00:00Z');
const start = time;

function watched() {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const metrics = createMetrics('test');
  const watch = createKeyExpiryWatch(logger, metrics, () => time);
  const headers: Record<string, unknown> = {};
  const response = { set: (name: string, value: unknown) => (headers[name] = value) } as unknown as Response;
  const caller = (subject: string, days: number): Principal => ({
    ...{ subject, scopes: new Set<string>(), department: null, sources: [] },
    keyNotAfter: start + days * DAY,
  });
  return { lines, metrics, headers, see: (subject: string, days: number) => watch(caller(subject, days), response) };
}

describe('a caller whose key ends', () => {
  it('in more than 30 days is measured only', async () => {
    const { see, lines, headers, metrics } = watched();
    see('a', 31);
    expect([lines, headers]).toEqual([[], {}]);
    expect(await metrics.registry.metrics()).toMatch(
      /caller_key_expires_seconds\{client="a",service="test"\} 17750\d+/,
    );
  });

  it('in 30 days, and in 7, is logged once a day and told in a header', () => {
    const { see, lines, headers } = watched();
    see('a', 30);
    see('a', 30);
    see('b', 7);
    expect(lines.map(({ client, daysLeft, msg }) => [client, daysLeft, msg])).toEqual([
      ['a', 30, 'a client key ends within 30 days'],
      ['b', 7, 'a client key ends within 7 days'],
    ]);
    expect(headers['Hub-Key-Expires']).toBe('2026-03-08T00:00:00.000Z');
    time += DAY;
    see('a', 30);
    expect(lines).toHaveLength(3);
  });
});
