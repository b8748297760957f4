import type pg from 'pg';
import type { Logger } from '../../../infra/observability/logger.js';
import { whenCopied } from '../../../infra/postgres/database-home.js';
import { beginGeneration } from '../../dataset/dataset-generation.js';

/** Before anything is consolidated: a dataset that finds itself on another server is a restored one. */
export async function settleDataset(pool: pg.Pool, logger: Logger): Promise<void> {
  await whenCopied(pool, async (client) => {
    await beginGeneration(client);
    logger.warn(
      'the dataset is a copy made from a backup: it begins a new generation and asks ledgers for what it lacks',
    );
  });
}
