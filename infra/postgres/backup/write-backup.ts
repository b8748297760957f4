import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { inTransaction } from '../in-transaction.js';
import { MIGRATION_TABLES, namesOfMigrations } from '../migrate.js';
import { createPool } from '../pool.js';
import { MANIFEST_FILE, type BackedUpTable, type BackupManifest } from './manifest.js';

type FoundTable = Pick<BackedUpTable, 'name' | 'columns' | 'partitionOf' | 'bounds'>;

/** Tables that hold rows; of a partitioned one its partitions. */
const TABLES = `
  SELECT c.relname AS name, p.relname AS "partitionOf", pg_get_expr(c.relpartbound, c.oid) AS bounds,
    array(SELECT attname::text FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped
      AND attgenerated = '' ORDER BY attnum) AS columns
  FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL ($1) ORDER BY c.relname`;

const REFERENCES = `
  SELECT DISTINCT c.relname AS "from", r.relname AS "to" FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid
  WHERE k.contype = 'f' AND c.relnamespace = 'public'::regnamespace AND c.oid <> r.oid`;

const SEQUENCES = `
  SELECT sequencename AS name, last_value AS "lastValue" FROM pg_sequences
  WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename`;

/**
 * Writes a database into a folder as it is at one moment, while it is being used. What is encrypted in it stays so.
 *
 * @param onTable told after each table
 */
export async function writeBackup(
  databaseUrl: string,
  { part, folder, onTable }: { part: string; folder: string; onTable?: (table: BackedUpTable) => void },
): Promise<BackupManifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'hub-backup' });
  try {
    return await inTransaction(pool, async (client) => {
      await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      const tables: BackedUpTable[] = [];
      for (const table of await tablesOf(client)) {
        tables.push(await writeTable(client, table, folder));
        onTable?.(tables.at(-1) as BackedUpTable);
      }
      const { rows: sequences } = await client.query<{ name: string; lastValue: number }>(SEQUENCES);
      const { rows } = await client.query<{ now: number; version: string }>(
        `SELECT now(), current_setting('server_version') AS version`,
      );
      const manifest: BackupManifest = {
        ...{ format: 1, part, tables, sequences },
        takenAt: new Date(rows[0]?.now ?? 0).toISOString(),
        serverVersion: rows[0]?.version ?? '',
        migrations: await namesOfMigrations(client),
      };
      // Last: a folder with a manifest is a whole backup.
      await writeFile(join(folder, MANIFEST_FILE), JSON.stringify(manifest, null, 2), { mode: 0o600 });
      return manifest;
    });
  } finally {
    await pool.end();
  }
}

/** Referred ones first. */
async function tablesOf(client: pg.PoolClient): Promise<FoundTable[]> {
  const { rows: tables } = await client.query<FoundTable>(TABLES, [MIGRATION_TABLES]);
  const { rows: references } = await client.query<{ from: string; to: string }>(REFERENCES);
  const sorted = new Map<string, FoundTable>();
  const add = (table: FoundTable): void => {
    if (sorted.has(table.name)) return;
    const referred = references.filter(({ from }) => from === table.name || from === table.partitionOf);
    for (const { to } of referred) {
      tables.filter(({ name, partitionOf }) => (name === to || partitionOf === to) && !sorted.has(name)).forEach(add);
    }
    sorted.set(table.name, table);
  };
  tables.forEach(add);
  return [...sorted.values()];
}

async function writeTable(client: pg.PoolClient, table: FoundTable, folder: string): Promise<BackedUpTable> {
  const file = `${table.name}.copy.gz`;
  const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(', ');
  const copy = client.query(copyTo(`COPY ${client.escapeIdentifier(table.name)} (${columns}) TO STDOUT`));
  await pipeline(copy, createGzip({ level: 1 }), createWriteStream(join(folder, file), { mode: 0o600 }));
  return { ...table, file, rows: copy.rowCount, sha256: await sha256Of(join(folder, file)) };
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
