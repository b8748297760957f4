import type { PayloadField } from '../../schemas/contract.js';
import type { AvroField, AvroRecord, AvroSchema } from './avro-schema.js';
import { fullName, isArray, isRecord, withoutNull } from './avro-schema.js';

/** Attributes of an event.avsc field that the contract carries over as they are. */
const CARRIED = ['codeList', 'identifier', 'unit', 'minimum', 'maximum', 'key', 'sensitivity'] as const;

export type Parts = ReadonlyMap<string, AvroRecord>;

/** Leaves of a payload record, nested records flattened: `employer.uscc` becomes column `employer_uscc`. */
export function payloadFields(record: AvroRecord, parts: Parts): PayloadField[] {
  return leavesOf(record, parts, { path: '', label: '', nullable: false });
}

type Outer = { path: string; label: string; nullable: boolean };

function leavesOf(record: AvroRecord, parts: Parts, outer: Outer): PayloadField[] {
  return record.fields.flatMap((field) => {
    const { schema, nullable } = withoutNull(field.type);
    const inner: Outer = {
      path: outer.path ? `${outer.path}.${field.name}` : field.name,
      label: outer.label ? `${outer.label}·${field.label ?? field.name}` : (field.label ?? field.name),
      nullable: outer.nullable || nullable,
    };
    const nested = recordOf(schema, parts);
    return nested ? leavesOf(nested, parts, inner) : [leaf(field, schema, inner)];
  });
}

function leaf(field: AvroField, schema: AvroSchema, at: Outer): PayloadField {
  if (!field.label || !field.doc || !field['sensitivity']) {
    throw new Error(`field ${at.path}: a contract's field needs label, doc and sensitivity`);
  }
  const carried = Object.fromEntries(CARRIED.filter((name) => name in field).map((name) => [name, field[name]]));
  const codeDate = field['codeDate'];
  return {
    path: at.path,
    column: columnName(at.path),
    avroType: leafType(schema, at.path),
    nullable: at.nullable,
    ...('default' in field && field.default !== null ? { default: field.default } : {}),
    label: at.label,
    doc: field.doc,
    ...(typeof codeDate === 'string' ? { codeDate: codeDate.split('|') } : {}),
    ...carried,
  } as PayloadField;
}

function leafType(schema: AvroSchema, path: string): PayloadField['avroType'] {
  if (typeof schema === 'string') return schema as PayloadField['avroType'];
  if (!Array.isArray(schema) && 'logicalType' in schema) return (schema as { logicalType: 'date' }).logicalType;
  throw new Error(`field ${path}: a payload holds scalars and records; found ${JSON.stringify(schema)}`);
}

export function recordOf(schema: AvroSchema, parts: Parts): AvroRecord | undefined {
  if (typeof schema === 'string') return parts.get(schema);
  return isRecord(schema) ? schema : undefined;
}

function columnName(path: string): string {
  return path.replaceAll('.', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** TypeScript interfaces of a record and of the records within it, each once. */
export function interfacesOf(
  record: AvroRecord,
  parts: Parts,
  written: Set<string>,
  namespace = 'workinjury',
): string[] {
  const name = fullName(record, namespace);
  if (written.has(name)) return [];
  written.add(name);
  const inner = record.fields.flatMap((field) => innerRecords(field.type, parts));
  const members = record.fields.map(
    (field) => `  /** ${field.doc ?? ''} */\n  ${field.name}: ${typeScriptType(field.type)};`,
  );
  const own = `/** ${record.doc ?? `${record.label ?? record.name}.`} */\nexport interface ${record.name} {\n${members.join('\n')}\n}`;
  return [...inner.flatMap((nested) => interfacesOf(nested, parts, written, namespace)), own];
}

function innerRecords(type: AvroSchema, parts: Parts): AvroRecord[] {
  if (Array.isArray(type)) return type.flatMap((branch) => innerRecords(branch, parts));
  if (isArray(type)) return innerRecords(type.items, parts);
  const record = recordOf(type, parts);
  return record ? [record] : [];
}

const SCALARS: Record<string, string> = {
  string: 'string',
  int: 'number',
  long: 'number',
  double: 'number',
  boolean: 'boolean',
  bytes: 'Buffer',
  null: 'null',
};

function typeScriptType(type: AvroSchema): string {
  if (Array.isArray(type)) return type.map(typeScriptType).reverse().join(' | ');
  if (isArray(type)) return `${typeScriptType(type.items)}[]`;
  if (isRecord(type)) return type.name;
  if (typeof type === 'object') return type.logicalType === 'date' ? 'string' : 'number';
  return SCALARS[type] ?? (type.split('.').pop() as string);
}
