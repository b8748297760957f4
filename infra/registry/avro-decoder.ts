import type avsc from 'avsc';
import { isError } from '../process/is-error.js';
import { ServiceFailure } from '../process/service-failure.js';
import { AvroBodyError, createBodyScan } from './avro-scan.js';
import { avroTypeOf } from './avro-type.js';
import type { SchemaRegistry } from './schema-registry.js';
import { readWireFormat } from './wire-format.js';

export type UndecodableCode = 'WIRE_FORMAT' | 'SCHEMA_UNKNOWN' | 'SCHEMA_INCOMPATIBLE' | 'AVRO_UNDECODABLE';

/**
 * A record that cannot be decoded is a value. `detail` names places and types, never a value of the record. `written` is
 * the value by the writer's own schema, with what the reader's does not know; the same as `value` where the two agree.
 */
export type Decoded =
  | { ok: true; value: unknown; written: unknown; schemaId: number; writerSchema: string }
  | { ok: false; code: UndecodableCode; detail: string; schemaId: number | null };

export type AvroDecoder = {
  /**
   * At once where the writer's schema was met before; otherwise when the registry has told it.
   * @throws ServiceFailure REGISTRY_UNAVAILABLE (retriable): a registry that is away must not cost a record
   */
  decode(value: Buffer | null, readerSchema: object): Decoded | Promise<Decoded>;
  /** For bodies without prefix whose writer schema was kept beside them; `schemaId` of the answer is -1 or null. */
  decodeWith(writerSchema: string, body: Buffer, readerSchema: object): Decoded;
};

type Failed = { code: UndecodableCode; detail: string };
type Framed = NonNullable<ReturnType<typeof readWireFormat>>;
type BodyDecoder = (body: Buffer) => { value: unknown; written: unknown } | Failed;

/** Decodes as the reader's schema says; what resolves one to the other is made once per writer and reader schema. */
export function createAvroDecoder(registry: Pick<SchemaRegistry, 'schemaById'>): AvroDecoder {
  const decoders = createDecoderCache();
  const known = new Map<number, string>();
  const decodeBy = (writerSchema: string, { schemaId, body }: Framed, readerSchema: object): Decoded => {
    const decoded = decoders(writerSchema, readerSchema)(body);
    if ('code' in decoded) return { ok: false, code: decoded.code, detail: decoded.detail, schemaId };
    return { ok: true, value: decoded.value, written: decoded.written, schemaId, writerSchema };
  };
  const decodeAsked = async (framed: Framed, readerSchema: object): Promise<Decoded> => {
    const { schemaId } = framed;
    const writerSchema = await knownSchema(registry, schemaId);
    if (writerSchema === null) {
      return { ok: false, code: 'SCHEMA_UNKNOWN', detail: `the registry knows no schema id ${schemaId}`, schemaId };
    }
    known.set(schemaId, writerSchema);
    return decodeBy(writerSchema, framed, readerSchema);
  };
  return {
    decode: (value, readerSchema) => {
      const framed = value === null ? null : readWireFormat(value);
      if (framed === null) return { ok: false, ...notFramed(value), schemaId: null };
      const writerSchema = known.get(framed.schemaId);
      return writerSchema === undefined
        ? decodeAsked(framed, readerSchema)
        : decodeBy(writerSchema, framed, readerSchema);
    },
    decodeWith: (writerSchema, body, readerSchema) => {
      const decoded = decoders(writerSchema, readerSchema)(body);
      return 'code' in decoded
        ? { ok: false, ...decoded, schemaId: null }
        : { ok: true, ...decoded, schemaId: -1, writerSchema };
    },
  };
}

function notFramed(value: Buffer | null): Failed {
  const found = value === null ? 'no value' : `${value.length} byte(s) beginning with ${value[0] ?? 'nothing'}`;
  return { code: 'WIRE_FORMAT', detail: `a zero byte and a schema id of four bytes expected; found ${found}` };
}

/** Null when the registry says that there is no such schema. @throws ServiceFailure REGISTRY_UNAVAILABLE */
export async function knownSchema(registry: Pick<SchemaRegistry, 'schemaById'>, id: number): Promise<string | null> {
  try {
    return await registry.schemaById(id);
  } catch (error) {
    if (error instanceof ServiceFailure && error.code === 'SCHEMA_ID_UNKNOWN') return null;
    throw error;
  }
}

function createDecoderCache(): (writerSchema: string, readerSchema: object) => BodyDecoder {
  const byReader = new WeakMap<object, Map<string, BodyDecoder>>();
  return (writerSchema, readerSchema) => {
    const byWriter = byReader.get(readerSchema) ?? new Map<string, BodyDecoder>();
    byReader.set(readerSchema, byWriter);
    const decoder = byWriter.get(writerSchema) ?? createBodyDecoder(writerSchema, readerSchema);
    byWriter.set(writerSchema, decoder);
    return decoder;
  };
}

function createBodyDecoder(writerSchema: string, readerSchema: object): BodyDecoder {
  const reader = avroTypeOf(readerSchema);
  try {
    const writer = avroTypeOf(parsedSchema(writerSchema));
    const resolver = reader.createResolver(writer);
    const scan = createBodyScan(writer);
    const isOneSchema = reader.equals(writer);
    return (body) => {
      const decoded = decodeBody(body, scan, reader, resolver);
      if ('code' in decoded) return decoded;
      return { ...decoded, written: isOneSchema ? decoded.value : writer.decode(body, 0).value };
    };
  } catch (error) {
    // Only schemas are in play here, so avsc's words hold no value of a record.
    const detail = `writer schema does not resolve to ${reader.name ?? reader.typeName}: ${(error as Error).message}`;
    return () => ({ code: 'SCHEMA_INCOMPATIBLE', detail });
  }
}

/** A bare type name ("string") is a schema too. */
function parsedSchema(text: string): object {
  const schema: unknown = JSON.parse(text);
  return typeof schema === 'object' && schema !== null ? schema : { type: schema };
}

function decodeBody(
  body: Buffer,
  scan: (body: Buffer) => void,
  reader: avsc.Type,
  resolver: ReturnType<avsc.Type['createResolver']>,
): { value: unknown } | Failed {
  try {
    scan(body);
    // A truncated body gives offset -1 instead of an error.
    const { value, offset } = reader.decode(body, 0, resolver);
    if (offset === body.length) return { value };
    return undecodable(`the value ends at byte ${offset} of ${body.length}`);
  } catch (error) {
    return undecodable(
      error instanceof AvroBodyError ? error.message : `the body does not fit its schema (${kind(error)})`,
    );
  }
}

/** avsc prints values in its messages ("potential precision loss" with the number); only the kind of error is told. */
const kind = (error: unknown) => (isError(error) ? error.name : 'error');

const undecodable = (detail: string): Failed => ({ code: 'AVRO_UNDECODABLE', detail });
