import type { AvroDecoder, Decoded, UndecodableCode } from '../../../infra/registry/avro-decoder.js';
import type { SchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { readWireFormat } from '../../../infra/registry/wire-format.js';
import type { ArchivedRecord } from '../../dataset/archive.js';

/** A record on its way in, live or out of the archive. */
export type IncomingRecord = Pick<ArchivedRecord, 'position' | 'key' | 'value' | 'headers' | 'kafkaTime'>;

/**
 * A decoded value, or why there is none; the writer's schema wherever somebody knew it, for the archive. `written` is the
 * value as its writer knows it: of a newer version it may hold fields that this software does not know.
 */
export type Decoding = { schemaId: number | null; writerSchema: string | null } & (
  { ok: true; value: unknown; written: unknown } | { ok: false; code: UndecodableCode; detail: string }
);

/** Decodes records as they come, with the writer's schema from the registry. @throws ServiceFailure REGISTRY_UNAVAILABLE */
export function liveDecoder(decoder: AvroDecoder, registry: Pick<SchemaRegistry, 'schemaById'>) {
  const withSchema = async (decoded: Decoded): Promise<Decoding> => {
    if (decoded.ok) return decoded;
    const { schemaId, code } = decoded;
    const known = schemaId !== null && code !== 'SCHEMA_UNKNOWN';
    return { ...decoded, writerSchema: known ? await registry.schemaById(schemaId) : null };
  };
  return (record: IncomingRecord, readerSchema: object): Decoding | Promise<Decoding> => {
    const decoded = decoder.decode(record.value, readerSchema);
    if (decoded instanceof Promise) return decoded.then(withSchema);
    return decoded.ok ? decoded : withSchema(decoded);
  };
}

/** Decodes records of the archive, with the writer's schema that was kept beside them: no Kafka, no registry. */
export function archiveDecoder(decoder: Pick<AvroDecoder, 'decodeWith'>) {
  return (record: ArchivedRecord, readerSchema: object): Decoding => {
    const { schemaId, writerSchema, value } = record;
    const body = value === null ? null : readWireFormat(value)?.body;
    if (!body)
      return { ok: false, code: 'WIRE_FORMAT', detail: 'archived without a schema id', schemaId, writerSchema };
    if (writerSchema === null) {
      return { ok: false, code: 'SCHEMA_UNKNOWN', detail: 'archived without its schema', schemaId, writerSchema };
    }
    return { ...decoder.decodeWith(writerSchema, body, readerSchema), schemaId, writerSchema };
  };
}
