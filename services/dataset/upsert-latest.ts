import type pg from 'pg';
import { copyRows, type CopyColumn } from '../../infra/postgres/copy-rows.js';
import type { EventContract, PayloadField } from '../../schemas/contract.js';
import { valueAt } from '../../schemas/payload-value.js';
import { compareText } from '../../schemas/record-order.js';
import { latestTable } from './contract-tables.js';
import type { DatasetEvent } from './dataset-event.js';
import { orderColumns, writtenOrder } from './version-order.js';
import { positionColumns, unnestOf, type WrittenColumn } from './unnest.js';

const ownColumns: readonly WrittenColumn<DatasetEvent>[] = [
  { name: 'source_id', type: 'text', of: ({ header }) => header.sourceId },
  { name: 'record_id', type: 'text', of: ({ header }) => header.recordId },
  { name: 'event_id', type: 'uuid', of: ({ header }) => header.eventId },
  ...writtenOrder,
  { name: 'period', type: 'text', of: ({ header }) => header.period },
  { name: 'department', type: 'text', of: ({ header }) => header.department },
  { name: 'reporting_unit', type: 'text', of: ({ header }) => header.reportingUnit },
  { name: 'accepted_at', type: 'timestamptz', of: ({ header }) => header.acceptedAt },
  ...positionColumns<DatasetEvent>((event) => event.position),
];

const copiedTypes = {
  ...{ string: 'text', int: 'int', long: 'bigint', double: 'float8', boolean: 'boolean', date: 'date' },
  'timestamp-millis': 'timestamptz',
} as const satisfies Record<PayloadField['avroType'], CopyColumn<DatasetEvent>['type']>;

function payloadColumn({ avroType, column, path }: PayloadField): WrittenColumn<DatasetEvent> {
  const [first = '', second, ...deeper] = path.split('.');
  // Payloads are as their schema says, so that the usual short path is looked up plainly.
  const of = ({ payload }: DatasetEvent) => {
    if (payload === null) return null;
    if (deeper.length > 0) return valueAt(payload, path);
    const value = (payload as Record<string, unknown>)[first];
    return second === undefined || value === null ? value : (value as Record<string, unknown>)[second];
  };
  // What the contract's schema gives of this Avro type is what its column takes.
  return { name: column, type: copiedTypes[avroType], of } as WrittenColumn<DatasetEvent>;
}

const columnsByContract = new WeakMap<EventContract, readonly WrittenColumn<DatasetEvent>[]>();

function columnsOf(contract: EventContract): readonly WrittenColumn<DatasetEvent>[] {
  const known = columnsByContract.get(contract);
  if (known) return known;
  const columns = [...ownColumns, ...contract.fields.map(payloadColumn)];
  columnsByContract.set(contract, columns);
  return columns;
}

/**
 * Makes events the latest version of their records, unless a higher version is there already: the guard that lets
 * events arrive in any order. Events of one contract, at most one a record. Most records are new, and are copied.
 *
 * @throws pg.DatabaseError 23505 when another transaction wrote one of the records meanwhile
 */
export async function upsertLatest(
  client: pg.PoolClient,
  contract: EventContract,
  events: readonly DatasetEvent[],
): Promise<void> {
  // Sorted by key: two transactions that write the same rows in different orders would deadlock.
  const rows = [...events].sort(
    (a, b) => compareText(a.header.sourceId, b.header.sourceId) || compareText(a.header.recordId, b.header.recordId),
  );
  const columns = columnsOf(contract);
  const known = await recordsThere(client, contract, rows);
  const isThere = (_: DatasetEvent, at: number) => known.has(at + 1);
  await copyRows(
    client,
    latestTable(contract),
    columns,
    known.size === 0 ? rows : rows.filter((event, at) => !isThere(event, at)),
  );
  if (known.size > 0) await replaceLower(client, contract, columns, rows.filter(isThere));
}

/** Which of these records have a row already, by their places in the list, from 1? */
async function recordsThere(
  client: pg.PoolClient,
  contract: EventContract,
  events: readonly DatasetEvent[],
): Promise<ReadonlySet<number>> {
  // LIMIT keeps this a look-up a record: as a join it would be planned as a scan of the whole table.
  const { rows } = await client.query<{ place: number }>(
    `SELECT place FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS event (source_id, record_id, place)
     CROSS JOIN LATERAL (SELECT FROM ${latestTable(contract)} known
       WHERE known.source_id = event.source_id AND known.record_id = event.record_id LIMIT 1) AS there`,
    [events.map(({ header }) => header.sourceId), events.map(({ header }) => header.recordId)],
  );
  return new Set(rows.map(({ place }) => Number(place)));
}

async function replaceLower(
  client: pg.PoolClient,
  contract: EventContract,
  columns: readonly WrittenColumn<DatasetEvent>[],
  rows: readonly DatasetEvent[],
): Promise<void> {
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
