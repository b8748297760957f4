import type pg from 'pg';
import { copyRows } from '../../infra/postgres/copy-rows.js';
import type { EventContract } from '../../schemas/contract.js';
import { compareRecordOrder, compareText, type RecordOrder } from '../../schemas/record-order.js';
import { latestTable } from './contract-tables.js';
import { orderOf, type DatasetEvent } from './dataset-event.js';
import { latestColumns } from './latest-columns.js';
import { retireLatest, supersededColumns, supersededEventIds, SUPERSEDED } from './superseded-versions.js';
import { unnestOf } from './unnest.js';
import { deliveryOf, versionColumns } from './version-columns.js';

/** What became of versions, by event id. Ids in neither set were here already, from a delivery that counts more. */
export type WrittenVersions = {
  inserted: ReadonlySet<string>;
  /** Known, but now counted from a lower delivery: the record's order may have changed. */
  lowered: ReadonlySet<string>;
};

/** A record with what the batch says of it, lowest version first. */
type Told = { sourceId: string; recordId: string; events: DatasetEvent[] };
type Standing = { eventId: string; order: RecordOrder };

/**
 * Puts versions where they belong: the highest of a record into the table of records, in place of the one that stood
 * there, all others among the superseded. The order of versions alone decides, so that events may arrive in any order.
 * Most records are new, and are copied.
 *
 * @param events of one contract, at most one an event id
 * @throws pg.DatabaseError 23505 when another transaction wrote one of the records meanwhile
 */
export async function writeVersions(
  client: pg.PoolClient,
  contract: EventContract,
  events: readonly DatasetEvent[],
): Promise<WrittenVersions> {
  const records = toldRecords(events);
  const standing = await lockStanding(client, contract, records);
  const known = await knownEvents(client, records, standing);
  const isNew = ({ header }: DatasetEvent) => !known.has(header.eventId);
  const latest: DatasetEvent[] = [];
  const replaced: Told[] = [];
  const superseded: DatasetEvent[] = [];
  records.forEach((record, place) => {
    const fresh = record.events.filter(isNew);
    const highest = fresh.at(-1);
    const before = standing.get(place);
    if (!highest) return;
    if (before && compareRecordOrder(orderOf(highest.header), before.order) < 0) return void superseded.push(...fresh);
    if (before) replaced.push(record);
    latest.push(highest);
    superseded.push(...fresh.slice(0, -1));
  });
  if (replaced.length > 0) await retireLatest(client, contract, replaced);
  await copyRows(client, latestTable(contract), latestColumns(contract), latest);
  await copyRows(client, SUPERSEDED, supersededColumns, superseded);
  const repeated = known.size === 0 ? [] : events.filter((event) => !isNew(event));
  return {
    inserted: new Set([...latest, ...superseded].map(({ header }) => header.eventId)),
    lowered: repeated.length === 0 ? new Set() : await lowerDeliveries(client, contract, repeated),
  };
}

/** Sorted by key: two transactions that write the same rows in different orders would deadlock. */
function toldRecords(events: readonly DatasetEvent[]): Told[] {
  const records = new Map<string, Told>();
  for (const event of events) {
    const { sourceId, recordId } = event.header;
    // No text of an event that passed holds U+0000.
    const key = `${sourceId}\0${recordId}`;
    const known = records.get(key);
    if (known) known.events.push(event);
    else records.set(key, { sourceId, recordId, events: [event] });
  }
  for (const { events: versions } of records.values()) {
    if (versions.length > 1) versions.sort((a, b) => compareRecordOrder(orderOf(a.header), orderOf(b.header)));
  }
  return [...records].sort(([a], [b]) => compareText(a, b)).map(([, record]) => record);
}

type StandingRow = { place: number; event_id: string } & {
  basis_era: number;
  basis: number;
  ledger_epoch: number;
  revision: number;
  operation: RecordOrder['operation'];
  content_digest: string;
};

/** The versions that stand of these records, by the records' places; nobody else replaces them before the commit. */
async function lockStanding(
  client: pg.PoolClient,
  contract: EventContract,
  records: readonly Told[],
): Promise<ReadonlyMap<number, Standing>> {
  // LIMIT keeps this a look-up a record: as a join it would be planned as a scan of the whole table.
  const { rows } = await client.query<StandingRow>(
    `SELECT place - 1 AS place, stands.* FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS told (source_id, record_id, place)
     CROSS JOIN LATERAL (
       SELECT event_id, basis_era, basis, ledger_epoch, revision, operation, content_digest FROM ${latestTable(contract)} l
       WHERE l.source_id = told.source_id AND l.record_id = told.record_id LIMIT 1 FOR UPDATE) AS stands
     ORDER BY place`,
    [records.map(({ sourceId }) => sourceId), records.map(({ recordId }) => recordId)],
  );
  return new Map(rows.map((row) => [Number(row.place), { eventId: row.event_id, order: orderOfRow(row) }]));
}

function orderOfRow(row: StandingRow): RecordOrder {
  return {
    basisEra: row.basis_era,
    basis: row.basis,
    ledgerEpoch: row.ledger_epoch,
    revision: row.revision,
    operation: row.operation,
    contentDigest: row.content_digest,
  };
}

/** Event ids that are versions already; of a record that nobody knows there are none. */
async function knownEvents(
  client: pg.PoolClient,
  records: readonly Told[],
  standing: ReadonlyMap<number, Standing>,
): Promise<ReadonlySet<string>> {
  if (standing.size === 0) return new Set();
  const told = records.flatMap(({ events }, place) => (standing.has(place) ? events : []));
  const superseded = await supersededEventIds(
    client,
    told.map(({ header }) => header.eventId),
  );
  return new Set([...superseded, ...[...standing.values()].map(({ eventId }) => eventId)]);
}

async function lowerDeliveries(
  client: pg.PoolClient,
  contract: EventContract,
  events: readonly DatasetEvent[],
): Promise<ReadonlySet<string>> {
  const { names, source, values } = unnestOf(versionColumns, events);
  const replaced = versionColumns.slice(3).map(({ name }) => `${name} = said.${name}`);
  const lowered = new Set<string>();
  for (const table of [latestTable(contract), SUPERSEDED]) {
    const { rows } = await client.query<{ event_id: string }>(
      `UPDATE ${table} AS known SET ${replaced.join(', ')} FROM ${source} AS said (${names})
       WHERE known.event_id = said.event_id AND ${deliveryOf('said')} < ${deliveryOf('known')}
       RETURNING known.event_id`,
      values,
    );
    for (const row of rows) lowered.add(row.event_id);
  }
  return lowered;
}
