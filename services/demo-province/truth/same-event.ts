import type { Accident } from '../accidents.js';
import type { Casualty } from '../casualties.js';
import type { Case } from '../determination-case.js';
import type { Card } from '../diseases.js';
import { determinationSource, EMERGENCY_SOURCE, HEALTH_SOURCE } from '../sources.js';
import type { RecordName, TrueLink } from './true-link.js';

/** A record that stands in the end, and what makes it one with another. */
export type EventRecord = {
  readonly event: string;
  readonly record: RecordName;
  readonly means: Pick<TrueLink, 'kind' | 'by' | 'resolvable' | 'reason'>;
};

/** All pairs of records of one event. Records of one event have the same means, since one is a copy of the other. */
export function sameEventLinks(records: readonly EventRecord[]): TrueLink[] {
  const byEvent = new Map<string, EventRecord[]>();
  for (const one of records) {
    const known = byEvent.get(one.event);
    if (known) known.push(one);
    else byEvent.set(one.event, [one]);
  }
  return [...byEvent.values()].flatMap((ofEvent) =>
    ofEvent.flatMap((one, at) => ofEvent.slice(at + 1).map((other) => pairOf(one, other))),
  );
}

function pairOf(one: EventRecord, other: EventRecord): TrueLink {
  const [left, right] = isBefore(one.record, other.record) ? [one, other] : [other, one];
  return { ...one.means, left: left.record, right: right.record };
}

function isBefore(one: RecordName, other: RecordName): boolean {
  return one.sourceId === other.sourceId ? one.recordId < other.recordId : one.sourceId < other.sourceId;
}

export function accidentRecord({ event }: Accident, recordId: string): EventRecord {
  const means = { kind: 'SAME_ACCIDENT', by: 'place-and-time', resolvable: true, reason: null } as const;
  return { event, record: { sourceId: EMERGENCY_SOURCE, recordId }, means };
}

export function casualtyRecord({ event, number, identified }: Casualty): EventRecord {
  const means = { kind: 'SAME_CASUALTY', by: 'person-and-date', ...byPerson(identified) } as const;
  return { event, record: { sourceId: EMERGENCY_SOURCE, recordId: number }, means };
}

export function cardRecord({ event, certificate, identified }: Card, recordId: string): EventRecord {
  const means =
    certificate === null
      ? ({ kind: 'SAME_SUSPICION', by: 'person', ...byPerson(identified) } as const)
      : ({ kind: 'SAME_DIAGNOSIS', by: 'certificate', resolvable: true, reason: null } as const);
  return { event, record: { sourceId: HEALTH_SOURCE, recordId }, means };
}

export function caseRecord(one: Case, recordId: string): EventRecord {
  const record = { sourceId: determinationSource(one.prefecture.unit), recordId };
  return { event: one.event, record, means: { kind: 'SAME_DETERMINATION', ...meansOf(one) } };
}

/** Files tell no day of a refusal at the door: the second may as well have been applied for anew, with better papers. */
function meansOf({ outcome, certificate, identified }: Case): Pick<TrueLink, 'by' | 'resolvable' | 'reason'> {
  const by = certificate === null ? 'person-and-date' : 'certificate';
  if (outcome === 'NOT_ACCEPTED') return { by, resolvable: false, reason: 'refused-and-maybe-applied-anew' };
  return certificate === null ? { by, ...byPerson(identified) } : { by, resolvable: true, reason: null };
}

function byPerson(identified: boolean): Pick<TrueLink, 'resolvable' | 'reason'> {
  return { resolvable: identified, reason: identified ? null : 'only-a-name' };
}
