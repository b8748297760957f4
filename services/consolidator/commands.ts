import type pg from 'pg';
import { inTransaction } from '../../infra/postgres/in-transaction.js';
import { createPool } from '../../infra/postgres/pool.js';
import { DEFAULT_NAMESPACE } from '../../schemas/topics.js';
import { archiveMarks, type ArchiveMark } from '../dataset/archive-marks.js';
import { migrateDataset } from '../dataset/commands.js';
import { analyseSchema, dropScratch, readArchiveOf, underRebuildLock } from '../dataset/scratch-schema.js';
import { verifyArchive as verify, type ArchiveVerification } from './verifying/verify-archive.js';
import { swapDataset, type Swapped } from './rebuilding/swap-dataset.js';
import { applyArchive, digestsOf, type RebuildProgress } from './rebuilding/rebuild-dataset.js';

export type { ArchiveFinding, ArchiveVerification } from './verifying/verify-archive.js';
export type { Swapped } from './rebuilding/swap-dataset.js';
export type { RebuildProgress } from './rebuilding/rebuild-dataset.js';

export type ArchiveOptions = { databaseUrl: string; namespace?: string; onProgress?: RebuildProgress };

export type RebuildOptions = ArchiveOptions & {
  /** Puts what was rebuilt in the place of the live dataset. */
  swap?: {
    /** Also when the digests differ, e.g. since the rules have changed. */
    acceptDifference: boolean;
    /** How long to wait for a moment in which nobody reads; default ten minutes. */
    patienceMs?: number;
  };
};

/** What the archive gives, beside what the live dataset said at the same moment. */
export type RebuildResult = {
  /** Archived records applied again. */
  events: number;
  datasetDigest: string;
  liveDatasetDigest: string;
  stateDigest: string;
  liveStateDigest: string;
  /** True when both digests agree. */
  equal: boolean;
  /** Null when nothing was swapped. */
  swapped: Swapped | null;
};

const LIVE = 'public';
const SCRATCH = 'rebuild_scratch';
const SWAP_PATIENCE_MS = 600_000;

/**
 * Makes the whole dataset again from its archive alone, in a schema of its own, and compares; on request the two change
 * places, or else what was made is dropped. Needs neither Kafka nor the registry; the live dataset is read and written
 * meanwhile, since all is read from one snapshot.
 *
 * @throws ServiceFailure REBUILD_RUNNING while another one runs, TOPIC_UNKNOWN when the namespace is not the dataset's,
 *   SWAP_NO_MOMENT
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildResult> {
  const { databaseUrl } = options;
  const pool = createPool(databaseUrl, { max: 2, applicationName: 'hub-rebuild', searchPath: SCRATCH });
  try {
    return await underRebuildLock(pool, async () => {
      await dropScratch(pool, SCRATCH);
      try {
        await migrateDataset(databaseUrl, { schema: SCRATCH });
        return await rebuildInto(pool, options);
      } finally {
        await dropScratch(pool, SCRATCH);
      }
    });
  } finally {
    await pool.end();
  }
}

async function rebuildInto(pool: pg.Pool, options: RebuildOptions): Promise<RebuildResult> {
  const { namespace = DEFAULT_NAMESPACE, onProgress = () => undefined, swap } = options;
  const { marks, ...compared } = await inTransaction(pool, (client) => compare(client, namespace, onProgress));
  if (!swap || !(compared.equal || swap.acceptDifference)) return { ...compared, swapped: null };
  await analyseSchema(pool, SCRATCH);
  const places = { scratch: SCRATCH, live: LIVE, marks, patienceMs: swap.patienceMs ?? SWAP_PATIENCE_MS };
  return { ...compared, swapped: await swapDataset({ pool, namespace, ...places }) };
}

type Compared = Omit<RebuildResult, 'swapped'> & { marks: ArchiveMark[] };

async function compare(client: pg.PoolClient, namespace: string, onProgress: RebuildProgress): Promise<Compared> {
  await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  await readArchiveOf(client, LIVE);
  const events = await applyArchive(client, namespace, onProgress);
  const marks = await archiveMarks(client);
  const live = await digestsOf(client, LIVE);
  const made = await digestsOf(client, SCRATCH);
  return {
    events,
    ...made,
    liveDatasetDigest: live.datasetDigest,
    liveStateDigest: live.stateDigest,
    equal: made.datasetDigest === live.datasetDigest && made.stateDigest === live.stateDigest,
    marks,
  };
}

/**
 * Holds the archive against itself and against what the dataset made of it; see `verifyArchive`. Needs neither Kafka nor
 * the registry, writes nothing, and lets everybody go on.
 */
export async function verifyArchive(options: ArchiveOptions): Promise<ArchiveVerification> {
  const { databaseUrl, namespace = DEFAULT_NAMESPACE, onProgress = () => undefined } = options;
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'hub-archive-verify' });
  try {
    return await inTransaction(pool, (client) => verify(client, namespace, onProgress));
  } finally {
    await pool.end();
  }
}
