import { readWireFormat } from '../../../infra/registry/wire-format.js';
import type { ArchivedRecord } from '../../dataset/archive.js';
import { valueDigestOf } from '../applying/event-claims.js';
import { identityProblem, type EventValue } from '../applying/judge-event.js';
import { writtenEvent } from '../applying/written-event.js';
import type { archiveDecoder } from '../receiving/record-decoders.js';
import { readerSchema, type TopicRole } from '../receiving/topic-roles.js';

/**
 * Whether an archived record still is what came: null when nothing speaks against it. What was parked is held against
 * the digest that was taken then; everything else was read once, so it must read still, and an event bears the digest of
 * its content and an id that follows from its header.
 */
export function recordFault(
  record: ArchivedRecord,
  role: TopicRole,
  decode: ReturnType<typeof archiveDecoder>,
  parkedDigest: string | undefined,
): string | null {
  if (parkedDigest !== undefined) return parkedDigest === valueDigestOf(record) ? null : 'PARKED_DIGEST';
  const framed = record.value === null ? null : readWireFormat(record.value);
  if (framed?.schemaId !== record.schemaId) return 'SCHEMA_ID';
  const decoding = decode(record, readerSchema(role));
  if (!decoding.ok) return decoding.code;
  if (role.kind !== 'event') return null;
  const written = writtenEvent(role.contract, decoding);
  return identityProblem(role, decoding.value as EventValue, written)?.reasonCode ?? null;
}
