import pg from 'pg';
import { LocalStackError } from './local-stack-error.js';

export type RegistryDatabase = { jdbcUrl: string; user: string; password: string };

const NAME = 'registry';

/** A role and a database of the registry's own, on the PostgreSQL that the stack itself started. */
export async function provideRegistryDatabase(databaseUrl: string, password: string): Promise<RegistryDatabase> {
  await withClient(databaseUrl, async (client) => {
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [NAME]);
    const verb = role.rowCount === 0 ? 'CREATE' : 'ALTER';
    await client.query(`${verb} ROLE ${NAME} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    await createDatabaseOnce(client, `OWNER ${NAME}`);
  });
  return { jdbcUrl: jdbcUrlOf(databaseUrl), user: NAME, password };
}

/** On a PostgreSQL that is somebody's own only a database is added, used with the rights that its address gives. */
export async function borrowRegistryDatabase(databaseUrl: string): Promise<RegistryDatabase> {
  try {
    await withClient(databaseUrl, (client) => createDatabaseOnce(client, ''));
  } catch (cause) {
    throw databaseRefused(cause);
  }
  const { username, password } = new URL(databaseUrl);
  return {
    jdbcUrl: jdbcUrlOf(databaseUrl),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
}

async function createDatabaseOnce(client: pg.Client, options: string): Promise<void> {
  const existing = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [NAME]);
  if (existing.rowCount === 0) await client.query(`CREATE DATABASE ${NAME} ${options}`);
}

async function withClient(connectionString: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function jdbcUrlOf(databaseUrl: string): string {
  const { host, search } = new URL(databaseUrl);
  return `jdbc:postgresql://${host}/${NAME}${search}`;
}

const databaseRefused = (cause: unknown): LocalStackError =>
  new LocalStackError(
    'REGISTRY_DATABASE_REFUSED',
    {
      zh: `无法在 DATABASE_URL 指定的 PostgreSQL 上建立模式注册表所用的数据库 ${NAME}`,
      en: `The registry's database "${NAME}" cannot be made on the PostgreSQL of DATABASE_URL`,
    },
    {
      zh: '检查地址与口令，给该用户 CREATEDB 权限，或用 SCHEMA_REGISTRY_URL 指定现有的注册表',
      en: 'check address and password, give that user CREATEDB, or name a registry of your own in SCHEMA_REGISTRY_URL',
    },
    cause,
  );
