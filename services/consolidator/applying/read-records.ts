import { ServiceFailure } from '../../../infra/process/service-failure.js';
import type { ArchivedRecord } from '../../dataset/archive.js';
import type { IncomingRecord } from '../receiving/record-decoders.js';
import { readerSchema } from '../receiving/topic-roles.js';
import type { ApplyDeps, Reading } from './apply-ports.js';
import { claimedSource } from './event-claims.js';

/**
 * Decodes records by the role of their topic.
 *
 * @param refusal SQLSTATE with which PostgreSQL refused these records before; they then count as unreadable
 * @throws ServiceFailure TOPIC_UNKNOWN for a topic that has no role, REGISTRY_UNAVAILABLE
 */
export async function readRecords<Incoming extends IncomingRecord>(
  records: readonly Incoming[],
  deps: Pick<ApplyDeps<Incoming>, 'roles' | 'decode'>,
  refusal?: string,
): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const record of records) {
    const role = deps.roles.get(record.position.topic);
    if (!role) throw unknownTopic(record.position.topic);
    const told = deps.decode(record, readerSchema(role));
    // Only a schema that nobody has met yet is waited for.
    const decoding = told instanceof Promise ? await told : told;
    readings.push({ record, role, decoding: refusal === undefined ? decoding : refused(decoding, refusal) });
  }
  return readings;
}

/** A record that PostgreSQL refused counts as unreadable. */
export function refused(
  decoding: Pick<Reading['decoding'], 'schemaId' | 'writerSchema'>,
  sqlState: string,
): Reading['decoding'] {
  const { schemaId, writerSchema } = decoding;
  return { ok: false, code: 'DATABASE_REFUSED', detail: `SQLSTATE ${sqlState}`, schemaId, writerSchema };
}

function unknownTopic(topic: string): ServiceFailure {
  return new ServiceFailure(
    `Topic ${topic} belongs to no department's feed and no protocol of this software: was HUB_NAMESPACE changed, or a feed removed?`,
    { code: 'TOPIC_UNKNOWN', retriable: false, context: { topic } },
  );
}

/** A reading as the archive keeps it. */
export function archivedOf({ record, decoding }: Reading): ArchivedRecord {
  const { position, key, value, headers, kafkaTime } = record;
  const { schemaId, writerSchema } = decoding;
  return {
    position,
    key,
    value,
    headers,
    kafkaTime,
    schemaId,
    writerSchema,
    sourceId: claimedSource(record, decoding),
  };
}
