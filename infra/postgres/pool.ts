import pg from 'pg';
import { typeParserOf } from './type-parsers.js';

/**
 * A connection pool whose int8 are numbers, whose dates are 'YYYY-MM-DD' and whose timestamptz are epoch milliseconds.
 * The parsers belong to this pool: pg's global ones are shared with every other user of the library in the process.
 * @param options.searchPath a schema, for scratch copies; unqualified names resolve there only
 */
export function createPool(
  url: string,
  options: { max?: number; applicationName?: string; searchPath?: string } = {},
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'hub',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser: typeParserOf },
    ...(options.searchPath === undefined ? {} : { options: `-c search_path=${schemaName(options.searchPath)}` }),
  });
  // Without listeners a connection that breaks while idle, or between two statements of a transaction, ends the process.
  // The failure is not lost: the next statement on that connection reports it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function schemaName(name: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) {
    throw new TypeError(
      `Schema name expected as lower-case letters, digits and _, at most 63; found ${JSON.stringify(name)}`,
    );
  }
  return name;
}
