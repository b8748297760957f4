import type pg from 'pg';
import type { Logger } from '../../../infra/observability/logger.js';
import type { Metrics } from '../../../infra/observability/metrics.js';
import { startRepeatingWork } from '../../../infra/process/repeating-work.js';
import type { Closable } from '../../../infra/process/run-service.js';

const DAY_MS = 86_400_000;
const BATCHES_AT_A_TIME = 20;

const NEXT = `
  SELECT accepted_at, batch_id FROM batch
  WHERE rows_purged_at IS NULL AND accepted_at < to_timestamp($1 / 1000.0)
    AND (accepted_at, batch_id) > (to_timestamp($2 / 1000.0), $3::uuid)
  ORDER BY accepted_at, batch_id LIMIT ${BATCHES_AT_A_TIME}`;

/**
 * A row is settled when nobody needs its content any more: the dataset has what it said, it said nothing new, or it was
 * rejected and the time to mend it is over. A row whose event is on its way, or parked, waits.
 */
const PURGE = `
  UPDATE batch_row r SET raw = NULL
  WHERE r.batch_id = ANY ($1) AND r.raw IS NOT NULL AND NOT EXISTS (
    SELECT FROM record_version v
    WHERE v.batch_id = r.batch_id AND v.row_number = r.row_number AND v.verdict IS DISTINCT FROM 'APPLIED')`;

const DONE = `
  UPDATE batch b SET rows_purged_at = to_timestamp($2 / 1000.0)
  WHERE b.batch_id = ANY ($1) AND NOT EXISTS (
    SELECT FROM batch_row r WHERE r.batch_id = b.batch_id AND r.raw IS NOT NULL)`;

/**
 * Empties settled rows of batches that were taken more than `days` ago; what became of each row stays.
 *
 * @returns how many rows were emptied
 */
export async function purgeRows(pool: pg.Pool, { now, days }: { now: number; days: number }): Promise<number> {
  let purged = 0;
  let after: Place = { accepted_at: 0, batch_id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const { rows } = await pool.query<Place>(NEXT, [now - days * DAY_MS, after.accepted_at, after.batch_id]);
    const last = rows.at(-1);
    if (!last) return purged;
    const batches = rows.map(({ batch_id }) => batch_id);
    purged += (await pool.query(PURGE, [batches])).rowCount ?? 0;
    await pool.query(DONE, [batches, now]);
    after = last;
  }
}

type Place = { accepted_at: number; batch_id: string };

export type RowPurgerOptions = { pool: pg.Pool; days: number; now: () => number; logger: Logger; metrics: Metrics };

const HOUR_MS = 3_600_000;

/** Purges every hour, and says how many rows went. */
export function startRowPurger({ pool, days, now, logger, metrics }: RowPurgerOptions): Closable {
  const counter = metrics.counter('intake_rows_purged_total', 'Submitted rows whose content was purged once settled');
  return startRepeatingWork({
    failure: 'settled rows could not be purged',
    everyMs: HOUR_MS,
    logger,
    work: async () => {
      const rows = await purgeRows(pool, { now: now(), days });
      if (rows === 0) return;
      counter.inc(rows);
      logger.info({ rows, days }, 'the content of settled rows was purged');
    },
  });
}
