import { ServiceFailure } from '../process/service-failure.js';
import { createMemory } from './memory.js';
import { createRegistryHttp, type RegistryAnswer, type RegistryHttp } from './registry-http.js';

export type CompatibilityLevel = 'FULL_TRANSITIVE';

/** A Confluent-compatible schema registry. Every call may throw ServiceFailure REGISTRY_UNAVAILABLE (retriable). */
export type SchemaRegistry = {
  /**
   * The id of the schema that a body was encoded with. Give the writer schema: without it this is the id of the latest
   * version, which is wrong for bodies of an older software once a newer version has been registered. Ids never change
   * their meaning, so a known one needs no registry.
   * @throws ServiceFailure SUBJECT_UNKNOWN when the subject, or this schema under it, is not registered
   */
  idOf(subject: string, writerSchema?: object | string): Promise<number>;
  /** The text as registered, unknown attributes included. @throws ServiceFailure SCHEMA_ID_UNKNOWN */
  schemaById(id: number): Promise<string>;
  /** For the deploy step. @throws ServiceFailure SCHEMA_INCOMPATIBLE or SCHEMA_INVALID with the registry's words */
  register(subject: string, schema: object, compatibility: CompatibilityLevel): Promise<number>;
  /** Against all versions of the subject; a new subject accepts anything. Apicurio 3.0.9 says no, but not why: no messages. */
  isCompatible(subject: string, schema: object): Promise<{ compatible: boolean; messages: string[] }>;
  latest(subject: string): Promise<{ id: number; schema: string } | null>;
};

/** How long "there is no such id" is believed: a record with a made-up id must not cost a call each. */
const UNKNOWN_ID_MS = 30_000;

export function createSchemaRegistry(url: string): SchemaRegistry {
  const http = createRegistryHttp(url);
  const ids = createMemory<string, number>();
  const texts = createMemory<number, string>({ rememberFailureMs: UNKNOWN_ID_MS, isFinal: isUnknownId });
  return {
    idOf: (subject, writerSchema) => {
      const text = typeof writerSchema === 'object' ? JSON.stringify(writerSchema) : writerSchema;
      return ids(JSON.stringify([subject, text ?? null]), () => lookUpId(http, subject, text));
    },
    schemaById: (id) => texts(id, () => fetchSchema(http, id)),
    register: (subject, schema, compatibility) => register(http, subject, schema, compatibility),
    isCompatible: (subject, schema) => isCompatible(http, subject, schema),
    latest: (subject) => fetchLatest(http, subject),
  };
}

const at = (subject: string) => encodeURIComponent(subject);

const isUnknownId = (error: unknown) => error instanceof ServiceFailure && error.code === 'SCHEMA_ID_UNKNOWN';

async function lookUpId(http: RegistryHttp, subject: string, text: string | undefined): Promise<number> {
  const answer =
    text === undefined
      ? await http('GET', `/subjects/${at(subject)}/versions/latest`)
      : await http('POST', `/subjects/${at(subject)}`, { schema: text });
  if (answer.status === 200) return fieldOf(answer, 'id', 'number');
  throw new ServiceFailure(
    `Subject ${subject} ${text === undefined ? 'is not registered' : 'has no version equal to the schema of this software'} ` +
      `(registry answered ${answer.status}): register the schemas of this version ("hub schemas register") before starting it.`,
    { code: 'SUBJECT_UNKNOWN', retriable: false, context: { subject, status: answer.status } },
  );
}

async function fetchSchema(http: RegistryHttp, id: number): Promise<string> {
  const answer = await http('GET', `/schemas/ids/${id}`);
  if (answer.status === 200) return fieldOf(answer, 'schema', 'string');
  throw new ServiceFailure(`The schema registry knows no schema with id ${id} (it answered ${answer.status}).`, {
    code: 'SCHEMA_ID_UNKNOWN',
    retriable: false,
    context: { schemaId: id, status: answer.status },
  });
}

async function fetchLatest(http: RegistryHttp, subject: string): Promise<{ id: number; schema: string } | null> {
  const answer = await http('GET', `/subjects/${at(subject)}/versions/latest`);
  if (answer.status === 404) return null;
  return { id: fieldOf(answer, 'id', 'number'), schema: fieldOf(answer, 'schema', 'string') };
}

/**
 * An existing subject's level is set before the new version is checked against it; a new subject has no level to set yet
 * (some registries answer 404) and nothing to be incompatible with.
 */
async function register(
  http: RegistryHttp,
  subject: string,
  schema: object,
  level: CompatibilityLevel,
): Promise<number> {
  const exists = (await fetchLatest(http, subject)) !== null;
  if (exists) await setLevel(http, subject, level);
  const answer = await http('POST', `/subjects/${at(subject)}/versions`, { schema: JSON.stringify(schema) });
  if (answer.status !== 200) throw refused(subject, answer);
  if (!exists) await setLevel(http, subject, level);
  return fieldOf(answer, 'id', 'number');
}

async function setLevel(http: RegistryHttp, subject: string, compatibility: CompatibilityLevel): Promise<void> {
  const current = await http('GET', `/config/${at(subject)}`);
  if (current.status === 200 && (current.body as { compatibilityLevel?: string }).compatibilityLevel === compatibility)
    return;
  const answer = await http('PUT', `/config/${at(subject)}`, { compatibility });
  if (answer.status !== 200) throw refused(subject, answer);
}

async function isCompatible(
  http: RegistryHttp,
  subject: string,
  schema: object,
): Promise<{ compatible: boolean; messages: string[] }> {
  const path = `/compatibility/subjects/${at(subject)}/versions?verbose=true`;
  const answer = await http('POST', path, { schema: JSON.stringify(schema) });
  if (answer.status === 404) return { compatible: true, messages: [] };
  if (answer.status !== 200) throw refused(subject, answer);
  const { messages } = answer.body as { messages?: string[] };
  return { compatible: fieldOf(answer, 'is_compatible', 'boolean'), messages: messages ?? [] };
}

function refused(subject: string, { status, body }: RegistryAnswer): ServiceFailure {
  const said = (body as { message?: unknown } | null)?.message;
  return new ServiceFailure(
    `The schema registry refused the schema of ${subject} with ${status}: ${String(said ?? 'no reason given')}`,
    {
      code: status === 409 ? 'SCHEMA_INCOMPATIBLE' : 'SCHEMA_INVALID',
      retriable: false,
      context: { subject, status },
    },
  );
}

type Kinds = { number: number; string: string; boolean: boolean };

function fieldOf<K extends keyof Kinds>({ status, body }: RegistryAnswer, name: string, kind: K): Kinds[K] {
  const value = (body as Record<string, unknown> | null)?.[name];
  if (typeof value === kind) return value as Kinds[K];
  throw new ServiceFailure(
    `The schema registry answered ${status} without "${name}": SCHEMA_REGISTRY_URL must name a Confluent-compatible API (Apicurio: …/apis/ccompat/v7).`,
    { code: 'REGISTRY_ANSWER_UNREADABLE', retriable: false, context: { status } },
  );
}
