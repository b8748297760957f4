import { createHash } from 'node:crypto';
import type { EventHeader } from '../../../schemas/generated/event-types.js';
import { storable } from '../../dataset/archive.js';
import type { ParkedEvent, ParkReason } from '../../dataset/parked-events.js';
import type { IncomingRecord } from '../receiving/record-decoders.js';
import type { TopicRole } from '../receiving/topic-roles.js';
import type { Reading } from './apply-ports.js';

/** Why an event is parked. `detail` holds codes and field names, never a value of the record. */
export type Problem = { reasonCode: ParkReason; detail: string };

type Claims = Pick<ParkedEvent, 'eventId' | 'sourceId' | 'period' | 'ledgerEpoch' | 'ledgerSeq'>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SOURCE_PREFIX = '/sources/';
const LONGEST_ID = 500;

/** A parked event, with what it claims about itself: by its header where that was read, or else by Kafka's headers. */
export function parkedEventOf(reading: Reading, problem: Problem): ParkedEvent {
  const { record, role, decoding } = reading;
  const header = decoding.ok && role.kind === 'event' ? (decoding.value as { header: EventHeader }).header : null;
  return {
    position: record.position,
    ...ownerAndType(role),
    ...(header ? claimsOfHeader(header) : claimsOfKafkaHeaders(record.headers)),
    ...problem,
    valueDigest: valueDigestOf(record),
  };
}

/** SHA-256 (hex) of a record's bytes. */
export const valueDigestOf = ({ value }: Pick<IncomingRecord, 'value'>): string =>
  createHash('sha256')
    .update(value ?? '')
    .digest('hex');

function ownerAndType(role: TopicRole): Pick<ParkedEvent, 'department' | 'eventType'> {
  return {
    department: 'department' in role ? role.department : null,
    eventType: role.kind === 'event' ? role.contract.eventType : null,
  };
}

/** The source that a record claims to be of, if legibly. */
export function claimedSource(record: IncomingRecord, decoding: Reading['decoding']): string | null {
  if (!decoding.ok) return claimsOfKafkaHeaders(record.headers).sourceId;
  const value = decoding.value as { header?: { sourceId?: string }; sourceId?: string };
  return identifier(value.header?.sourceId ?? value.sourceId);
}

function claimsOfHeader(header: EventHeader): Claims {
  return {
    eventId: uuid(header.eventId),
    sourceId: identifier(header.sourceId),
    period: period(header.period),
    ledgerEpoch: header.ledgerEpoch,
    ledgerSeq: header.ledgerSeq,
  };
}

function claimsOfKafkaHeaders(headers: Record<string, string>): Claims {
  const source = headers.ce_source;
  return {
    eventId: uuid(headers.ce_id),
    sourceId: source?.startsWith(SOURCE_PREFIX) ? identifier(source.slice(SOURCE_PREFIX.length)) : null,
    period: period(headers.hub_period),
    ledgerEpoch: count(headers.hub_ledger_epoch, 2 ** 31 - 1),
    ledgerSeq: count(headers.hub_ledger_seq, Number.MAX_SAFE_INTEGER),
  };
}

export const isUuid = (text: string): boolean => UUID.test(text);

/** In lower case, as PostgreSQL gives it back. */
const uuid = (text: string | undefined) => (text && isUuid(text) ? text.toLowerCase() : null);

const period = (text: string | undefined) => (text && /^\d{4}-\d{2}$/.test(text) ? text : null);

/** An id of unbounded length would not fit PostgreSQL's index, and a claim is not worth a failure. */
const identifier = (text: string | undefined) => (text && text.length <= LONGEST_ID ? storable(text) : null);

function count(text: string | undefined, most: number): number | null {
  if (!text || !/^\d{1,16}$/.test(text)) return null;
  const value = Number(text);
  return value <= most ? value : null;
}
