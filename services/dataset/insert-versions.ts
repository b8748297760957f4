import type pg from 'pg';
import { copyRows } from '../../infra/postgres/copy-rows.js';
import { compareText } from '../../schemas/record-order.js';
import type { DatasetEvent } from './dataset-event.js';
import { positionColumns, unnestOf, type WrittenColumn } from './unnest.js';
import { writtenOrder } from './version-order.js';

/** What became of versions, by event id. Ids in neither set were here already, from a delivery that counts more. */
export type InsertedVersions = {
  inserted: ReadonlySet<string>;
  /** Known, but now counted from a lower delivery: the record's order may have changed. */
  lowered: ReadonlySet<string>;
};

const columns: readonly WrittenColumn<DatasetEvent>[] = [
  { name: 'event_id', type: 'uuid', of: ({ header }) => header.eventId },
  { name: 'source_id', type: 'text', of: ({ header }) => header.sourceId },
  { name: 'event_type', type: 'text', of: ({ contract }) => contract.eventType },
  { name: 'record_id', type: 'text', of: ({ header }) => header.recordId },
  ...writtenOrder,
  { name: 'accepted_at', type: 'timestamptz', of: ({ header }) => header.acceptedAt },
  { name: 'recorded_at', type: 'timestamptz', of: ({ header }) => header.recordedAt },
  { name: 'reason', type: 'text', of: ({ header }) => header.reason },
  { name: 'replaces_source_id', type: 'text', of: ({ header }) => header.replaces?.sourceId ?? null },
  { name: 'replaces_record_id', type: 'text', of: ({ header }) => header.replaces?.recordId ?? null },
  { name: 'period', type: 'text', of: ({ header }) => header.period },
  { name: 'batch_id', type: 'text', of: ({ header }) => header.batchId },
  { name: 'row_number', type: 'int', of: ({ header }) => header.rowNumber },
  { name: 'ledger_seq', type: 'bigint', of: ({ header }) => header.ledgerSeq },
  { name: 'department', type: 'text', of: ({ header }) => header.department },
  { name: 'reporting_unit', type: 'text', of: ({ header }) => header.reportingUnit },
  { name: 'contract_version', type: 'text', of: ({ header }) => header.contractVersion },
  { name: 'delivered_up_to', type: 'bigint', of: ({ header }) => header.deliveredUpTo },
  ...positionColumns<DatasetEvent>((event) => event.position),
];

/** Of a delivery: the same order as compareDeliveries, in SQL. */
const deliveryOf = (row: string) =>
  `(${row}.ledger_epoch, ${row}.ledger_seq, ${row}.accepted_at, ${row}.row_number,
    coalesce(${row}.recorded_at, 'epoch'::timestamptz),
    concat_ws(E'\\n', ${row}.batch_id, ${row}.period, ${row}.department, ${row}.reporting_unit,
              coalesce(${row}.reason, ''), coalesce(${row}.delivered_up_to::text, '')) COLLATE "C")`;

/**
 * Which of these events are new, or count from a lower delivery than the one that is here? Most are new, and are copied.
 *
 * @param events at most one an event id
 * @throws pg.DatabaseError 23505 when another transaction wrote one of the events meanwhile
 */
export async function insertVersions(
  client: pg.PoolClient,
  events: readonly DatasetEvent[],
): Promise<InsertedVersions> {
  // Sorted by key: two transactions that write the same rows in different orders would deadlock.
  const rows = [...events].sort((a, b) => compareText(a.header.eventId, b.header.eventId));
  const known = await versionsThere(client, rows);
  const fresh = known.size === 0 ? rows : rows.filter(({ header }) => !known.has(header.eventId));
  await copyRows(client, 'event_version', columns, fresh);
  return {
    inserted: new Set(fresh.map(({ header }) => header.eventId)),
    lowered:
      known.size === 0
        ? known
        : await lowerDeliveries(
            client,
            rows.filter(({ header }) => known.has(header.eventId)),
          ),
  };
}

async function versionsThere(client: pg.PoolClient, events: readonly DatasetEvent[]): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ event_id: string }>(
    'SELECT event_id FROM event_version WHERE event_id = ANY ($1::uuid[])',
    [events.map(({ header }) => header.eventId)],
  );
  return new Set(rows.map((row) => row.event_id));
}

async function lowerDeliveries(client: pg.PoolClient, rows: readonly DatasetEvent[]): Promise<ReadonlySet<string>> {
  const { names, source, values } = unnestOf(columns, rows);
  const replaced = columns.slice(1).map(({ name }) => `${name} = EXCLUDED.${name}`);
  const lowered = await client.query<{ event_id: string }>(
    `INSERT INTO event_version AS known (${names}) SELECT * FROM ${source}
     ON CONFLICT (event_id) DO UPDATE SET ${replaced.join(', ')}
     WHERE ${deliveryOf('EXCLUDED')} < ${deliveryOf('known')}
     RETURNING event_id`,
    values,
  );
  return new Set(lowered.rows.map((row) => row.event_id));
}
