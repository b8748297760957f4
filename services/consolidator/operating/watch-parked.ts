import type pg from 'pg';
import type { Logger } from '../../../infra/observability/logger.js';
import type { Metrics } from '../../../infra/observability/metrics.js';
import { startRepeatingWork } from '../../../infra/process/repeating-work.js';
import type { Closable } from '../../../infra/process/run-service.js';
import { countParkedByReason } from '../../dataset/find-parked.js';

const LOOK_EVERY_MS = 15_000;

/** Measures, for ever, how many messages wait for somebody, by department and reason. */
export function watchParked(options: { pool: pg.Pool; metrics: Metrics; logger: Logger; everyMs?: number }): Closable {
  const { pool, metrics, logger, everyMs = LOOK_EVERY_MS } = options;
  const gauge = metrics.gauge('consolidator_parked_messages', 'Messages that were set aside and wait for somebody', [
    'department',
    'reason',
  ]);
  return startRepeatingWork({
    failure: 'parked messages could not be counted',
    everyMs,
    logger,
    work: async () => {
      const counts = await countParkedByReason(pool);
      gauge.reset();
      for (const { department, reasonCode, messages } of counts)
        gauge.set({ department, reason: reasonCode }, messages);
    },
  });
}
