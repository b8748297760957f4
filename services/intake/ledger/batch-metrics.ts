import type { Metrics } from '../../../infra/observability/metrics.js';
import type { Acceptance, Submission } from './submission.js';

/** Told of every batch when it has been decided, or could not be read or taken. */
export type ObserveBatch = (
  submission: Submission,
  decided: Acceptance | 'unreadable' | 'failed',
  seconds: number,
) => void;

const NAMES = ['source', 'feed'] as const;
/** A clerk waits for the small ones; the largest take minutes. */
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** Batches, rows, bytes and seconds by source and feed; rows and bytes only of what was kept. */
export function createBatchMetrics(metrics: Metrics): ObserveBatch {
  const batches = metrics.counter('intake_batches_total', 'Batches by what became of them', [...NAMES, 'result']);
  const rows = metrics.counter('intake_rows_total', 'Rows of accepted batches by outcome', [...NAMES, 'outcome']);
  const warned = metrics.counter('intake_warned_rows_total', 'Rows that were kept with a warning', NAMES);
  const bytes = metrics.counter('intake_body_bytes_total', 'Bytes of accepted batches, inflated', NAMES);
  const seconds = metrics.histogram('intake_batch_seconds', 'From the read body to the answer', NAMES, SECONDS);
  return ({ source, feed }, decided, took) => {
    const names = { source: source.sourceId, feed: feed.feed };
    batches.inc({ ...names, result: typeof decided === 'string' ? decided : decided.kind });
    seconds.observe(names, took);
    if (typeof decided === 'string' || decided.kind !== 'accepted') return;
    const { submitted: _all, ...outcomes } = decided.receipt.rows;
    for (const [outcome, count] of Object.entries(outcomes)) rows.inc({ ...names, outcome }, count);
    warned.inc(names, decided.receipt.warnings);
    bytes.inc(names, decided.receipt.bodyBytes);
  };
}
