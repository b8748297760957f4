import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import knexLibrary from 'knex';
import type pg from 'pg';
import type { DatabaseConfig } from '../doors-file.js';
import type { Dialect, PrintedRow } from './dialect.js';
import type { FieldKind } from './field-kind.js';
import { QUIET, SINGLE_CONNECTION } from './knex-settings.js';

/** Types by their fixed numbers in pg_type; everything else is text. */
const KINDS: Readonly<Record<number, [kind: FieldKind, type: string]>> = {
  16: ['boolean', 'boolean'],
  17: ['binary', 'bytea'],
  20: ['integer', 'bigint'],
  21: ['integer', 'smallint'],
  23: ['integer', 'integer'],
  700: ['inexact', 'real'],
  701: ['inexact', 'double precision'],
  1082: ['date', 'date'],
  1114: ['local-time', 'timestamp'],
  1184: ['instant', 'timestamp with time zone'],
  1700: ['decimal', 'numeric'],
};

const CASTS = {
  date: '?::date',
  'local-time': '?::timestamp',
  instant: '?::timestamptz',
  integer: '?::numeric',
} as const;

/** pg writes text as it comes: dates by ISO, numbers with all their digits. */
const asText = () => (text: string) => text;

export const postgresDialect: Dialect = {
  open: (config, password, statementSeconds) =>
    knexLibrary({
      client: 'pg',
      log: QUIET,
      pool: SINGLE_CONNECTION,
      connection: {
        host: config.host,
        port: config.port ?? 5432,
        database: config.name,
        user: config.user,
        password,
        application_name: 'hub-pull',
        connectionTimeoutMillis: 10_000,
        types: { getTypeParser: asText },
        ssl: tlsOf(config),
        options: settings(statementSeconds),
        // The server's word may be lost with the network.
        query_timeout: statementSeconds * 1000 + 5_000,
        keepAlive: true,
      } as object,
    }),
  answer: (raw) => {
    const { rows, fields } = raw as pg.QueryResult<PrintedRow>;
    return {
      rows,
      fields: fields.map(({ name, dataTypeID }) => {
        const [kind, type] = KINDS[dataTypeID] ?? ['text', 'text'];
        return { name, kind, type };
      }),
    };
  },
  placeholder: (kind) => CASTS[kind],
  beginning: 'left(??::text, ?) AS ??',
  clock: 'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS clock',
  writeRights: `
    SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'p', 'm', 'f') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') ORDER BY 1 LIMIT 5`,
  indexes: (column, relation) => ({
    sql: `
      SELECT i.indexrelid::regclass::text AS name FROM pg_index i
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE a.attname = ? AND (i.indrelid = to_regclass(?) OR i.indrelid IN (
        SELECT d.refobjid FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
        WHERE r.ev_class = to_regclass(?)))`,
    bindings: [column, relation, relation],
  }),
};

function settings(statementSeconds: number): string {
  const ms = Math.round(statementSeconds * 1000);
  return [
    'default_transaction_read_only=on',
    `statement_timeout=${ms}`,
    `lock_timeout=${ms}`,
    `idle_in_transaction_session_timeout=${ms}`,
    'datestyle=ISO',
    'intervalstyle=iso_8601',
    'bytea_output=hex',
    'extra_float_digits=1',
    'client_encoding=UTF8',
    // By the ISO 8601 meaning of the sign: POSIX, which a bare setting follows, has it the other way round.
    'timezone=<+08>-08',
  ]
    .map((setting) => `-c ${setting}`)
    .join(' ');
}

function tlsOf({ tls, caFile }: DatabaseConfig): ConnectionOptions | false {
  if (tls === 'off') return false;
  return { rejectUnauthorized: tls === 'verify', ...(caFile && { ca: readFileSync(caFile) }) };
}
