import type pg from 'pg';
import type { Logger } from '../../../infra/observability/logger.js';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { createBackOff } from '../../../infra/process/back-off.js';
import { sleep } from '../../../infra/process/sleep.js';
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
export function startStatementPublisher(options: StatementPublisherOptions): { close: () => Promise<void> } {
  const stopping = new AbortController();
  const running = run(options, stopping.signal);
  return {
    close: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function run(options: StatementPublisherOptions, signal: AbortSignal): Promise<void> {
  const { pool, logger, onStated, intervalMs = 500 } = options;
  const backOff = createBackOff(intervalMs, 10_000);
  while (!signal.aborted) {
    let waitMs = intervalMs;
    try {
      if ((await inTransaction(pool, (client) => stateBooks(client, options))) > 0) onStated();
      backOff.reset();
    } catch (error) {
      waitMs = backOff.next();
      logger.warn({ err: error, retryInMs: waitMs }, 'the books could not be stated, trying again');
    }
    await sleep(waitMs, signal);
  }
}
