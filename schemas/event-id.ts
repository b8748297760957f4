import { v5 as uuidv5 } from 'uuid';
import type { RecordOrder } from './record-order.js';

/** Namespace of event ids; fixed for ever, since an id must be the same wherever and whenever it is made. */
const EVENT_NAMESPACE = '6f2b1d6e-5a0f-5c53-9f0e-1d2a4f6f9a31';

export type EventIdParts = { sourceId: string; eventType: string; recordId: string } & Omit<RecordOrder, 'ledgerEpoch'>;

/**
 * UUIDv5 of what an event states. The ledger epoch is not part of it: a restored ledger that says the same again says
 * the same event. The basis era is, since numbers of two kinds of basis may coincide.
 */
export function eventId(parts: EventIdParts): string {
  const { sourceId, eventType, recordId, basisEra, basis, revision, operation, contentDigest } = parts;
  const name = JSON.stringify([sourceId, eventType, recordId, basisEra, basis, revision, operation, contentDigest]);
  return uuidv5(name, EVENT_NAMESPACE);
}
