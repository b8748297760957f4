import type { Metrics } from '../../../../infra/observability/metrics.js';
import type { Receipt } from '../../receipts/receipt.js';
import type { PullPlace } from './pull-position.js';

/**
 * - `catching-up`: rows are being read
 * - `current`: the view was read to its end, the next look comes at its interval
 * - `paused`: too much is waiting for Kafka
 * - `elsewhere`: another process reads this view
 * - `failing`: something that may pass by itself; tried again
 * - `stopped`: somebody has to mend the view, the account or the configuration; looked at again at every interval
 */
export type PullState = 'catching-up' | 'current' | 'paused' | 'elsewhere' | 'failing' | 'stopped';

const STATES: readonly PullState[] = ['catching-up', 'current', 'paused', 'elsewhere', 'failing', 'stopped'];

export type PullStatus = PullPlace & {
  state: PullState;
  /** Rows taken since the process started, by what became of them. */
  rows: { submitted: number; rejected: number };
  /** ISO; when the view was last read to its end, by this process. */
  lastAtEnd: string | null;
  /** What is wrong, in Chinese, with its code; null when nothing is. */
  trouble: { code: string; message: string } | null;
};

/** Remembers how a pull is doing, for /readyz, and keeps its metrics. */
export type PullMonitor = {
  status: () => PullStatus;
  page: (rows: Receipt['rows']) => void;
  state: (state: PullState, trouble?: PullStatus['trouble']) => void;
  atEnd: (now: number, clockAheadMs: number) => void;
  /** Sets the lag: seconds since the view was last read to its end. */
  look: (now: number) => void;
};

export function monitorPull(place: PullPlace, metrics: Metrics, startedAt: number): PullMonitor {
  const labels = { source: place.sourceId, feed: place.feed };
  const names = Object.keys(labels);
  const rows = metrics.counter('intake_pull_rows_total', 'Rows taken from a department’s view', [...names, 'outcome']);
  const faults = metrics.counter('intake_pull_faults_total', 'Rounds that ended in a fault', [...names, 'code']);
  const states = metrics.gauge('intake_pull_state', '1 for the state that the pull is in', [...names, 'state']);
  const lag = metrics.gauge('intake_pull_lag_seconds', 'Since the view was last read to its end', names);
  const success = metrics.gauge(
    'intake_pull_last_success_timestamp_seconds',
    'When the view was last read to its end',
    names,
  );
  const clock = metrics.gauge(
    'intake_pull_clock_ahead_seconds',
    'By how much the view’s clock is ahead of ours',
    names,
  );
  const status: PullStatus = {
    ...place,
    ...{ state: 'catching-up', rows: { submitted: 0, rejected: 0 }, lastAtEnd: null, trouble: null },
  };
  let currentAt = startedAt;
  return {
    status: () => status,
    page: (taken) => {
      status.rows.submitted += taken.submitted;
      status.rows.rejected += taken.rejected;
      for (const outcome of ['new', 'corrected', 'retracted', 'unchanged', 'rejected'] as const) {
        rows.inc({ ...labels, outcome }, taken[outcome]);
      }
    },
    state: (state, trouble = null) => {
      Object.assign(status, { state, trouble });
      for (const each of STATES) states.set({ ...labels, state: each }, each === state ? 1 : 0);
      if (trouble) faults.inc({ ...labels, code: trouble.code });
    },
    atEnd: (now, clockAheadMs) => {
      currentAt = now;
      status.lastAtEnd = new Date(now).toISOString();
      success.set(labels, now / 1000);
      clock.set(labels, clockAheadMs / 1000);
    },
    look: (now) => lag.set(labels, Math.max(0, (now - currentAt) / 1000)),
  };
}
