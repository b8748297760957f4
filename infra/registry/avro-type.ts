import avsc from 'avsc';
import { isError } from '../process/is-error.js';
import { ServiceFailure } from '../process/service-failure.js';
import { DateType } from './avro-date.js';

export type AvroType = avsc.Type;

const types = new WeakMap<object, AvroType>();

/**
 * The codec of a schema: `date` as 'YYYY-MM-DD', `timestamp-millis` as epoch milliseconds, unions without wrapping.
 * The schema is not changed; asking again with the same object gives the same codec. `toBuffer` of what it returns
 * throws a ServiceFailure that names fields, never the value that avsc would print.
 * Longs are exact from -2^52 to 2^53 - 2: avsc 5.7 refuses those above and turns those below into others.
 */
export function avroTypeOf(schema: object): AvroType {
  const known = types.get(schema);
  if (known) return known;
  // avsc writes into the schema it is given and into its options, hence copies of both.
  const codec = avsc.Type.forSchema(structuredClone(schema) as avsc.Schema, {
    logicalTypes: { date: DateType },
    wrapUnions: 'never',
    omitRecordMethods: true,
  });
  const toBuffer = (value: unknown): Buffer => {
    try {
      return codec.toBuffer(value);
    } catch (error) {
      throw unencodable(codec, value, error);
    }
  };
  // avsc freezes record types, so the encoder stands in front of the codec instead of in it.
  const type = Object.create(codec, { toBuffer: { value: toBuffer } }) as AvroType;
  types.set(schema, type);
  return type;
}

/** avsc's own message quotes the value, so it is not kept as the cause either. */
function unencodable(type: AvroType, value: unknown, error: unknown): ServiceFailure {
  const fields = invalidFields(type, value);
  const where = fields.length > 0 ? fields.join(', ') : `unknown place (${isError(error) ? error.name : 'error'})`;
  return new ServiceFailure(`The value does not fit the Avro schema ${type.name ?? type.typeName} at: ${where}`, {
    code: 'AVRO_UNENCODABLE',
    retriable: false,
    context: { schema: type.name ?? type.typeName, fields },
  });
}

/** `path (type expected)` of every field that does not fit. */
function invalidFields(type: AvroType, value: unknown): string[] {
  const found: string[] = [];
  try {
    type.isValid(value, {
      errorHook: (path, _value, expected) => {
        found.push(`${path.join('.') || '(root)'} (${expectation(expected)} expected)`);
      },
    });
  } catch {
    return found;
  }
  return [...new Set(found)];
}

function expectation(type: AvroType): string {
  if (!type.typeName.startsWith('union')) return type.typeName;
  return (type as avsc.types.UnwrappedUnionType).types.map(({ typeName }) => typeName).join(' or ');
}
