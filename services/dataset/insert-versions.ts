import type pg from 'pg';
import { compareText } from '../../schemas/record-order.js';
import type { DatasetEvent } from './dataset-event.js';
import { instantText, positionColumns, unnestOf, type WrittenColumn } from './unnest.js';
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
  { name: 'accepted_at', type: 'timestamptz', of: ({ header }) => instantText(header.acceptedAt) },
  { name: 'recorded_at', type: 'timestamptz', of: ({ header }) => instantText(header.recordedAt) },
  { name: 'reason', type: 'text', of: ({ header }) => header.reason },
  { name: 'replaces_source_id', type: 'text', of: ({ header }) => header.replaces?.sourceId ?? null },
  { name: 'replaces_record_id', type: 'text', of: ({ header }) => header.replaces?.recordId ?? null },
  { name: 'period', type: 'text', of: ({ header }) => header.period },
  { name: 'batch_id', type: 'text', of: ({ header }) => header.batchId },
  { name: 'row_number', type: 'integer', of: ({ header }) => header.rowNumber },
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
 * Which of these events are new, or count from a lower delivery than the one that is here?
 *
 * @param events at most one an event id
 */
export async function insertVersions(
  client: pg.ClientBase,
  events: readonly DatasetEvent[],
): Promise<InsertedVersions> {
  // Sorted by key: two transactions that write the same rows in different orders would deadlock.
  const rows = [...events].sort((a, b) => compareText(a.header.eventId, b.header.eventId));
  const { names, source, values } = unnestOf(columns, rows);
  const replaced = columns.slice(1).map(({ name }) => `${name} = EXCLUDED.${name}`);
  const written = await client.query<{ event_id: string; inserted: boolean }>(
    `INSERT INTO event_version AS known (${names}) SELECT * FROM ${source}
     ON CONFLICT (event_id) DO UPDATE SET ${replaced.join(', ')}
     WHERE ${deliveryOf('EXCLUDED')} < ${deliveryOf('known')}
     RETURNING event_id, (xmax = 0) AS inserted`,
    values,
  );
  const idsWhere = (inserted: boolean) =>
    new Set(written.rows.filter((row) => row.inserted === inserted).map((row) => row.event_id));
  return { inserted: idsWhere(true), lowered: idsWhere(false) };
}
