import type pg from 'pg';
import type { Logger } from '../../infra/observability/logger.js';
import { whenCopied } from '../../infra/postgres/database-home.js';

/** More resolutions of one reference than there will ever be in a minute. */
const SEQUENCES_A_MINUTE = 1000;

/**
 * Before anybody is judged: a vault that finds itself on another server was restored from a backup. It will judge again
 * whom it had judged since, and may give other ids; numbered above all that it said before, its new word counts.
 */
export async function settleVault(pool: pg.Pool, logger: Logger): Promise<void> {
  await whenCopied(pool, async (client) => {
    await client.query(
      'UPDATE resolution_floor SET floor = greatest(floor, (extract(epoch FROM now()) / 60)::bigint * $1)',
      [SEQUENCES_A_MINUTE],
    );
    logger.warn('the vault is a copy made from a backup: its resolutions are numbered on from the present minute');
  });
}
