import type { PayloadField } from '../../schemas/contract.js';
import type { AvroRecord } from './avro-schema.js';

/**
 * The attributes of an event.avsc that name payload fields must name ones that exist, and one field is the natural key.
 *
 * @throws Error that names the file, the attribute and what is there
 */
export function checkPaths(folder: string, schema: AvroRecord, fields: readonly PayloadField[]): void {
  const problems = [
    ...unknownPaths('place', [String(schema['place'])], fields),
    ...unknownPaths('period', schema['period'] as string[], fields),
    ...fields.flatMap(({ path, codeDate }) => unknownPaths(`codeDate of ${path}`, codeDate ?? [], fields)),
    ...keyProblems(fields),
  ];
  if (problems.length === 0) return;
  const known = fields.map(({ path }) => path).join(', ');
  throw new Error(`schemas/events/${folder}/event.avsc: ${problems.join('; ')}. Payload fields: ${known}`);
}

function unknownPaths(attribute: string, paths: readonly string[], fields: readonly PayloadField[]): string[] {
  return paths
    .filter((path) => !fields.some((field) => field.path === path))
    .map((path) => `${attribute} names "${path}", which is no payload field`);
}

function keyProblems(fields: readonly PayloadField[]): string[] {
  const keys = fields.filter(({ key }) => key).map(({ path }) => path);
  return keys.length === 1 ? [] : [`one field needs "key": true, found ${keys.join(', ') || 'none'}`];
}
