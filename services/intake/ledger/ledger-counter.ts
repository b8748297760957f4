import type pg from 'pg';
import type { LedgerPlace } from './ledger-version.js';

/** The gapless sequence of one source, event type and epoch, held until the transaction ends. */
export type LockedCounter = { epoch: number; next: () => number; save: () => Promise<void> };

/**
 * Locks the counter. It also serialises deciding: whichever door or instance, one batch of a source and feed at a time
 * sees the record's history and adds to it. No new epoch is taken while a batch is under way.
 */
export async function lockCounter(client: pg.PoolClient, { sourceId, eventType }: LedgerPlace): Promise<LockedCounter> {
  const { rows: epochs } = await client.query<{ epoch: number }>('SELECT epoch FROM ledger_epoch FOR SHARE');
  const epoch = epochs[0]?.epoch ?? 1;
  const place = [sourceId, eventType, epoch];
  await client.query('INSERT INTO ledger_counter VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING', place);
  const { rows } = await client.query<{ last_seq: number }>(
    `SELECT last_seq FROM ledger_counter WHERE source_id = $1 AND event_type = $2 AND ledger_epoch = $3 FOR UPDATE`,
    place,
  );
  let last = rows[0]?.last_seq ?? 0;
  return {
    epoch,
    next: () => (last += 1),
    save: async () => {
      await client.query(
        `UPDATE ledger_counter SET last_seq = $4 WHERE source_id = $1 AND event_type = $2 AND ledger_epoch = $3`,
        [...place, last],
      );
    },
  };
}
