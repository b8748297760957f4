import type pg from 'pg';
import type { LedgerPlace } from '../ledger-version.js';

/*
 * Terminology. A *complete list* names every record that its source has of some months, as of a moment; what it leaves
 * out should not be there. It *names* a record by any row with the record's key, a rejected row included.
 */

/** What a sender claims of a list: it is complete for these months, both inclusive (YYYY-MM). */
export type CompleteClaim = {
  firstPeriod: string;
  lastPeriod: string;
  /** The sender's answer to `Unconfirmed`; null when there was no question yet. */
  confirm: string | null;
};

/** A complete list as the ledger remembers it. */
export type CompleteList = {
  batchId: string;
  basisEra: number;
  /** Epoch milliseconds. */
  asOf: number;
  firstPeriod: string;
  lastPeriod: string;
};

/** A complete list, and whether it names the record at hand. */
export type ListOfRecord = CompleteList & { names: boolean };

/** The complete lists of a source and feed; those with a row that could be anybody's imply nothing and are left out. */
export async function loadCompleteLists(
  client: pg.PoolClient,
  { sourceId, eventType }: LedgerPlace,
): Promise<CompleteList[]> {
  const { rows } = await client.query<CompleteList>(
    `SELECT c.batch_id AS "batchId", c.basis_era AS "basisEra", b.as_of AS "asOf",
       c.first_period AS "firstPeriod", c.last_period AS "lastPeriod"
     FROM complete_list c JOIN batch b USING (batch_id)
     WHERE c.source_id = $1 AND c.event_type = $2 AND NOT c.withheld`,
    [sourceId, eventType],
  );
  return rows;
}

/** Of each of these records: the complete lists, and whether they name it. */
export async function loadListsOf(
  client: pg.PoolClient,
  lists: readonly CompleteList[],
  recordIds: readonly string[],
): Promise<(recordId: string) => ListOfRecord[]> {
  if (lists.length === 0) return () => [];
  const { rows } = await client.query<{ batch_id: string; record_id: string }>(
    'SELECT batch_id, record_id FROM complete_list_name WHERE batch_id = ANY ($1) AND record_id = ANY ($2)',
    [lists.map(({ batchId }) => batchId), recordIds],
  );
  const named = new Set(rows.map((row) => `${row.batch_id} ${row.record_id}`));
  return (recordId) => lists.map((list) => ({ ...list, names: named.has(`${list.batchId} ${recordId}`) }));
}

/**
 * Remembers a list with the records that it names. A row whose key cannot be read might be any record: then the list
 * implies nothing, now or later.
 *
 * @returns whether it is withheld for that
 */
export async function saveCompleteList(
  client: pg.PoolClient,
  { sourceId, eventType }: LedgerPlace,
  { batchId, basisEra, firstPeriod, lastPeriod }: Omit<CompleteList, 'asOf'>,
): Promise<boolean> {
  const { rows } = await client.query<{ withheld: boolean }>(
    `INSERT INTO complete_list (batch_id, source_id, event_type, basis_era, first_period, last_period, withheld)
     SELECT $1, $2, $3, $4, $5, $6, EXISTS (SELECT FROM batch_row WHERE batch_id = $1 AND coalesce(record_id, '') = '')
     RETURNING withheld`,
    [batchId, sourceId, eventType, basisEra, firstPeriod, lastPeriod],
  );
  await client.query(
    `INSERT INTO complete_list_name (batch_id, record_id)
     SELECT DISTINCT batch_id, record_id FROM batch_row WHERE batch_id = $1 AND record_id IS NOT NULL`,
    [batchId],
  );
  return rows[0]?.withheld ?? true;
}
