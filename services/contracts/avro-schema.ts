/** The part of Avro's schema language that the hub's contracts use. */
export type AvroRecord = {
  type: 'record';
  name: string;
  namespace?: string;
  doc?: string;
  label?: string;
  fields: AvroField[];
  [attribute: string]: unknown;
};
export type AvroLogical = { type: 'int' | 'long'; logicalType: 'date' | 'timestamp-millis' };
export type AvroArray = { type: 'array'; items: AvroSchema };
export type AvroSchema = string | AvroRecord | AvroLogical | AvroArray | AvroSchema[];
export type AvroField = { name: string; type: AvroSchema; doc?: string; label?: string; default?: unknown } & Record<
  string,
  unknown
>;

export function isRecord(schema: AvroSchema): schema is AvroRecord {
  return typeof schema === 'object' && !Array.isArray(schema) && schema.type === 'record';
}

export function isArray(schema: AvroSchema): schema is AvroArray {
  return typeof schema === 'object' && !Array.isArray(schema) && schema.type === 'array';
}

/** The one non-null branch of an optional type, or the type itself. */
export function withoutNull(schema: AvroSchema): { schema: AvroSchema; nullable: boolean } {
  if (!Array.isArray(schema)) return { schema, nullable: false };
  const branches = schema.filter((branch) => branch !== 'null');
  const only = branches[0];
  if (branches.length !== 1 || only === undefined) {
    throw new Error(`a contract's union must be ["null", type]; found ${JSON.stringify(schema)}`);
  }
  return { schema: only, nullable: branches.length < schema.length };
}

/** Full name of a named type. */
export function fullName(record: AvroRecord, namespace: string): string {
  return record.name.includes('.') ? record.name : `${record.namespace ?? namespace}.${record.name}`;
}

/**
 * Puts each named type that is referred to by its full name where it is first used, as the registry wants a schema
 * whole. Throws when a name is not among `parts`.
 */
export function resolveReferences(schema: AvroSchema, parts: ReadonlyMap<string, AvroRecord>): AvroSchema {
  const placed = new Set<string>();
  const resolve = (node: AvroSchema): AvroSchema => {
    if (Array.isArray(node)) return node.map(resolve);
    if (isRecord(node))
      return { ...node, fields: node.fields.map((field) => ({ ...field, type: resolve(field.type) })) };
    if (isArray(node)) return { ...node, items: resolve(node.items) };
    if (typeof node !== 'string' || !node.includes('.') || placed.has(node)) return node;
    const part = parts.get(node);
    if (!part) throw new Error(`no schema part is named ${node}; parts: ${[...parts.keys()].join(', ')}`);
    placed.add(node);
    return resolve(part);
  };
  return resolve(schema);
}
