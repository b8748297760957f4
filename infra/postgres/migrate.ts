import knexLibrary, { type Knex } from 'knex';
import pg from 'pg';
import { ServiceFailure } from '../process/service-failure.js';

/** Forward only: expand first, contract once no running version needs the old shape. A name is never changed or reused. */
export type Migration = { name: string; up: (knex: Knex) => Promise<void> };

const TABLE = 'schema_migration';

/** Where knex keeps the book of migrations. */
export const MIGRATION_TABLES: readonly string[] = [TABLE, `${TABLE}_lock`];

/** The migrations that the tables of the search path went through, in the order in which they came. */
export async function namesOfMigrations(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${TABLE} ORDER BY id`);
  return rows.map(({ name }) => name);
}

/**
 * Brings a database to the newest of the given migrations, in one transaction. Safe when several processes start at once:
 * an advisory lock goes round knex, because knex's own lock is a row that stays locked for ever after a kill -9, while
 * an advisory lock ends with its connection. A database that is already newer (rolling upgrade) is left alone.
 */
export async function migrate(
  url: string,
  migrations: readonly Migration[],
  options: { schema?: string } = {},
): Promise<void> {
  assertDistinct(migrations);
  const schema = options.schema ?? 'public';
  await underAdvisoryLock(url, `migrations of ${schema}`, async (locked) => {
    if (options.schema !== undefined)
      await locked.query(`CREATE SCHEMA IF NOT EXISTS ${locked.escapeIdentifier(schema)}`);
    const knex = knexLibrary({
      client: 'pg',
      connection: url,
      searchPath: [schema],
      log: silent,
      pool: { min: 0, max: 2 },
      migrations: knexMigrations(migrations, schema),
    });
    try {
      await knex.migrate.forceFreeMigrationsLock();
      await knex.migrate.latest();
    } finally {
      await knex.destroy();
    }
  });
}

const nothing = () => undefined;

/** knex prints a failed statement to the console before it throws the same error. */
const silent = { warn: nothing, error: nothing, deprecate: nothing, debug: nothing };

function knexMigrations(migrations: readonly Migration[], schema: string): Knex.MigratorConfig {
  return {
    tableName: TABLE,
    schemaName: schema,
    disableMigrationsListValidation: true,
    migrationSource: {
      getMigrations: () => Promise.resolve([...migrations]),
      getMigrationName: (migration: Migration) => migration.name,
      getMigration: (migration: Migration) => Promise.resolve({ up: migration.up, down: refuseToGoBack }),
    },
  };
}

function refuseToGoBack(): Promise<void> {
  return Promise.reject(
    new ServiceFailure('Migrations go forward only: write a new one that undoes the change.', {
      code: 'MIGRATION_FORWARD_ONLY',
      retriable: false,
    }),
  );
}

function assertDistinct(migrations: readonly Migration[]): void {
  const names = migrations.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new TypeError(`Migration names must differ; found twice: ${twice.join(', ')}`);
}

async function underAdvisoryLock(url: string, what: string, work: (locked: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'hub-migrate',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [what]);
    await work(client);
  } finally {
    await client.end();
  }
}
