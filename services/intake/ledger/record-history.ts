import type pg from 'pg';
import type { Operation } from '../../../schemas/record-order.js';
import { compareRecordOrder } from '../../../schemas/record-order.js';
import { compareBasis, type Confirmation, type RecordHistory } from './decide-version.js';
import { IMPLIED_ROW, type LedgerPlace, type LedgerVersion } from './ledger-version.js';

export type StatedRecord = { recordId: string; basisEra: number; basis: number };
export type Histories = Map<string, RecordHistory<LedgerVersion>>;

/** What the ledger knows of the records that a chunk speaks of. */
export async function loadHistories(
  client: pg.PoolClient,
  place: LedgerPlace,
  stated: readonly StatedRecord[],
): Promise<Histories> {
  const lowest = new Map<string, StatedRecord>();
  for (const record of stated) {
    const known = lowest.get(record.recordId);
    if (!known || compareBasis(record, known) < 0) lowest.set(record.recordId, record);
  }
  const versions = await versionsOf(client, place, [...lowest.keys()]);
  const confirmations = await confirmationsFrom(client, place, [...lowest.values()]);
  const entries = [...lowest.keys()].map((recordId) => {
    const own = (versions.get(recordId) ?? []).sort(compareRecordOrder);
    return [recordId, { versions: own, confirmations: confirmations.get(recordId) ?? [] }] as const;
  });
  return new Map(entries);
}

type VersionRow = {
  record_id: string;
  basis_era: number;
  basis: number;
  ledger_epoch: number;
  revision: number;
  operation: Operation;
  content_digest: string;
  period: string;
  row_number: number;
  listed_at: number;
  outbox_id: number;
};

async function versionsOf(client: pg.PoolClient, { sourceId, eventType }: LedgerPlace, recordIds: readonly string[]) {
  const { rows } = await client.query<VersionRow>(
    `SELECT v.record_id, v.basis_era, v.basis, v.ledger_epoch, v.revision, v.operation, v.content_digest, v.period,
       v.row_number, coalesce(b.as_of, v.accepted_at) AS listed_at, v.outbox_id
     FROM record_version v LEFT JOIN batch b USING (batch_id)
     WHERE v.source_id = $1 AND v.event_type = $2 AND v.record_id = ANY ($3)`,
    [sourceId, eventType, recordIds],
  );
  return grouped(rows, (row): LedgerVersion => ({
    basisEra: row.basis_era,
    basis: row.basis,
    ledgerEpoch: row.ledger_epoch,
    revision: row.revision,
    operation: row.operation,
    contentDigest: row.content_digest,
    period: row.period,
    implied: row.row_number === IMPLIED_ROW,
    listedAt: row.listed_at,
    content: { outboxId: row.outbox_id },
  }));
}

type ConfirmationRow = { record_id: string; basis_era: number; basis: number; batch_id: string; row_number: number };

/** Only confirmations at or above the statement can matter: a list sent daily for years leaves thousands below. */
async function confirmationsFrom(
  client: pg.PoolClient,
  { sourceId, eventType }: LedgerPlace,
  lowest: readonly StatedRecord[],
) {
  const { rows } = await client.query<ConfirmationRow>(
    `SELECT r.record_id, r.basis_era, r.basis, r.batch_id, r.row_number
     FROM unnest($3::text[], $4::int[], $5::bigint[]) AS stated (record_id, basis_era, basis)
     JOIN batch_row r ON r.source_id = $1 AND r.event_type = $2 AND r.record_id = stated.record_id
       AND r.confirms AND (r.basis_era, r.basis) >= (stated.basis_era, stated.basis)`,
    [sourceId, eventType, lowest.map((r) => r.recordId), lowest.map((r) => r.basisEra), lowest.map((r) => r.basis)],
  );
  return grouped(rows, (row): Confirmation => ({
    basisEra: row.basis_era,
    basis: row.basis,
    batchId: row.batch_id,
    rowNumber: row.row_number,
  }));
}

function grouped<Row extends { record_id: string }, T>(rows: readonly Row[], made: (row: Row) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.record_id);
    if (group) group.push(made(row));
    else groups.set(row.record_id, [made(row)]);
  }
  return groups;
}
