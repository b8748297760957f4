import type pg from 'pg';
import { inTransaction } from '../../infra/postgres/in-transaction.js';
import { createPool } from '../../infra/postgres/pool.js';
import { DEFAULT_NAMESPACE } from '../../schemas/topics.js';
import { migrateDataset } from '../dataset/commands.js';
import { dropScratch, readArchiveOf, underRebuildLock } from '../dataset/scratch-schema.js';
import { verifyArchive as verify, type ArchiveVerification } from './verifying/verify-archive.js';
import { applyArchive, digestsOf, type RebuildProgress } from './rebuilding/rebuild-dataset.js';

export type { ArchiveFinding, ArchiveVerification } from './verifying/verify-archive.js';
export type { RebuildProgress } from './rebuilding/rebuild-dataset.js';

export type RebuildOptions = { databaseUrl: string; namespace?: string; onProgress?: RebuildProgress };

/** What the archive gives, beside what the live dataset says. */
export type RebuildResult = {
  /** Archived records applied again. */
  events: number;
  datasetDigest: string;
  liveDatasetDigest: string;
  stateDigest: string;
  liveStateDigest: string;
  /** True when both digests agree. */
  equal: boolean;
};

const LIVE = 'public';
const SCRATCH = 'rebuild_scratch';

/**
 * Makes the whole dataset again from its archive alone, in a schema of its own that is dropped afterwards, and compares.
 * Needs neither Kafka nor the registry; the live dataset may be written meanwhile, since all is read from one snapshot.
 *
 * @throws ServiceFailure REBUILD_RUNNING while another one runs, TOPIC_UNKNOWN when the namespace is not the dataset's
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildResult> {
  const { databaseUrl, namespace = DEFAULT_NAMESPACE, onProgress = () => undefined } = options;
  const pool = createPool(databaseUrl, { max: 2, applicationName: 'hub-rebuild', searchPath: SCRATCH });
  try {
    return await underRebuildLock(pool, async () => {
      await dropScratch(pool, SCRATCH);
      try {
        await migrateDataset(databaseUrl, { schema: SCRATCH });
        return await inTransaction(pool, (client) => compare(client, namespace, onProgress));
      } finally {
        await dropScratch(pool, SCRATCH);
      }
    });
  } finally {
    await pool.end();
  }
}

async function compare(client: pg.PoolClient, namespace: string, onProgress: RebuildProgress): Promise<RebuildResult> {
  await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  await readArchiveOf(client, LIVE);
  const events = await applyArchive(client, namespace, onProgress);
  const made = await digestsOf(client, SCRATCH);
  const live = await digestsOf(client, LIVE);
  return {
    events,
    ...made,
    liveDatasetDigest: live.datasetDigest,
    liveStateDigest: live.stateDigest,
    equal: made.datasetDigest === live.datasetDigest && made.stateDigest === live.stateDigest,
  };
}

/**
 * Holds the archive against itself and against what the dataset made of it; see `verifyArchive`. Needs neither Kafka nor
 * the registry, writes nothing, and lets everybody go on.
 */
export async function verifyArchive(options: RebuildOptions): Promise<ArchiveVerification> {
  const { databaseUrl, namespace = DEFAULT_NAMESPACE, onProgress = () => undefined } = options;
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'hub-archive-verify' });
  try {
    return await inTransaction(pool, (client) => verify(client, namespace, onProgress));
  } finally {
    await pool.end();
  }
}
