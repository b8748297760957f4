import type pg from 'pg';
import { copyRows } from '../../../infra/postgres/copy-rows.js';
import type { EventContract } from '../../../schemas/contract.js';
import type { ArchivedRecord } from '../../dataset/archive.js';
import { latestTable } from '../../dataset/contract-tables.js';
import type { DatasetEvent } from '../../dataset/dataset-event.js';
import { latestColumns } from '../../dataset/latest-columns.js';
import { retireLatest, takeHighest } from '../../dataset/superseded-versions.js';
import { writeVersions } from '../../dataset/write-versions.js';
import type { JudgeDeps } from './apply-ports.js';
import { groupBy } from './group-by.js';
import type { EventValue } from './judge-event.js';

/**
 * Brings versions and records up to date with events of which each is told once. @returns the ids of those that are new
 */
export async function makeCurrent(
  client: pg.PoolClient,
  events: readonly DatasetEvent[],
  deps: JudgeDeps,
): Promise<ReadonlySet<string>> {
  const inserted = new Set<string>();
  for (const [contract, ofContract] of byContract(events)) {
    const written = await writeVersions(client, contract, ofContract);
    for (const eventId of written.inserted) inserted.add(eventId);
    const lowered = ofContract.filter(({ header }) => written.lowered.has(header.eventId));
    if (lowered.length > 0) await decideAnew(client, contract, lowered, deps);
  }
  return inserted;
}

/** Versions that count from an earlier epoch than before may no longer be the highest of their records, or only now. */
async function decideAnew(
  client: pg.PoolClient,
  contract: EventContract,
  lowered: readonly DatasetEvent[],
  deps: JudgeDeps,
): Promise<void> {
  const records = lowered.map(({ header }) => header);
  await retireLatest(client, contract, records);
  const highest = await takeHighest(client, contract, records);
  const events = highest.map((record) => archivedEvent(record, deps));
  await copyRows(client, latestTable(contract), latestColumns(contract), events);
}

/** In one order of types, or two transactions could wait for each other. */
function byContract(events: readonly DatasetEvent[]): [EventContract, DatasetEvent[]][] {
  const groups = groupBy(events, ({ contract }) => contract);
  return [...groups].sort(([a], [b]) => (a.eventType < b.eventType ? -1 : 1));
}

/** A version was judged good before it became one, so it decodes. */
function archivedEvent(record: ArchivedRecord, deps: JudgeDeps): DatasetEvent {
  const role = deps.roles.get(record.position.topic);
  const decoding = role?.kind === 'event' ? deps.decodeArchived(record, role.contract.avroSchema) : null;
  if (role?.kind !== 'event' || !decoding?.ok) {
    const { topic, partition, offset } = record.position;
    throw new Error(
      `The archived event at ${topic}[${partition}]@${offset} no longer decodes, though it is a version.`,
    );
  }
  return { contract: role.contract, ...(decoding.value as EventValue), position: record.position };
}
