import type pg from 'pg';
import { askDataset, type Asking } from './ask-dataset.js';

const MINUTE = 60_000;
const FIRST_MINUTE = Date.UTC(2020, 0, 1) / MINUTE;

/**
 * A ledger that was restored from a backup lacks what it accepted afterwards, and would give out its numbers a second
 * time. It takes a new epoch, asks the dataset about every source, and takes nothing more until it is answered.
 *
 * The epoch is the minute, counted from 2020: two restores from one backup cannot take the same.
 */
export async function reopenLedger(client: pg.PoolClient, asking: Asking, sourceIds: Iterable<string>): Promise<void> {
  const minute = Math.floor(asking.now() / MINUTE - FIRST_MINUTE);
  await client.query('UPDATE ledger_epoch SET epoch = greatest(epoch + 1, $1), open = false', [minute]);
  for (const sourceId of sourceIds) await askDataset(client, sourceId, asking);
  await openWhenAnswered(client);
}

/** Whether batches are taken; not while a restored ledger waits for the dataset. */
export async function isLedgerOpen(client: pg.ClientBase | pg.Pool): Promise<boolean> {
  const { rows } = await client.query<{ open: boolean }>('SELECT open FROM ledger_epoch');
  return rows[0]?.open ?? false;
}

export async function openWhenAnswered(client: pg.PoolClient): Promise<void> {
  await client.query(
    'UPDATE ledger_epoch SET open = true WHERE NOT open AND NOT EXISTS (SELECT FROM ledger_question WHERE answered_at IS NULL)',
  );
}
