import type { EventContract } from '../../schemas/contract.js';
import type { EventHeader } from '../../schemas/generated/event-types.js';
import { compareRecordOrder, type Operation, type RecordOrder } from '../../schemas/record-order.js';
import type { Position } from './position.js';

/** An event that passed every check, on its way into the dataset. */
export type DatasetEvent = {
  contract: EventContract;
  header: EventHeader;
  /** Null on RETRACT. */
  payload: object | null;
  position: Position;
};

/** What orders the versions of a record, as the event states it. */
export function orderOf(header: EventHeader): RecordOrder {
  const { basisEra, basis, ledgerEpoch, revision, contentDigest } = header;
  return { basisEra, basis, ledgerEpoch, revision, operation: header.operation as Operation, contentDigest };
}

/** The highest version of each record: one row a record, or an upsert would touch a row twice. */
export function highestOfEachRecord(events: readonly DatasetEvent[]): DatasetEvent[] {
  const highest = new Map<string, DatasetEvent>();
  for (const event of events) {
    // No text of an event that passed holds U+0000.
    const key = `${event.contract.eventType}\0${event.header.sourceId}\0${event.header.recordId}`;
    const known = highest.get(key);
    if (!known || compareRecordOrder(orderOf(event.header), orderOf(known.header)) > 0) highest.set(key, event);
  }
  return [...highest.values()];
}

/** Which delivery of one and the same event counts: the lowest. The rest of the header only breaks ties. */
export function compareDeliveries(a: EventHeader, b: EventHeader): number {
  return (
    a.ledgerEpoch - b.ledgerEpoch ||
    a.ledgerSeq - b.ledgerSeq ||
    a.acceptedAt - b.acceptedAt ||
    a.rowNumber - b.rowNumber ||
    (a.recordedAt ?? 0) - (b.recordedAt ?? 0) ||
    Buffer.compare(tieBreak(a), tieBreak(b))
  );
}

/** The same text as insert-versions.ts builds; in bytes, which COLLATE "C" compares where JavaScript has UTF-16 units. */
function tieBreak(header: EventHeader): Buffer {
  const { batchId, period, department, reportingUnit, reason, deliveredUpTo } = header;
  return Buffer.from([batchId, period, department, reportingUnit, reason ?? '', deliveredUpTo ?? ''].join('\n'));
}

/** The lowest delivery of each event id. */
export function lowestOfEachEvent(events: readonly DatasetEvent[]): DatasetEvent[] {
  const lowest = new Map<string, DatasetEvent>();
  for (const event of events) {
    const known = lowest.get(event.header.eventId);
    if (!known || compareDeliveries(event.header, known.header) < 0) lowest.set(event.header.eventId, event);
  }
  return [...lowest.values()];
}
