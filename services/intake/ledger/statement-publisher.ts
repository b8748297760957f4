import type pg from 'pg';
import type { Logger } from '../../../infra/observability/logger.js';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { startRepeatingWork } from '../../../infra/process/repeating-work.js';
import type { Closable } from '../../../infra/process/run-service.js';
import { stateBooks } from './state-books.js';

export type StatementPublisherOptions = {
  pool: pg.Pool;
  namespace: string;
  department: string;
  now: () => number;
  logger: Logger;
  /** Called after statements were written: the relay has something to send. */
  onStated: () => void;
  /** Shortest time between two rounds; statements of a busy second are summed up in one. Default 500 ms. */
  intervalMs?: number;
};

/** States the ledger's side of the books whenever it changed, for ever. */
export function startStatementPublisher(options: StatementPublisherOptions): Closable {
  const { pool, logger, onStated, intervalMs = 500 } = options;
  return startRepeatingWork({
    failure: 'the books could not be stated',
    everyMs: intervalMs,
    logger,
    work: async () => {
      if ((await inTransaction(pool, (client) => stateBooks(client, options))) > 0) onStated();
    },
  });
}
