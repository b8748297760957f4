import type pg from 'pg';
import type { EventContract } from '../../schemas/contract.js';
import { latestTable } from './contract-tables.js';
import type { RecordKey } from './find-records.js';

/** Which department sent a record, retracted ones included? Null when there is no such record. */
export async function departmentOfRecord(
  client: pg.ClientBase | pg.Pool,
  contract: EventContract,
  { sourceId, recordId }: RecordKey,
): Promise<string | null> {
  const { rows } = await client.query<{ department: string }>(
    `SELECT department FROM ${latestTable(contract)} WHERE source_id = $1 AND record_id = $2`,
    [sourceId, recordId],
  );
  return rows[0]?.department ?? null;
}
