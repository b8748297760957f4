import type pg from 'pg';
import type { PersonResolution } from '../../schemas/generated/event-types.js';
import { copyRows } from '../../infra/postgres/copy-rows.js';
import { compareText } from '../../schemas/record-order.js';
import { keysThere } from './keys-there.js';
import { unnestOf, type WrittenColumn } from './unnest.js';

const columns: readonly WrittenColumn<PersonResolution>[] = [
  { name: 'source_id', type: 'text', of: (resolution) => resolution.sourceId },
  { name: 'identity_ref', type: 'text', of: (resolution) => resolution.identityRef },
  { name: 'person_id', type: 'text', of: (resolution) => resolution.personId },
  { name: 'rule', type: 'text', of: (resolution) => resolution.rule },
  { name: 'score', type: 'float8', of: (resolution) => resolution.score },
  { name: 'sequence', type: 'bigint', of: (resolution) => resolution.sequence },
  { name: 'decided_at', type: 'timestamptz', of: (resolution) => resolution.decidedAt },
];

/** The sequence decides; the rest only makes two decisions under one number, which no vault makes, come out the same. */
const orderOf = (row: string) =>
  `(${row}.sequence, ${row}.decided_at, coalesce(${row}.person_id, '') COLLATE "C", ${row}.rule COLLATE "C",
    coalesce(${row}.score, 0))`;

/**
 * Who is who, as far as the vault has said: the highest sequence of each reference. Most references are new, and copied.
 *
 * @throws pg.DatabaseError 23505 when another transaction wrote one of the references meanwhile
 */
export async function upsertPersonReferences(
  client: pg.PoolClient,
  resolutions: readonly PersonResolution[],
): Promise<void> {
  // Sorted by key: two transactions that write the same rows in different orders would deadlock.
  const sorted = [...resolutions].sort((a, b) => compareText(keyOf(a), keyOf(b)));
  const names = sorted.map(({ sourceId, identityRef }): [string, string] => [sourceId, identityRef]);
  const known = await keysThere(client, 'person_reference', ['source_id', 'identity_ref'], names);
  const keys = sorted.map(keyOf);
  const isRepeated = (at: number) => keys[at] === keys[at - 1] || keys[at] === keys[at + 1];
  const isNew = (_: PersonResolution, at: number) => !known.has(at) && !isRepeated(at);
  await copyRows(client, 'person_reference', columns, sorted.filter(isNew));
  const others = sorted.filter((resolution, at) => !isNew(resolution, at));
  if (others.length > 0) await replaceLower(client, others);
}

const keyOf = ({ sourceId, identityRef }: PersonResolution): string => `${sourceId}\0${identityRef}`;

async function replaceLower(client: pg.PoolClient, resolutions: readonly PersonResolution[]): Promise<void> {
  const { names, source, values } = unnestOf(columns, resolutions);
  const replaced = columns.slice(2).map(({ name }) => `${name} = EXCLUDED.${name}`);
  await client.query(
    `INSERT INTO person_reference AS known (${names})
     SELECT DISTINCT ON (source_id COLLATE "C", identity_ref COLLATE "C") * FROM ${source} AS said (${names})
     ORDER BY source_id COLLATE "C", identity_ref COLLATE "C", ${orderOf('said')} DESC
     ON CONFLICT (source_id, identity_ref) DO UPDATE SET ${replaced.join(', ')}
     WHERE ${orderOf('EXCLUDED')} > ${orderOf('known')}`,
    values,
  );
}
