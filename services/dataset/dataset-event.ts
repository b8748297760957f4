import type { EventContract } from '../../schemas/contract.js';
import type { EventHeader } from '../../schemas/generated/event-types.js';
import type { Operation, RecordOrder } from '../../schemas/record-order.js';
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

/** The same text as version-columns.ts builds; in bytes, which COLLATE "C" compares where JavaScript has UTF-16 units. */
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
