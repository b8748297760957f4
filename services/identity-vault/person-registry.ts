import type pg from 'pg';
import type { PersonResolution } from '../../schemas/generated/event-types.js';
import { identityIndexes } from './clear-identity.js';
import type { IdentityIndexes } from './clear-identity.js';
import type { ReceivedIdentity } from './identity-receiver.js';
import { groupOf, resolvePersons } from './person-resolver.js';
import type { Decisions } from './person-resolver.js';
import * as store from './person-store.js';
import type { Person, Reference, ResolutionRow, StoredStatement } from './person-store.js';
import { placeOf } from './sealing-keys.js';
import type { SealingKeys, WrappedKey } from './sealing-keys.js';

type Statement = ReceivedIdentity & IdentityIndexes;

/** Everything that is random or tells the time is passed in. */
export type RegistryTools = { keys: SealingKeys; newPersonId: () => string; now: () => number };

function nameOf(reference: Reference): string {
  return JSON.stringify([reference.sourceId, reference.reference]);
}

function distinctStatements(indexKey: Buffer, received: readonly ReceivedIdentity[]): Statement[] {
  const statements = received.map((one) => ({ ...one, ...identityIndexes(indexKey, one.identity) }));
  return [...new Map(statements.map((statement) => [placeOf(statement), statement])).values()];
}

function certificatesOf(statements: readonly { certificateIndex: string | null }[]): string[] {
  return [...new Set(statements.flatMap(({ certificateIndex }) => certificateIndex ?? []))];
}

function groupOfStatement(statement: { certificateIndex: string | null; nameIndex: string }): string | null {
  return statement.certificateIndex === null ? null : groupOf(statement.certificateIndex, statement.nameIndex);
}

function newPersons(fresh: readonly Statement[], known: ReadonlyMap<string, Person>, tools: RegistryTools): Person[] {
  const created = new Map<string, Person>();
  for (const { certificateIndex, nameIndex } of fresh) {
    if (certificateIndex === null) continue;
    const group = groupOf(certificateIndex, nameIndex);
    if (known.has(group) || created.has(group)) continue;
    created.set(group, { personId: tools.newPersonId(), certificateIndex, nameIndex, key: tools.keys.create() });
  }
  return [...created.values()];
}

/** A person's statements share the person's key; one that identifies nobody has a key of its own. */
async function keep(
  client: pg.PoolClient,
  fresh: readonly Statement[],
  persons: ReadonlyMap<string, Person>,
  tools: RegistryTools,
): Promise<void> {
  const receivedAt = tools.now();
  const ownKeys: WrappedKey[] = [];
  const rows = fresh.map((statement) => {
    const person = persons.get(groupOfStatement(statement) ?? '');
    const key = person?.key ?? tools.keys.create();
    if (!person) ownKeys.push(key);
    const sealed = tools.keys.seal(key, statement.identity, placeOf(statement));
    return { ...statement, personId: person?.personId ?? null, keyId: key.keyId, sealed, receivedAt };
  });
  await store.insertKeys(client, ownKeys);
  await store.insertStatements(client, rows);
}

/** Persons of the certificates by group, those of new groups created. */
async function personsByGroup(
  client: pg.PoolClient,
  fresh: readonly Statement[],
  certificates: readonly string[],
  tools: RegistryTools,
): Promise<Map<string, Person>> {
  const byGroup = (persons: readonly Person[]) =>
    persons.map((person) => [groupOf(person.certificateIndex, person.nameIndex), person] as const);
  const known = new Map(byGroup(await store.personsOf(client, certificates)));
  const created = newPersons(fresh, known, tools);
  await store.insertKeys(
    client,
    created.map((person) => person.key),
  );
  await store.insertPersons(client, created);
  return new Map([...known, ...byGroup(created)]);
}

/** Decisions that differ from what was last said of the reference, numbered on. */
async function changes(
  client: pg.PoolClient,
  decisions: Decisions,
  persons: ReadonlyMap<string, Person>,
  statements: readonly StoredStatement[],
  decidedAt: number,
): Promise<ResolutionRow[]> {
  const known = await store.knownResolutions(client, decisions.references);
  const floor = await store.sequenceFloor(client);
  const knownByName = new Map(known.map((one) => [nameOf(one), one]));
  // One reference has one department; should two departments claim it, the lowest name is as good in any order.
  const departments = new Map(
    [...statements].sort((a, b) => (a.department < b.department ? 1 : -1)).map((one) => [nameOf(one), one.department]),
  );
  return decisions.references.flatMap(({ sourceId, reference, group, rule }) => {
    const before = knownByName.get(nameOf({ sourceId, reference }));
    const personId = group === null ? null : (persons.get(group)?.personId ?? null);
    if (before?.rule === rule && before.personId === personId) return [];
    const sequence = Math.max(before?.sequence ?? 0, floor) + 1;
    const department = departments.get(nameOf({ sourceId, reference })) ?? '';
    return [{ sourceId, reference, department, personId, rule, sequence, decidedAt }];
  });
}

function toMessage({ reference, ...resolution }: ResolutionRow): PersonResolution {
  return { ...resolution, identityRef: reference, score: null };
}

async function decideNear(
  client: pg.PoolClient,
  statements: readonly StoredStatement[],
  persons: ReadonlyMap<string, Person>,
  decidedAt: number,
): Promise<PersonResolution[]> {
  const decisions = resolvePersons(statements);
  const changed = await changes(client, decisions, persons, statements, decidedAt);
  await store.saveResolutions(client, changed);
  const reviews = decisions.reviews.flatMap((review) => {
    const person = persons.get(review.group);
    return person ? [{ ...review, personId: person.personId }] : [];
  });
  await store.openReviews(client, reviews, decidedAt);
  return changed.map(toMessage);
}

/** As it was said before, number and time included: for whoever states an identity again because no answer came. */
async function saidAgain(
  client: pg.PoolClient,
  repeated: readonly Reference[],
  decided: readonly PersonResolution[],
): Promise<PersonResolution[]> {
  if (repeated.length === 0) return [];
  const newer = new Set(decided.map(({ sourceId, identityRef }) => nameOf({ sourceId, reference: identityRef })));
  const known = await store.knownResolutions(client, repeated);
  return known.filter((resolution) => !newer.has(nameOf(resolution))).map(toMessage);
}

/**
 * Stores statements and decides again on every reference that they touch, under locks on certificates and references,
 * in the caller's transaction. What is known already changes nothing, but is answered again: a broker may have lost the
 * first answer.
 *
 * @returns the resolutions to publish: new ones, those of references whose certificate came into conflict, and what was
 *   said before of references that are stated again
 */
export async function registerIdentities(
  client: pg.PoolClient,
  received: readonly ReceivedIdentity[],
  tools: RegistryTools,
): Promise<PersonResolution[]> {
  const statements = distinctStatements(tools.keys.indexKey, received);
  if (statements.length === 0) return [];
  const touched = certificatesOf(statements);
  await store.lockCertificates(client, touched);
  await store.lockReferences(client, statements, touched);
  const stored = await store.statementsNear(client, touched, statements);
  const known = new Set(stored.map(placeOf));
  const fresh = statements.filter((statement) => !known.has(placeOf(statement)));
  const repeated = statements.filter((statement) => known.has(placeOf(statement)));
  const all = [...stored, ...fresh];
  // Certificates beyond the touched ones appear where a reference was stated for two identities.
  const persons = await personsByGroup(client, fresh, certificatesOf(all), tools);
  await keep(client, fresh, persons, tools);
  const decided = await decideNear(client, all, persons, tools.now());
  return [...decided, ...(await saidAgain(client, repeated, decided))];
}
