import type pg from 'pg';
import { createPool } from '../../infra/postgres/pool.js';
import { inTransaction } from '../../infra/postgres/in-transaction.js';
import { migrate } from '../../infra/postgres/migrate.js';
import { eventContracts } from '../../schemas/generated/contract-index.js';
import { readBalance, type BalanceRow } from './balance.js';
import { ensureContractTables } from './contract-tables.js';
import { datasetDigest } from './dataset-digest.js';
import { ensureLinkView } from './links/link-view.js';
import { datasetMigrations } from './migrations.js';
import { newestAcceptedAt } from './progress.js';
import { ensureVersionViews } from './version-views.js';

/**
 * Brings the dataset to this version of the software: named migrations, then the tables of every contract and the view of
 * their links. Safe to run
 * from several processes at once, and when there is nothing to do.
 *
 * @param options.schema a scratch schema; absent: the live dataset
 */
export async function migrateDataset(url: string, options: { schema?: string } = {}): Promise<void> {
  await migrate(url, datasetMigrations, options);
  const pool = createPool(url, { max: 1, applicationName: 'hub-migrate', searchPath: options.schema ?? 'public' });
  try {
    await inTransaction(pool, ensureTables);
  } finally {
    await pool.end();
  }
}

async function ensureTables(client: pg.PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('contract tables', 0))`);
  await ensureContractTables(client, eventContracts);
  await ensureVersionViews(client);
  await ensureLinkView(client);
}

/** What the dataset says at one moment. */
export type DatasetMoment = {
  /** See `datasetDigest` for what goes in. */
  datasetDigest: string;
  /** When the newest event it holds was accepted at a department's door, epoch ms; null while it is empty. */
  newestAcceptedAt: number | null;
  /** Rows that each department's ledger has stated since the beginning. */
  intake: DepartmentRows[];
};

export type DepartmentRows = { department: string; accepted: number; unchanged: number; rejected: number };

export async function readDatasetMoment(url: string): Promise<DatasetMoment> {
  const pool = createPool(url, { max: 1, applicationName: 'hub-digest' });
  try {
    return await inTransaction(pool, async (client) => {
      await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const { rows } = await readBalance(client);
      return {
        datasetDigest: await datasetDigest(client),
        newestAcceptedAt: await newestAcceptedAt(client),
        intake: rowsByDepartment(rows),
      };
    });
  } finally {
    await pool.end();
  }
}

function rowsByDepartment(balance: readonly BalanceRow[]): DepartmentRows[] {
  const sums = new Map<string, DepartmentRows>();
  for (const { department, added, corrected, retracted, unchanged, rejected } of balance) {
    const sum = sums.get(department) ?? { department, accepted: 0, unchanged: 0, rejected: 0 };
    sum.accepted += added + corrected + retracted;
    sum.unchanged += unchanged;
    sum.rejected += rejected;
    sums.set(department, sum);
  }
  return [...sums.values()];
}
