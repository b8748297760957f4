import type pg from 'pg';
import type { Logger } from '../../../infra/observability/logger.js';
import { whenCopied } from '../../../infra/postgres/database-home.js';
import type { Asking } from './ask-dataset.js';
import { reopenLedger } from './reopen-ledger.js';

/** Before any door opens: a ledger that finds itself on another server is a restored one. */
export async function settleLedger(
  pool: pg.Pool,
  asking: Asking,
  { sourceIds, logger }: { sourceIds: Iterable<string>; logger: Logger },
): Promise<void> {
  await whenCopied(pool, async (client) => {
    await reopenLedger(client, asking, sourceIds);
    logger.warn('the ledger is a copy made from a backup: it takes a new epoch and asks the dataset before it opens');
  });
}
