import { readFileSync } from 'node:fs';
import knexLibrary from 'knex';
import type { Connection, FieldPacket, QueryError } from 'mysql2';
import type { DatabaseConfig } from '../doors-file.js';
import type { Dialect, PrintedRow } from './dialect.js';
import type { DepartmentField, FieldKind } from './field-kind.js';
import { QUIET, SINGLE_CONNECTION } from './knex-settings.js';

/** Column types of the protocol, for MySQL and MariaDB alike; everything else is text. */
const KINDS: Readonly<Record<number, [kind: FieldKind, type: string]>> = {
  0: ['decimal', 'decimal'],
  1: ['integer', 'tinyint'],
  2: ['integer', 'smallint'],
  3: ['integer', 'int'],
  4: ['inexact', 'float'],
  5: ['inexact', 'double'],
  7: ['instant', 'timestamp'],
  8: ['integer', 'bigint'],
  9: ['integer', 'mediumint'],
  10: ['date', 'date'],
  12: ['local-time', 'datetime'],
  13: ['integer', 'year'],
  246: ['decimal', 'decimal'],
};
const BIT = 16;
const BLOBS = new Set([249, 250, 251, 252]);
const STRINGS = new Set([253, 254]);
/** The "character set" of bytes. */
const BINARY = 63;

const CASTS = {
  date: 'CAST(? AS DATE)',
  'local-time': 'CAST(? AS DATETIME(6))',
  instant: 'CAST(? AS DATETIME(6))',
  integer: 'CAST(? AS DECIMAL(38))',
} as const;

/** mysql2's own converters lose digits of numbers and the zone of times: the text protocol has them all as text. */
type Printed = { type: string; string: () => string | null; buffer: () => Buffer | null };
const asText = (field: Printed) => (field.type === 'BIT' ? bits(field.buffer()) : field.string());
const bits = (bytes: Buffer | null) => (bytes === null ? null : BigInt(`0x${bytes.toString('hex') || '0'}`).toString());

export const mysqlDialect: Dialect = {
  open: (config, password, statementSeconds) =>
    knexLibrary({
      client: 'mysql2',
      log: QUIET,
      pool: { ...SINGLE_CONNECTION, afterCreate: settle(statementSeconds) },
      connection: {
        host: config.host,
        port: config.port ?? 3306,
        database: config.name,
        user: config.user,
        password,
        charset: 'utf8mb4',
        connectTimeout: 10_000,
        typeCast: asText,
        ...tlsOf(config),
      } as object,
    }),
  answer: (raw) => {
    const [rows, fields] = raw as [PrintedRow[], FieldPacket[] | undefined];
    return { rows, fields: (fields ?? []).map(fieldOf) };
  },
  placeholder: (kind) => CASTS[kind],
  beginning: 'LEFT(??, ?) AS ??',
  clock: 'SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS DECIMAL(20)) AS clock',
  writeRights: `
    SELECT name FROM (
      SELECT CONCAT(table_schema, '.', table_name, ' ', privilege_type) AS name, grantee, privilege_type
        FROM information_schema.table_privileges
      UNION ALL SELECT CONCAT(table_schema, '.* ', privilege_type), grantee, privilege_type
        FROM information_schema.schema_privileges
      UNION ALL SELECT CONCAT('*.* ', privilege_type), grantee, privilege_type FROM information_schema.user_privileges
    ) held
    WHERE privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'DROP', 'ALTER', 'CREATE') ORDER BY name LIMIT 5`,
  indexes: (column) => ({
    sql: `
      SELECT DISTINCT CONCAT(table_name, '.', index_name) AS name FROM information_schema.statistics
      WHERE table_schema = DATABASE() AND seq_in_index = 1 AND column_name = ?`,
    bindings: [column],
  }),
};

function fieldOf(field: FieldPacket): DepartmentField {
  const { name, characterSet, columnLength } = field;
  const number = field.columnType ?? field.type ?? 0;
  if (number === BIT) return { name, kind: columnLength === 1 ? 'boolean' : 'integer', type: 'bit' };
  const bytes = (BLOBS.has(number) || STRINGS.has(number)) && characterSet === BINARY;
  const [kind, type] = KINDS[number] ?? (bytes ? (['binary', 'blob'] as const) : (['text', 'text'] as const));
  return { name, kind, type };
}

type Done = (error: QueryError | null, connection: Connection) => void;

/** MySQL counts a statement's time in milliseconds, MariaDB in seconds, each under a name that the other does not know. */
function settle(statementSeconds: number) {
  return (connection: Connection, done: Done) => {
    connection.query('SELECT VERSION() AS version', (error, answer) => {
      if (error) return done(error, connection);
      const version = String((answer as PrintedRow[])[0]?.['version']);
      const limit = version.includes('MariaDB')
        ? `max_statement_time = ${statementSeconds}`
        : `max_execution_time = ${Math.round(statementSeconds * 1000)}`;
      const zone = `time_zone = '+08:00', lock_wait_timeout = ${Math.max(1, Math.ceil(statementSeconds))}`;
      connection.query(`SET SESSION ${limit}, ${zone}, sql_mode = ''`, (failed) => {
        if (failed) return done(failed, connection);
        connection.query('SET SESSION TRANSACTION READ ONLY', (refused) => done(refused, connection));
      });
    });
  };
}

function tlsOf({ tls, caFile }: DatabaseConfig): object {
  if (tls === 'off') return {};
  return { ssl: { rejectUnauthorized: tls === 'verify', ...(caFile && { ca: readFileSync(caFile) }) } };
}
