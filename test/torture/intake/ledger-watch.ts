import type pg from 'pg';

/** A look at the ledger's database from outside, quick enough to catch a moment of the intake. */
export type LedgerWatch = {
  /** A transaction is open that has written a batch. */
  batchUnderWay: () => Promise<boolean>;
  /** Batches that are committed. */
  batches: () => Promise<number>;
  /** Rows of a source that are committed. */
  rowsOf: (sourceId: string) => Promise<number>;
  /** Messages that the ledger holds to be sent, for topics that match. */
  unsent: (topic: string) => Promise<number>;
  /** No connection of the intake is left: nothing of what it had begun can still be committed. */
  intakeIsGone: () => Promise<boolean>;
};

/** @param intake the name under which it is connected */
export function watchLedger(pool: pg.Pool, intake: string): LedgerWatch {
  const count = async (question: string, values: unknown[] = []): Promise<number> => {
    const { rows } = await pool.query<{ count: number }>(question, values);
    return rows[0]?.count ?? 0;
  };
  return {
    batchUnderWay: async () => (await count(UNDER_WAY)) > 0,
    batches: () => count('SELECT count(*)::int AS count FROM batch'),
    rowsOf: (sourceId) => count('SELECT count(*)::int AS count FROM batch_row WHERE source_id = $1', [sourceId]),
    unsent: (topic) =>
      count('SELECT count(*)::int AS count FROM outbox WHERE published_at IS NULL AND topic ~ $1', [topic]),
    intakeIsGone: async () => (await count(CONNECTED, [intake])) === 0,
  };
}

const UNDER_WAY = `
  SELECT count(*)::int AS count FROM pg_locks
  WHERE relation = 'batch'::regclass AND mode = 'RowExclusiveLock' AND granted`;

/** Its other databases' connections do not matter. */
const CONNECTED = `
  SELECT count(*)::int AS count FROM pg_stat_activity
  WHERE datname = current_database() AND application_name IN ($1, 'intake-pull')`;
