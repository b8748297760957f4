import { randomBytes } from 'node:crypto';
import type { Feed } from '../../../../connectors/connector.js';
import { dropDatabase, ensureDatabase } from '../../../../infra/postgres/ensure-database.js';
import { createPool } from '../../../../infra/postgres/pool.js';
import type { DatabaseConfig } from '../../../../services/intake/doors/doors-file.js';
import { stackUnderTest } from '../../../stack/fixtures.js';
import { createCuttableProxy, type CuttableProxy } from '../../infra/outages.js';
import type { Row } from '../sample-files.js';
import { startMariaDb } from './mariadb-server.js';

/** A department's own database with its view, and the account that the hub reads it with. */
export type DepartmentUnderTest = {
  /** As in the doors file; behind a proxy that can be cut. */
  database: DatabaseConfig;
  /** Another account, which may write. */
  writer: DatabaseConfig;
  password: string;
  proxy: CuttableProxy;
  /** Runs statements as the department's administrator. */
  run: (...statements: string[]) => Promise<void>;
  /** A literal of a moment, as the column of changes holds it. */
  at: (iso: string) => string;
  /** Columns of the typed matrix: SQL type, literal, and the text that a CSV export would have. */
  typed: readonly (readonly [name: string, type: string, literal: string, text: string | null])[];
  close: () => Promise<void>;
};

export const PASSWORD = 'reader-of-views-0123456789';

/** PostgreSQL of the test stack, a database of the department's own. */
export async function postgresDepartment(): Promise<DepartmentUnderTest> {
  const { databaseUrl } = stackUnderTest();
  const suffix = randomBytes(5).toString('hex');
  const name = `department_${suffix}`;
  const url = await ensureDatabase(databaseUrl, name);
  const pool = createPool(url, { applicationName: 'department', max: 2 });
  const run = async (...statements: string[]) => {
    for (const statement of statements) await pool.query(statement);
  };
  const [reader, writer] = [`reader_${suffix}`, `writer_${suffix}`];
  for (const role of [reader, writer]) await run(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
  await run(
    'CREATE SCHEMA reports',
    `GRANT USAGE ON SCHEMA reports TO ${reader}, ${writer}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA reports GRANT SELECT ON TABLES TO ${reader}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA reports GRANT ALL ON TABLES TO ${writer}`,
  );
  const proxy = await createCuttableProxy(databaseUrl);
  const port = Number(new URL(proxy.url).port);
  const account = (user: string): DatabaseConfig => ({
    ...{ kind: 'postgres', host: '127.0.0.1', port, name, user, password: { env: 'PULL_PASSWORD' }, tls: 'off' },
  });
  return {
    ...{ database: account(reader), writer: account(writer), password: PASSWORD, proxy, run },
    at: (iso) => `'${iso}'::timestamptz`,
    typed: [
      ['a_text', 'varchar(40)', `'张三 '`, '张三 '],
      ['a_number_of_20_digits', 'numeric(20)', '12345678901234567890', '12345678901234567890'],
      ['a_big_number', 'bigint', '9007199254740993', '9007199254740993'],
      ['an_amount', 'numeric(12,6)', '986.400000', '986.400000'],
      ['a_small_number', 'smallint', '-3', '-3'],
      ['a_fraction', 'double precision', '0.1', '0.1'],
      ['a_truth', 'boolean', 'true', '是'],
      ['a_falsehood', 'boolean', 'false', '否'],
      ['a_day', 'date', `'1985-03-12'`, '1985-03-12'],
      ['a_local_time', 'timestamp', `'2024-03-05 14:20:00'`, '2024-03-05 14:20:00'],
      ['a_fraction_of_a_second', 'timestamp', `'2024-03-05 14:20:00.25'`, '2024-03-05 14:20:00.25'],
      ['an_instant', 'timestamptz', `'2024-03-05 06:20:00+00'`, '2024-03-05 14:20:00'],
      ['an_instant_of_a_summer_time', 'timestamptz', `'1988-07-01 00:00:00+00'`, '1988-07-01 09:00:00'],
      ['a_name_of_a_day', 'char(12)', `'2024-03-05'`, '2024-03-05'],
      ['nothing', 'date', 'NULL', null],
      ['blank', 'varchar(10)', `'  '`, null],
      ['some_bytes', 'bytea', `'\\x0102'`, null],
      ['an_unique_id', 'uuid', `'9f0c3b52-3c4b-4b0e-9d55-0a2b1c3d4e5f'`, '9f0c3b52-3c4b-4b0e-9d55-0a2b1c3d4e5f'],
    ],
    close: async () => {
      await proxy.close();
      await pool.end();
      await dropDatabase(databaseUrl, name);
      const admin = createPool(databaseUrl, { max: 1 });
      for (const role of [reader, writer]) await admin.query(`DROP ROLE ${role}`);
      await admin.end();
    },
  };
}

/** A MariaDB of the test's own. */
export async function mariaDbDepartment(): Promise<DepartmentUnderTest> {
  const server = await startMariaDb();
  const proxy = await createCuttableProxy(`http://127.0.0.1:${server.port}`);
  await server.run(
    'CREATE DATABASE reports CHARACTER SET utf8mb4',
    `CREATE USER reader@'127.0.0.1' IDENTIFIED BY '${PASSWORD}'`,
    `CREATE USER writer@'127.0.0.1' IDENTIFIED BY '${PASSWORD}'`,
    `GRANT SELECT ON reports.* TO reader@'127.0.0.1'`,
    `GRANT ALL ON reports.* TO writer@'127.0.0.1'`,
  );
  const port = Number(new URL(proxy.url).port);
  const account = (user: string): DatabaseConfig => ({
    ...{ kind: 'mariadb', host: '127.0.0.1', port, name: 'reports', user, tls: 'off' },
    password: { env: 'PULL_PASSWORD' },
  });
  return {
    ...{ database: account('reader'), writer: account('writer'), password: PASSWORD, proxy, run: server.run },
    at: (iso) =>
      `CAST('${new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 23)}' AS DATETIME(3))`,
    typed: [
      ['a_text', 'varchar(40)', `'张三 '`, '张三 '],
      ['a_number_of_20_digits', 'decimal(20)', '12345678901234567890', '12345678901234567890'],
      ['a_big_number', 'bigint', '9007199254740993', '9007199254740993'],
      ['an_amount', 'decimal(12,6)', '986.400000', '986.400000'],
      ['a_small_number', 'smallint', '-3', '-3'],
      ['a_fraction', 'double', '0.1', '0.1'],
      ['a_truth', 'bit(1)', `b'1'`, '是'],
      ['a_falsehood', 'bit(1)', `b'0'`, '否'],
      ['a_day', 'date', `'1985-03-12'`, '1985-03-12'],
      ['a_local_time', 'datetime', `'2024-03-05 14:20:00'`, '2024-03-05 14:20:00'],
      ['a_fraction_of_a_second', 'datetime(3)', `'2024-03-05 14:20:00.25'`, '2024-03-05 14:20:00.250'],
      ['an_instant', 'timestamp NULL', `'2024-03-05 06:20:00'`, '2024-03-05 14:20:00'],
      ['a_name_of_a_day', 'char(12)', `'2024-03-05'`, '2024-03-05'],
      ['nothing', 'date', 'NULL', null],
      ['blank', 'varchar(10)', `'  '`, null],
      ['some_bytes', 'blob', `x'0102'`, null],
    ],
    close: async () => {
      await proxy.close();
      await server.close();
    },
  };
}

const snakeCase = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The department calls one field in its own way. */
export const CARD_NUMBER = 'card_no';
const fieldOf = (key: string) => (key === 'reportCardNumber' ? CARD_NUMBER : snakeCase(key));

/** Typed as a register would have them; the rest is text. */
const TYPES: Readonly<Record<string, string>> = {
  workerBirthDate: 'date',
  exposureYears: 'integer',
  exposureRemainderMonths: 'smallint',
  diagnosedOn: 'date',
  reportedOn: 'date',
  diedOn: 'date',
};

export const VIEW = 'reports.v_disease';

/** The register, and the view on it that the hub reads. */
export function createRegister({ database }: DepartmentUnderTest, feed: Feed): string[] {
  const columns = feed.columns.map(({ key }) => `${fieldOf(key)} ${TYPES[key] ?? 'varchar(200)'}`);
  const changed = database.kind === 'postgres' ? 'timestamptz' : 'datetime(6)';
  return [
    `CREATE TABLE reports.disease (id bigint PRIMARY KEY, changed_at ${changed} NOT NULL, ${columns.join(', ')})`,
    'CREATE INDEX disease_changed ON reports.disease (changed_at, id)',
    createView(feed),
  ];
}

/** @param without fields that the view does not show */
export function createView(feed: Feed, without: readonly string[] = []): string {
  const fields = feed.columns.map(({ key }) => fieldOf(key)).filter((name) => !without.includes(name));
  return `CREATE VIEW ${VIEW} AS SELECT id, changed_at, ${fields.join(', ')} FROM reports.disease`;
}

export function insertCard({ at }: DepartmentUnderTest, id: number, changedAt: string, row: Row): string {
  const entries = Object.entries(row).filter(([, value]) => value !== null);
  const names = entries.map(([key]) => fieldOf(key));
  const values = entries.map(([, value]) => `'${value}'`);
  return `INSERT INTO reports.disease (id, changed_at, ${names.join(', ')}) VALUES (${id}, ${at(changedAt)}, ${values.join(', ')})`;
}

export function updateCard({ at }: DepartmentUnderTest, id: number, changedAt: string, row: Row): string {
  const changes = Object.entries(row).map(
    ([key, value]) => `${fieldOf(key)} = ${value === null ? 'NULL' : `'${value}'`}`,
  );
  return `UPDATE reports.disease SET changed_at = ${at(changedAt)}, ${changes.join(', ')} WHERE id = ${id}`;
}
