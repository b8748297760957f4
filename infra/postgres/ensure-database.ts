import pg from 'pg';

/** 42P04 and 23505: another process created it in the same moment. */
const ALREADY_THERE = new Set(['42P04', '23505']);

/** The same server and user, another database. */
export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${checked(name)}`;
  return url.toString();
}

/** Creates the database when it is missing. @returns its URL */
export async function ensureDatabase(adminUrl: string, name: string): Promise<string> {
  const url = databaseUrl(adminUrl, name);
  await asAdministrator(adminUrl, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount !== 0) return;
    try {
      // template0 can always be copied; template1 not while anyone is connected to it.
      await client.query(`CREATE DATABASE "${name}" TEMPLATE template0`);
    } catch (error) {
      if (!ALREADY_THERE.has((error as { code?: string }).code ?? '')) throw error;
    }
  });
  return url;
}

/** Drops the database, ending its connections; nothing happens when there is none. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  checked(name);
  await asAdministrator(adminUrl, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  });
}

async function asAdministrator(adminUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({
    connectionString: adminUrl,
    application_name: 'hub-admin',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function checked(name: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) {
    throw new TypeError(
      `Database name expected as lower-case letters, digits and _, at most 63; found ${JSON.stringify(name)}`,
    );
  }
  return name;
}
