import type pg from 'pg';
import type { EventContract, PayloadField } from '../../schemas/contract.js';
import { valueAt } from '../../schemas/payload-value.js';
import { compareText } from '../../schemas/record-order.js';
import { columnType, latestTable } from './contract-tables.js';
import type { DatasetEvent } from './dataset-event.js';
import { orderColumns, writtenOrder } from './version-order.js';
import { instantText, positionColumns, unnestOf, type WrittenColumn } from './unnest.js';

const ownColumns: readonly WrittenColumn<DatasetEvent>[] = [
  { name: 'source_id', type: 'text', of: ({ header }) => header.sourceId },
  { name: 'record_id', type: 'text', of: ({ header }) => header.recordId },
  { name: 'event_id', type: 'uuid', of: ({ header }) => header.eventId },
  ...writtenOrder,
  { name: 'period', type: 'text', of: ({ header }) => header.period },
  { name: 'department', type: 'text', of: ({ header }) => header.department },
  { name: 'reporting_unit', type: 'text', of: ({ header }) => header.reportingUnit },
  { name: 'accepted_at', type: 'timestamptz', of: ({ header }) => instantText(header.acceptedAt) },
  ...positionColumns<DatasetEvent>((event) => event.position),
];

function payloadColumn(field: PayloadField): WrittenColumn<DatasetEvent> {
  const isInstant = field.avroType === 'timestamp-millis';
  const of = ({ payload }: DatasetEvent) => {
    const value = payload === null ? null : valueAt(payload, field.path);
    return isInstant ? instantText(value as number | null) : value;
  };
  return { name: field.column, type: columnType(field), of };
}

/**
 * Makes events the latest version of their records, unless a higher version is there already: the guard that lets
 * events arrive in any order. Events of one contract, at most one a record.
 */
export async function upsertLatest(
  client: pg.ClientBase,
  contract: EventContract,
  events: readonly DatasetEvent[],
): Promise<void> {
  // Sorted by key: two transactions that write the same rows in different orders would deadlock.
  const rows = [...events].sort(
    (a, b) => compareText(a.header.sourceId, b.header.sourceId) || compareText(a.header.recordId, b.header.recordId),
  );
  const columns = [...ownColumns, ...contract.fields.map(payloadColumn)];
  const { names, source, values } = unnestOf(columns, rows);
  const replaced = columns.slice(2).map(({ name }) => `${name} = EXCLUDED.${name}`);
  await client.query(
    `INSERT INTO ${latestTable(contract)} AS known (${names}) SELECT * FROM ${source}
     ON CONFLICT (source_id, record_id) DO UPDATE SET ${replaced.join(', ')}
     WHERE ${orderColumns('EXCLUDED')} > ${orderColumns('known')}`,
    values,
  );
}

/** Takes records out of their table, so that they can be decided again from their versions. */
export async function removeLatest(
  client: pg.ClientBase,
  contract: EventContract,
  records: readonly { sourceId: string; recordId: string }[],
): Promise<void> {
  await client.query(
    `DELETE FROM ${latestTable(contract)} WHERE (source_id, record_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [records.map(({ sourceId }) => sourceId), records.map(({ recordId }) => recordId)],
  );
}
