import type pg from 'pg';
import type { Logger } from '../../../../infra/observability/logger.js';
import type { Metrics } from '../../../../infra/observability/metrics.js';
import { isRetriableInPostgres } from '../../../../infra/postgres/retriable-error.js';
import { createBackOff } from '../../../../infra/process/back-off.js';
import { ServiceFailure } from '../../../../infra/process/service-failure.js';
import { sleep } from '../../../../infra/process/sleep.js';
import { pullRound, type Pull, type PullParts, type RoundEnd } from './pull-round.js';
import { monitorPull, type PullMonitor, type PullStatus } from './pull-status.js';
import { inPullTurn } from './pull-turn.js';

export type DatabasePullOptions = Omit<PullParts, 'onPage'> & {
  pulls: readonly Pull[];
  /** A connection a view, apart from those that answer requests: each holds its turn while a round runs. */
  turnsPool: pg.Pool;
  logger: Logger;
  metrics: Metrics;
};

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/**
 * After a bulk load with one time, all of it is the overlap until a newer row comes: reading it over and over must not
 * cost the department more than a tenth of its database's time.
 */
const REST_AFTER_NOTHING = 9;
/** Minutes apart, times of change no longer say which version is newer. */
const CLOCKS_APART_MS = 60_000;

/** The third door: each view is read at its own pace, so that one that is away holds no other up. */
export function startDatabasePull(options: DatabasePullOptions): {
  statuses: () => PullStatus[];
  close: () => Promise<void>;
} {
  const stopping = new AbortController();
  const watched = options.pulls.map((pull) => {
    const place = { sourceId: pull.source.sourceId, feed: pull.feed.feed };
    return { pull, monitor: monitorPull(place, options.metrics, options.ledger.now()) };
  });
  const running = watched.map(({ pull, monitor }) => watch(pull, monitor, options, stopping.signal));
  return {
    statuses: () => watched.map(({ monitor }) => monitor.status()),
    close: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function watch(
  pull: Pull,
  monitor: PullMonitor,
  options: DatabasePullOptions,
  stopping: AbortSignal,
): Promise<void> {
  const { ledger } = options;
  const intervalMs = pull.config.intervalSeconds * 1000;
  const backOff = createBackOff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  while (!stopping.aborted) {
    const begun = performance.now();
    const next = await look(pull, monitor, options, stopping);
    const tookMs = performance.now() - begun;
    monitor.look(ledger.now());
    if (next !== 'soon') backOff.reset();
    const pauses = {
      'at-interval': intervalMs,
      'at-leisure': Math.max(intervalMs, tookMs * REST_AFTER_NOTHING),
      soon: Math.min(backOff.next(), Math.max(intervalMs, FIRST_PAUSE_MS)),
    };
    await sleep(pauses[next], stopping);
  }
}

type Next = 'at-interval' | 'at-leisure' | 'soon';

/**
 * @returns when to look again: at the interval; later, where an overlap that is long to read had nothing new; or as soon
 *   as whatever was in the way may have passed
 */
async function look(
  pull: Pull,
  monitor: PullMonitor,
  options: DatabasePullOptions,
  stopping: AbortSignal,
): Promise<Next> {
  const { turnsPool, logger } = options;
  const place = { sourceId: pull.source.sourceId, feed: pull.feed.feed };
  const parts: PullParts = {
    ...options,
    onPage: ({ batchId, rows }) => {
      monitor.page(rows);
      monitor.state('catching-up');
      logger.info({ ...place, batchId, rows }, 'pulled page');
    },
  };
  try {
    const end = await inPullTurn(turnsPool, place, () => pullRound(pull, parts, stopping));
    return ended(end, { ...parts, ...options }, monitor, place);
  } catch (error) {
    const { retriable, ...trouble } = troubleOf(error);
    monitor.state(retriable ? 'failing' : 'stopped', trouble);
    logger.error({ ...place, err: error, code: trouble.code }, retriable ? 'pull failed' : 'pull stopped');
    return retriable ? 'soon' : 'at-interval';
  }
}

function ended(
  end: RoundEnd | undefined,
  { ledger, logger }: Pick<DatabasePullOptions, 'ledger' | 'logger'>,
  monitor: PullMonitor,
  place: { sourceId: string; feed: string },
): Next {
  if (end === undefined) monitor.state('elsewhere');
  else if (end.kind === 'paused') monitor.state('paused');
  else if (end.kind === 'at-end') {
    monitor.state('current');
    monitor.atEnd(ledger.now(), end.clockAheadMs);
    if (end.inFuture > 0) logger.warn({ ...place, rows: end.inFuture }, 'watermarks ahead of the department’s clock');
    if (Math.abs(end.clockAheadMs) > CLOCKS_APART_MS) {
      logger.warn({ ...place, clockAheadMs: end.clockAheadMs }, 'the department’s clock differs from ours');
    }
  }
  if (end?.kind === 'paused') return 'soon';
  return end?.kind === 'at-end' && !end.anyNew ? 'at-leisure' : 'at-interval';
}

/** What is said of a fault: ours speak for themselves, anything else is our own database or an error of ours. */
function troubleOf(error: unknown): { code: string; message: string; retriable: boolean } {
  if (error instanceof ServiceFailure) {
    const { code, message, retriable } = error;
    return { code, message, retriable };
  }
  return isRetriableInPostgres(error)
    ? { code: 'LEDGER_UNREACHABLE', message: '连接不上本服务自己的数据库，恢复后自动继续。', retriable: true }
    : { code: 'UNEXPECTED', message: '拉取时出现没有预料到的错误，详见日志；稍后自动重试。', retriable: true };
}
