import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { ServiceFailure } from '../../process/service-failure.js';
import { markAsCopy } from '../database-home.js';
import { inTransaction } from '../in-transaction.js';
import { namesOfMigrations } from '../migrate.js';
import { createPool } from '../pool.js';
import { readManifest, type BackedUpTable, type BackupManifest } from './manifest.js';
import { sha256Of } from './write-backup.js';

/** What was there before stays under this name until the restored tables are whole. */
const REPLACED = 'replaced_by_restore';

export type RestoreOptions = {
  part: string;
  folder: string;
  /** Makes the tables of this software in the empty schema. */
  migrate: (databaseUrl: string) => Promise<void>;
  onTable?: (table: BackedUpTable) => void;
};

/**
 * Puts a database back to what a backup holds. The service finds a copy when it starts, and does what has to be done
 * about all that came after the backup. Whatever fails, the database is as it was before.
 *
 * @throws ServiceFailure BACKUP_UNREADABLE, BACKUP_DAMAGED, BACKUP_OF_ANOTHER_PART, BACKUP_OF_ANOTHER_VERSION,
 *   DATABASE_IN_USE
 */
export async function restoreBackup(databaseUrl: string, options: RestoreOptions): Promise<BackupManifest> {
  const manifest = await verifyBackup(options.folder);
  if (manifest.part !== options.part) throw anotherPart(manifest, options.part);
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'hub-restore' });
  try {
    await assertUnused(pool);
    await putAside(pool);
    try {
      await options.migrate(databaseUrl);
      await inTransaction(pool, (client) => fill(client, manifest, options));
    } catch (error) {
      await putBack(pool);
      throw error;
    }
    await pool.query(`DROP SCHEMA ${REPLACED} CASCADE`);
    return manifest;
  } finally {
    await pool.end();
  }
}

/** Reads every file of a backup. @throws ServiceFailure BACKUP_UNREADABLE, BACKUP_DAMAGED */
export async function verifyBackup(folder: string): Promise<BackupManifest> {
  const manifest = await readManifest(folder);
  for (const { file, sha256 } of manifest.tables) {
    const found = await sha256Of(join(folder, file)).catch(() => null);
    if (found === sha256) continue;
    const fault = found === null ? '缺失' : '与备份时不同';
    throw new ServiceFailure(`备份文件 ${file} ${fault}，未作任何恢复。请改用另一份备份。The backup is damaged.`, {
      ...{ code: 'BACKUP_DAMAGED', retriable: false, context: { folder, file } },
    });
  }
  return manifest;
}

async function assertUnused(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT DISTINCT application_name AS name FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
  );
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => name || '未知程序').join('、');
  throw new ServiceFailure(
    `数据库正在使用（${names}），未作任何恢复。请先停止相应的服务。The database is in use: stop its services first.`,
    { code: 'DATABASE_IN_USE', retriable: true, context: { names } },
  );
}

async function putAside(pool: pg.Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    // Left by a restore that was killed: then the half-made tables are in the way, and this is what was there before.
    const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [REPLACED]);
    if (rowCount === 0) await client.query(`ALTER SCHEMA public RENAME TO ${REPLACED}`);
    else await client.query('DROP SCHEMA public CASCADE');
    await client.query('CREATE SCHEMA public');
  });
}

async function putBack(pool: pg.Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('DROP SCHEMA public CASCADE');
    await client.query(`ALTER SCHEMA ${REPLACED} RENAME TO public`);
  });
}

async function fill(client: pg.PoolClient, manifest: BackupManifest, options: RestoreOptions): Promise<void> {
  const made = await namesOfMigrations(client);
  if (JSON.stringify([...made].sort()) !== JSON.stringify([...manifest.migrations].sort()))
    throw anotherVersion(manifest);
  // A new table may have rows from the start. Those that refer to others come last in the manifest, and go first.
  for (const { name } of [...manifest.tables].reverse()) await empty(client, name);
  for (const table of manifest.tables) {
    await fillTable(client, table, options.folder);
    options.onTable?.(table);
  }
  for (const { name, lastValue } of manifest.sequences) {
    await client.query('SELECT setval($1::regclass, $2)', [`public.${client.escapeIdentifier(name)}`, lastValue]);
  }
  await markAsCopy(client);
}

async function empty(client: pg.PoolClient, name: string): Promise<void> {
  const { rows } = await client.query<{ exists: boolean }>('SELECT to_regclass($1) IS NOT NULL AS exists', [
    `public.${client.escapeIdentifier(name)}`,
  ]);
  if (!rows[0]?.exists) return;
  const table = client.escapeIdentifier(name);
  // Asked first: a table may refuse to be emptied.
  const { rowCount } = await client.query(`SELECT FROM ${table} LIMIT 1`);
  if (rowCount !== 0) await client.query(`DELETE FROM ${table}`);
}

async function fillTable(client: pg.PoolClient, table: BackedUpTable, folder: string): Promise<void> {
  const name = client.escapeIdentifier(table.name);
  if (table.partitionOf !== null && table.bounds !== null) {
    const parent = client.escapeIdentifier(table.partitionOf);
    await client.query(`CREATE TABLE IF NOT EXISTS ${name} PARTITION OF ${parent} ${table.bounds}`);
  }
  const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(', ');
  const copy = client.query(copyFrom(`COPY ${name} (${columns}) FROM STDIN`));
  await pipeline(createReadStream(join(folder, table.file)), createGunzip(), copy);
  if (copy.rowCount !== table.rows)
    throw new Error(`${table.name}: ${copy.rowCount} of ${table.rows} rows were restored`);
}

function anotherPart({ part }: BackupManifest, wanted: string): ServiceFailure {
  return new ServiceFailure(
    `这是 ${part} 的备份，不是 ${wanted} 的，未作任何恢复。请核对备份的位置。The backup is of ${part}, not of ${wanted}.`,
    { code: 'BACKUP_OF_ANOTHER_PART', retriable: false, context: { part, wanted } },
  );
}

function anotherVersion({ takenAt }: BackupManifest): ServiceFailure {
  return new ServiceFailure(
    `备份（${takenAt}）由另一版本的软件所做，表结构与本版本不同，未作任何恢复。请用当时的版本恢复，再升级。The backup was made by another version: restore with that version, then upgrade.`,
    { code: 'BACKUP_OF_ANOTHER_VERSION', retriable: false, context: { takenAt } },
  );
}
