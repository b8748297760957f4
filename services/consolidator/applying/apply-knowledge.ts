import type pg from 'pg';
import type {
  LedgerStatement,
  OutcomeRequest,
  PersonResolution,
  SourceRegistration,
} from '../../../schemas/generated/event-types.js';
import { upsertLedgerStatements } from '../../dataset/ledger-statements.js';
import { parkEvents } from '../../dataset/parked-events.js';
import { upsertPersonReferences } from '../../dataset/person-references.js';
import { upsertSources } from '../../dataset/sources.js';
import { renewSuccession } from '../../dataset/succession.js';
import type { TopicRole } from '../receiving/topic-roles.js';
import type { Reading } from './apply-ports.js';
import { parkedEventOf, type Problem } from './event-claims.js';

export type ReadingOf<Kind extends TopicRole['kind']> = Reading<Extract<TopicRole, { kind: Kind }>>;

const noProblem = <Value>(_reading: Reading, _value: Value): Problem | null => null;

/** Registers sources, and reckons anew which follows which. @returns their ids */
export async function applySources(client: pg.PoolClient, readings: readonly ReadingOf<'source'>[]): Promise<string[]> {
  const sources = await legibleValues(client, readings, noProblem<SourceRegistration>);
  if (sources.length === 0) return [];
  await upsertSources(client, sources);
  await renewSuccession(client);
  return [...new Set(sources.map(({ sourceId }) => sourceId))];
}

export async function applyResolutions(
  client: pg.PoolClient,
  readings: readonly ReadingOf<'person-resolution'>[],
): Promise<void> {
  const resolutions = await legibleValues(client, readings, noProblem<PersonResolution>);
  if (resolutions.length > 0) await upsertPersonReferences(client, resolutions);
}

/** A department speaks for its own ledgers only. */
export async function applyStatements(
  client: pg.PoolClient,
  readings: readonly ReadingOf<'ledger-statement'>[],
): Promise<void> {
  const statements = await legibleValues(client, readings, ofAnother<LedgerStatement>);
  if (statements.length > 0) await upsertLedgerStatements(client, statements);
}

/** What ledgers ask. It changes nothing in the dataset. */
export function readRequests(
  client: pg.PoolClient,
  readings: readonly ReadingOf<'outcome-request'>[],
): Promise<OutcomeRequest[]> {
  return legibleValues(client, readings, ofAnother<OutcomeRequest>);
}

function ofAnother<Value extends { department: string }>(
  { role }: Reading<Extract<TopicRole, { department: string }>>,
  { department }: Value,
): Problem | null {
  if (department === role.department) return null;
  return {
    reasonCode: 'WRONG_DEPARTMENT',
    detail: `topic of ${role.department}; the message names another department`,
  };
}

/** Values of the readings that are good; the others are parked. */
export async function legibleValues<Value extends object, Role extends TopicRole>(
  client: pg.PoolClient,
  readings: readonly Reading<Role>[],
  problemOf: (reading: Reading<Role>, value: Value) => Problem | null,
): Promise<Value[]> {
  const values: Value[] = [];
  const parked = readings.flatMap((reading) => {
    const problem = readingProblem(reading) ?? problemOf(reading, valueOf<Value>(reading));
    if (problem) return [parkedEventOf(reading, problem)];
    values.push(valueOf<Value>(reading));
    return [];
  });
  if (parked.length > 0) await parkEvents(client, parked);
  return values;
}

function readingProblem({ decoding }: Reading): Problem | null {
  if (!decoding.ok) return { reasonCode: decoding.code, detail: decoding.detail };
  const hasNul = JSON.stringify(decoding.value).includes('\\u0000');
  return hasNul ? { reasonCode: 'RULE_BROKEN', detail: 'NUL_CHARACTER' } : null;
}

function valueOf<Value>({ decoding }: Reading): Value {
  if (!decoding.ok) throw new Error(`an undecoded record has no value: ${decoding.code}`);
  return decoding.value as Value;
}
