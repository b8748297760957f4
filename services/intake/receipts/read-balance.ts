import { z } from 'zod';
import type { Queryable } from './queryable.js';

const count = z.int().min(0);

/** The ledger's side of the books for one source, event type and period (design §3.3). */
export const balanceLine = z.object({
  sourceId: z.string(),
  eventType: z.string(),
  period: z.string(),
  submitted: count,
  impliedRetractions: count,
  rejected: count,
  unchanged: count,
  added: count,
  corrected: count,
  retracted: count,
  waiting: count,
  published: count,
  inFlight: count,
  applied: count,
  parked: count,
  discarded: count,
});

export const balanceSchema = z.object({ department: z.string(), lines: z.array(balanceLine) });

export type BalanceLine = z.infer<typeof balanceLine>;

const BALANCE = `
  SELECT b.source_id AS "sourceId", b.event_type AS "eventType", b.period, b.submitted,
    b.implied_retractions AS "impliedRetractions", b.rejected, b.unchanged, b.added, b.corrected, b.retracted,
    b.added + b.corrected + b.retracted - b.published AS waiting, b.published,
    coalesce(v.in_flight, 0) AS "inFlight", coalesce(v.applied, 0) AS applied, coalesce(v.parked, 0) AS parked,
    coalesce(v.discarded, 0) AS discarded
  FROM ledger_balance b
  LEFT JOIN (
    SELECT source_id, event_type, period,
      count(*) FILTER (WHERE verdict IS NULL AND topic_offset IS NOT NULL) AS in_flight,
      count(*) FILTER (WHERE verdict = 'APPLIED' AND topic_offset IS NOT NULL) AS applied,
      count(*) FILTER (WHERE verdict = 'PARKED' AND topic_offset IS NOT NULL) AS parked,
      count(*) FILTER (WHERE verdict = 'DISCARDED' AND topic_offset IS NOT NULL) AS discarded
    FROM record_version WHERE source_id = ANY ($1) GROUP BY source_id, event_type, period
  ) v USING (source_id, event_type, period)
  WHERE b.source_id = ANY ($1)
  ORDER BY b.source_id, b.event_type, b.period`;

/** One statement, hence one moment: the books close in every answer. */
export async function readBalance(db: Queryable, sourceIds: readonly string[]): Promise<BalanceLine[]> {
  const { rows } = await db.query<BalanceLine>(BALANCE, [sourceIds]);
  return rows;
}
