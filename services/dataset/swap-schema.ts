import type pg from 'pg';
import { ServiceFailure } from '../../infra/process/service-failure.js';
import { eventContracts } from '../../schemas/generated/contract-index.js';
import { currentView, latestTable } from './contract-tables.js';
import { SUPERSEDED } from './superseded-versions.js';

/** Tables that are a function of the archive: a rebuild makes them anew. */
const madeTables: readonly string[] = [
  ...[SUPERSEDED, 'applied_sequence', 'repeated_delivery', 'parked_event', 'parked_decision', 'person_reference'],
  ...['source_registration', 'source_succession', 'ledger_statement'],
  ...eventContracts.map(latestTable),
];

const madeViews: readonly string[] = [
  ...['record_link', 'event_version', 'parked_message', 'latest_parked_decision'],
  ...eventContracts.map(currentView),
];

/** What the dataset knows besides: the archive itself, how far Kafka was read, what is on its way out, its own history. */
const keptTables: ReadonlySet<string> = new Set([
  ...['archive', 'writer_schema', 'kafka_position', 'outbox', 'outbox_schema', 'dataset_generation'],
  ...['outcome_sequence', 'database_home', 'schema_migration', 'schema_migration_lock'],
]);

const named = (client: pg.ClientBase, schema: string, names: readonly string[]) =>
  names.map((name) => `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`).join(', ');

/**
 * Takes everything that the live dataset is made of, for this transaction alone. All in one statement and with little
 * patience, so that a reader who has some of it and wants the rest is never the one to be sacrificed.
 *
 * @throws PostgreSQL's lock_not_available while somebody reads
 */
export async function lockMade(client: pg.ClientBase, live: string, patienceMs: number): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = ${Math.round(patienceMs)}`);
  await client.query(`LOCK TABLE ${named(client, live, [...madeViews, ...madeTables])} IN ACCESS EXCLUSIVE MODE`);
  await client.query('SET LOCAL lock_timeout = 0');
}

/** Drops what the live dataset is made of and puts what was rebuilt in its place, for whoever could use it before. */
export async function swapMade(client: pg.ClientBase, scratch: string, live: string): Promise<void> {
  await assertAllAssigned(client, scratch);
  const grants = await grantsOn(client, live);
  await client.query(`DROP VIEW ${named(client, live, madeViews)}`);
  await client.query(`DROP TABLE ${named(client, live, madeTables)}`);
  const to = client.escapeIdentifier(live);
  for (const table of madeTables) await client.query(`ALTER TABLE ${named(client, scratch, [table])} SET SCHEMA ${to}`);
  for (const view of madeViews) await client.query(`ALTER VIEW ${named(client, scratch, [view])} SET SCHEMA ${to}`);
  for (const grant of grants) await client.query(grant);
}

/** A table that a later version adds must be said to be made of the archive, or not. */
async function assertAllAssigned(client: pg.ClientBase, scratch: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p', 'v', 'm') ORDER BY relname`,
    [scratch],
  );
  const made = new Set([...madeTables, ...madeViews]);
  const found = new Set(rows.map(({ name }) => name));
  const unassigned = rows.map(({ name }) => name).filter((name) => !made.has(name) && !keptTables.has(name));
  const absent = [...made].filter((name) => !found.has(name));
  if (unassigned.length + absent.length === 0) return;
  throw new ServiceFailure(
    `A rebuilt dataset has ${JSON.stringify(unassigned)} and lacks ${JSON.stringify(absent)}: swap-schema.ts has to say which tables follow from the archive.`,
    { code: 'SWAP_UNASSIGNED', retriable: false },
  );
}

/** As statements, e.g. for the role that the query API reads with. */
async function grantsOn(client: pg.ClientBase, live: string): Promise<string[]> {
  const { rows } = await client.query<{ grant: string }>(
    `SELECT format('GRANT %s ON %I.%I TO %s%s', privilege_type, $1::text, relname,
         CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
         CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) AS grant
     FROM pg_class, aclexplode(relacl)
     WHERE relnamespace = $1::regnamespace AND relname = ANY ($2) AND grantee <> relowner`,
    [live, [...madeTables, ...madeViews]],
  );
  return rows.map(({ grant }) => grant);
}

/** Neither schema may be at another version than the other; whoever migrates waits until this transaction has ended. */
export async function assertSameVersion(client: pg.ClientBase, scratch: string, live: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`migrations of ${live}`]);
  const [made, running] = [named(client, scratch, ['schema_migration']), named(client, live, ['schema_migration'])];
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM ${made} FULL JOIN ${running} AS known USING (name)
     WHERE ${made}.id IS NULL OR known.id IS NULL ORDER BY name`,
  );
  if (rows.length === 0) return;
  throw new ServiceFailure(
    `The rebuilt and the live dataset differ in ${rows.map(({ name }) => name).join(', ')}: bring the installation to this version of the software, then rebuild again.`,
    { code: 'SWAP_VERSION', retriable: false },
  );
}
