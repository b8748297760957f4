import type { FieldDefaults } from './content-digest.js';

/** The parts of an Avro schema that say what a field holds when nothing was said. */
type Field = { readonly name: string; readonly type: unknown; readonly default?: unknown };
type AvroRecord = { readonly name: string; readonly namespace?: string; readonly fields: readonly Field[] };

/**
 * Defaults of the payload's fields, nested records included, from the schema of an event; for the content digest. A
 * nullable field without value is left out of it anyhow. Whoever wrote an event digested by its own schema, which may
 * have fields that this software does not know.
 *
 * @param eventSchema as registered: each named type in full where it is first used
 */
export function payloadDefaults(eventSchema: object): FieldDefaults {
  const event = eventSchema as AvroRecord;
  const named = new Map<string, AvroRecord>();
  remember(event, '', named);
  const payload = event.fields.find(({ name }) => name === 'payload');
  const record = payload && recordIn(payload.type, named);
  return record ? defaultsOf(record, named) : {};
}

/** Named types under both their names: within a namespace the short one is enough. */
function remember(node: unknown, outer: string, named: Map<string, AvroRecord>): void {
  if (Array.isArray(node)) node.forEach((branch) => remember(branch, outer, named));
  if (!isRecord(node)) return;
  const namespace = node.namespace ?? outer;
  named.set(node.name, node).set(`${namespace}.${node.name}`, node);
  node.fields.forEach(({ type }) => remember(type, namespace, named));
}

function recordIn(type: unknown, named: ReadonlyMap<string, AvroRecord>): AvroRecord | undefined {
  const branches: readonly unknown[] = Array.isArray(type) ? type : [type];
  const [only] = branches.filter((branch) => branch !== 'null');
  return typeof only === 'string' ? named.get(only) : isRecord(only) ? only : undefined;
}

function defaultsOf({ fields }: AvroRecord, named: ReadonlyMap<string, AvroRecord>): FieldDefaults {
  const entries = fields.map((field) => {
    const inner = recordIn(field.type, named);
    const kept = field.default === undefined || field.default === null ? {} : { default: field.default };
    return [field.name, { ...kept, ...(inner && { fields: defaultsOf(inner, named) }) }] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => Object.keys(value).length > 0));
}

function isRecord(node: unknown): node is AvroRecord {
  return typeof node === 'object' && node !== null && 'fields' in node && Array.isArray(node.fields);
}
