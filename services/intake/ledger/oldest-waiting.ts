import type pg from 'pg';
import type { Feed } from '../../../connectors/connector.js';
import type { Logger } from '../../../infra/observability/logger.js';
import type { Metrics } from '../../../infra/observability/metrics.js';
import { startRepeatingWork } from '../../../infra/process/repeating-work.js';
import type { Closable } from '../../../infra/process/run-service.js';
import type { Source } from '../sources.js';

/**
 * Only among the oldest messages: after a long outage hundreds of thousands wait, and a source that is not among the
 * first of them waits for a shorter time than those. Events that are sent once more were published before: they do not wait.
 */
const OLDEST = `
  SELECT v.source_id, v.event_type, extract(epoch FROM clock_timestamp() - min(v.accepted_at))::float8 AS seconds
  FROM (SELECT id FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT 20000) o
  JOIN record_version v ON v.outbox_id = o.id
  WHERE v.topic_offset IS NULL GROUP BY v.source_id, v.event_type`;

const LOOK_EVERY_MS = 10_000;

export type OldestWaitingOptions = {
  pool: pg.Pool;
  metrics: Metrics;
  logger: Logger;
  sources: ReadonlyMap<string, Source>;
  feeds: readonly Feed[];
};

/** Measures, for ever, since when the oldest event of each source and feed has been waiting for Kafka; 0 when none waits. */
export function startOldestWaiting({ pool, metrics, logger, sources, feeds }: OldestWaitingOptions): Closable {
  const gauge = metrics.gauge('intake_oldest_waiting_seconds', 'Age of the oldest event that waits for Kafka', [
    'source',
    'feed',
  ]);
  const places = [...sources.values()].flatMap(({ sourceId, eventTypes }) =>
    feeds
      .filter(({ eventType }) => eventTypes.includes(eventType))
      .map(({ feed, eventType }) => ({ sourceId, feed, eventType })),
  );
  return startRepeatingWork({
    failure: 'the oldest waiting events could not be looked up',
    everyMs: LOOK_EVERY_MS,
    logger,
    work: async () => {
      const { rows } = await pool.query<{ source_id: string; event_type: string; seconds: number }>(OLDEST);
      for (const { sourceId, feed, eventType } of places) {
        const found = rows.find((row) => row.source_id === sourceId && row.event_type === eventType);
        gauge.set({ source: sourceId, feed }, found?.seconds ?? 0);
      }
    },
  });
}
