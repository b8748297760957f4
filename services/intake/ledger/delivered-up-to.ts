import type pg from 'pg';
import type { PeriodStatementPayload } from '../../../schemas/generated/event-types.js';
import type { LedgerPlace } from './ledger-version.js';

/** How far the event type that a payload states has been delivered; null for everything that states none. */
export type DeliveredUpTo = (payload: object | null) => number | null;

const STATEMENTS = 'period-statement';
const NOTHING_STATED: DeliveredUpTo = () => null;

/**
 * The ledger's counters of the source as committed when its statements are taken (design §5, Period statement): a
 * statement speaks of what was accepted before it. A batch under way in another transaction comes after it, and is late.
 */
export async function loadDeliveredUpTo(
  client: pg.PoolClient,
  { sourceId, eventType }: LedgerPlace,
  ledgerEpoch: number,
): Promise<DeliveredUpTo> {
  if (eventType !== STATEMENTS) return NOTHING_STATED;
  const { rows } = await client.query<{ event_type: string; last_seq: number }>(
    'SELECT event_type, last_seq FROM ledger_counter WHERE source_id = $1 AND ledger_epoch = $2',
    [sourceId, ledgerEpoch],
  );
  const lastSeqs = new Map(rows.map((row) => [row.event_type, row.last_seq]));
  return (payload) => (payload === null ? null : (lastSeqs.get(statedEventType(payload)) ?? 0));
}

function statedEventType(payload: object): string {
  return (payload as Pick<PeriodStatementPayload, 'statedEventType'>).statedEventType;
}
