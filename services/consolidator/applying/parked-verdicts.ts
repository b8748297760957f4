import type pg from 'pg';
import { parkedEventKey, parkedStandings, type ParkedEvent } from '../../dataset/parked-events.js';
import type { EventVerdict } from '../../dataset/event-verdict.js';

/** What the ledgers are told of events of which a copy is parked. */
export async function parkedVerdicts(client: pg.PoolClient, parked: readonly ParkedEvent[]): Promise<EventVerdict[]> {
  if (parked.length === 0) return [];
  const standings = await parkedStandings(client, parked);
  return parked.flatMap((event) => verdictOf(event, standings.get(parkedEventKey(event)) ?? 'APPLIED'));
}

/** None for an event that does not say whose it is: there is no ledger to answer. */
function verdictOf(event: ParkedEvent, verdict: EventVerdict['verdict']): EventVerdict[] {
  const { department, sourceId, eventType, ledgerEpoch, ledgerSeq, reasonCode } = event;
  if (department === null || sourceId === null || eventType === null || ledgerEpoch === null || ledgerSeq === null)
    return [];
  const named = { department, sourceId, eventType, ledgerEpoch, ledgerSeq, verdict };
  return [{ ...named, reasonCode: verdict === 'APPLIED' ? null : reasonCode }];
}
