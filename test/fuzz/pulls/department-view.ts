import mysql from 'mysql2/promise';
import pg from 'pg';
import { sleep } from '../../../infra/process/sleep.js';
import { ensureDatabase } from '../../../infra/postgres/ensure-database.js';
import type { DatabaseConfig } from '../../../services/intake/doors/doors-file.js';
import type { MariaDb } from '../../integration/intake/pull/mariadb-server.js';
import type { Target } from '../fuzz-case.js';
import { mariaDbView } from './mariadb-view.js';
import { postgresView } from './postgres-view.js';
import { KEY, VIEW, WATERMARK, type ViewDialect } from './view-dialect.js';

/** A department's own database, whose view the intake pulls; its administrator spoils it. */
export type DepartmentView = {
  target: Target;
  dialect: ViewDialect;
  /** How the doors file says that it is read. */
  pull: object;
  run: (statements: readonly string[]) => Promise<void>;
  close: () => Promise<void>;
};

export const PASSWORD_VARIABLE = 'FUZZ_PULL_PASSWORD';
export const PASSWORD = 'reader-of-views-0123456789';
const PULL = { pageRows: 3, intervalSeconds: 0.5, overlapSeconds: 600, statementSeconds: 2 } as const;

/** The administrator of a department's database, who makes the account that reads. */
type Administrator = {
  port: number;
  run: (statement: string) => Promise<void>;
  /** Lets the account in, or keeps it out. */
  admit: (yes: boolean) => Promise<void>;
  /** Sessions of the account. */
  readers: () => Promise<number>;
  close: () => Promise<void>;
};

/** A view on the server of the local stack, on which the department has a database too. */
export const openPostgresView = (adminUrl: string, target: Target) =>
  openView(postgresView, target, async (name) => {
    const client = new pg.Client({ connectionString: await ensureDatabase(adminUrl, name) });
    await client.connect();
    const reader = readerOf(name);
    await client.query(`CREATE ROLE ${reader} LOGIN PASSWORD '${PASSWORD}'`);
    await client.query(`ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${reader}`);
    return {
      port: Number(new URL(adminUrl).port),
      run: async (statement) => void (await client.query(statement)),
      admit: async (yes) => void (await client.query(`ALTER ROLE ${reader} ${yes ? 'LOGIN' : 'NOLOGIN'}`)),
      readers: async () => {
        const { rowCount } = await client.query('SELECT 1 FROM pg_stat_activity WHERE usename = $1', [reader]);
        return rowCount ?? 0;
      },
      close: () => client.end(),
    };
  });

export const openMariaDbView = ({ port, run }: MariaDb, target: Target) =>
  openView(mariaDbView, target, async (name) => {
    const [reader, admin] = [readerOf(name), `${name}_admin`];
    await run(
      // Texts of 60 MB are sent, not cut by the server.
      'SET GLOBAL max_allowed_packet = 134217728',
      `CREATE DATABASE ${name} CHARACTER SET utf8mb4`,
      ...[reader, admin].map((user) => `CREATE USER ${user}@'127.0.0.1' IDENTIFIED BY '${PASSWORD}'`),
      `GRANT SELECT ON ${name}.* TO ${reader}@'127.0.0.1'`,
      `GRANT ALL ON *.* TO ${admin}@'127.0.0.1'`,
    );
    const account = { host: '127.0.0.1', port, user: admin, password: PASSWORD, database: name, charset: 'utf8mb4' };
    const connection = await mysql.createConnection(account);
    return {
      port,
      run: async (statement) => void (await connection.query(statement)),
      admit: async (yes) =>
        void (await connection.query(`ALTER USER ${reader}@'127.0.0.1' ACCOUNT ${yes ? 'UNLOCK' : 'LOCK'}`)),
      readers: async () => {
        const [rows] = await connection.query('SELECT 1 FROM information_schema.processlist WHERE user = ?', [reader]);
        return (rows as unknown[]).length;
      },
      close: () => connection.end(),
    };
  });

const readerOf = (name: string) => `${name}_reader`;

async function openView(
  dialect: ViewDialect,
  target: Target,
  open: (name: string) => Promise<Administrator>,
): Promise<DepartmentView> {
  const name = `fuzz_${target.department.replaceAll('-', '_')}`;
  const administrator = await open(name);
  const database: DatabaseConfig = {
    ...{ kind: dialect.kind, host: '127.0.0.1', port: administrator.port, name, user: readerOf(name), tls: 'off' },
    password: { env: PASSWORD_VARIABLE },
  };
  const reading = { view: VIEW, watermark: WATERMARK, key: KEY, ...PULL };
  return {
    ...{ target, dialect, close: administrator.close },
    run: (statements) => whileNobodyReads(administrator, statements),
    pull: { source: target.sourceId, feed: target.feed.feed, database, ...reading },
  };
}

/** Whoever had asked for the fields of one state and read the rows of the next would read rows of neither. */
async function whileNobodyReads({ admit, readers, run }: Administrator, statements: readonly string[]): Promise<void> {
  await admit(false);
  try {
    while ((await readers()) > 0) await sleep(20);
    for (const statement of statements) await run(statement);
  } finally {
    await admit(true);
  }
}
