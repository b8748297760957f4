import type { DatasetEvent } from './dataset-event.js';
import { positionColumns, type WrittenColumn } from './unnest.js';
import { writtenOrder } from './version-order.js';

/** What every version says of itself, wherever versions are kept: the record's own table, or that of superseded ones. */
export const versionColumns: readonly WrittenColumn<DatasetEvent>[] = [
  { name: 'source_id', type: 'text', of: ({ header }) => header.sourceId },
  { name: 'record_id', type: 'text', of: ({ header }) => header.recordId },
  { name: 'event_id', type: 'uuid', of: ({ header }) => header.eventId },
  ...writtenOrder,
  { name: 'accepted_at', type: 'timestamptz', of: ({ header }) => header.acceptedAt },
  { name: 'recorded_at', type: 'timestamptz', of: ({ header }) => header.recordedAt },
  { name: 'change_reason', type: 'text', of: ({ header }) => header.reason },
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

export const versionColumnNames = versionColumns.map(({ name }) => name).join(', ');

/** Of a delivery: the same order as compareDeliveries, in SQL. */
export const deliveryOf = (row: string): string =>
  `(${row}.ledger_epoch, ${row}.ledger_seq, ${row}.accepted_at, ${row}.row_number,
    coalesce(${row}.recorded_at, 'epoch'::timestamptz),
    concat_ws(E'\\n', ${row}.batch_id, ${row}.period, ${row}.department, ${row}.reporting_unit,
              coalesce(${row}.change_reason, ''), coalesce(${row}.delivered_up_to::text, '')) COLLATE "C")`;
