import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AvroRecord, AvroSchema } from './avro-schema.js';
import { fullName } from './avro-schema.js';

/** What the folders under `schemas/` say; the generator turns it into code. */
export type ContractSources = {
  header: AvroRecord;
  parts: ReadonlyMap<string, AvroRecord>;
  events: { folder: string; schema: AvroRecord; hasRules: boolean }[];
  protocol: { folder: string; schema: AvroRecord }[];
};

export type FeedSources = { department: string; feeds: string[] }[];

const NAMESPACE = 'workinjury';

export function readContracts(root: string): ContractSources {
  const schemas = join(root, 'schemas');
  const header = readSchema(join(schemas, 'header.avsc'));
  const parts = filesIn(join(schemas, 'parts'), '.avsc').map((file) => readSchema(join(schemas, 'parts', file)));
  const named = new Map([header, ...parts].map((part) => [fullName(part, NAMESPACE), part]));
  const events = foldersIn(join(schemas, 'events'), 'event.avsc').map((folder) => ({
    folder,
    schema: readSchema(join(schemas, 'events', folder, 'event.avsc')),
    hasRules: existsSync(join(schemas, 'events', folder, 'rules.ts')),
  }));
  const protocol = filesIn(join(schemas, 'protocol'), '.avsc').map((file) => ({
    folder: file.replace('.avsc', ''),
    schema: readSchema(join(schemas, 'protocol', file)),
  }));
  for (const { folder, schema } of events) checkEvent(folder, schema);
  return { header, parts: named, events, protocol };
}

/** Departments and their feeds: a folder with `connector.ts`, in it folders with `feed.ts`. */
export function readFeeds(root: string): FeedSources {
  const connectors = join(root, 'connectors');
  return foldersIn(connectors, 'connector.ts').map((department) => ({
    department,
    feeds: foldersIn(join(connectors, department), 'feed.ts'),
  }));
}

function checkEvent(folder: string, schema: AvroRecord): void {
  const missing = ['label', 'doc', 'eventType', 'contractVersion', 'period', 'place', 'authoritativeDepartment'].filter(
    (attribute) => !(attribute in schema),
  );
  if (missing.length > 0) throw new Error(`schemas/events/${folder}/event.avsc lacks ${missing.join(', ')}`);
  if (schema['eventType'] !== folder) {
    throw new Error(
      `schemas/events/${folder}/event.avsc says eventType ${String(schema['eventType'])}, its folder ${folder}`,
    );
  }
}

/** The payload record of an event: the non-null branch of its `payload` field. */
export function payloadOf(event: AvroRecord): AvroRecord {
  const field = event.fields.find((candidate) => candidate.name === 'payload');
  const branch = (Array.isArray(field?.type) ? field.type : []).find((type: AvroSchema) => typeof type === 'object');
  if (!branch) throw new Error(`${event.name}: field "payload" must be ["null", record]`);
  return branch as AvroRecord;
}

function readSchema(path: string): AvroRecord {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as AvroRecord;
  } catch (cause) {
    throw new Error(`${path} is not a readable Avro schema`, { cause });
  }
}

function filesIn(folder: string, extension: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(extension))
    .sort();
}

function foldersIn(folder: string, marker: string): string[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, marker)))
    .sort();
}
