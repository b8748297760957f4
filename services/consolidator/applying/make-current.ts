import type pg from 'pg';
import type { EventContract } from '../../../schemas/contract.js';
import type { DatasetEvent } from '../../dataset/dataset-event.js';
import { highestVersions } from '../../dataset/highest-versions.js';
import { removeLatest, upsertLatest } from '../../dataset/upsert-latest.js';
import type { ArchivedRecord } from '../../dataset/archive.js';
import type { JudgeDeps } from './apply-ports.js';
import { groupBy } from './group-by.js';
import type { EventValue } from './judge-event.js';

type Changed = {
  /** New versions, at most one a record. */
  fresh: readonly DatasetEvent[];
  /** Versions that were known and now count from an earlier epoch: they may no longer be the highest. */
  reordered: readonly DatasetEvent[];
};

/** Brings the tables of records up to date with the versions that were just inserted. */
export async function makeCurrent(
  client: pg.PoolClient,
  { fresh, reordered }: Changed,
  deps: JudgeDeps,
): Promise<void> {
  await upsertEach(client, fresh);
  if (reordered.length === 0) return;
  for (const [contract, events] of byContract(reordered)) {
    await removeLatest(
      client,
      contract,
      events.map(({ header }) => header),
    );
  }
  const names = reordered.map(({ header, contract }) => ({
    sourceId: header.sourceId,
    eventType: contract.eventType,
    recordId: header.recordId,
  }));
  // Asked after the rows are gone: whoever was writing the same records has committed by then, and is seen.
  const highest = await highestVersions(client, names);
  await upsertEach(
    client,
    highest.map((record) => archivedEvent(record, deps)),
  );
}

async function upsertEach(client: pg.PoolClient, events: readonly DatasetEvent[]): Promise<void> {
  for (const [contract, ofContract] of byContract(events)) await upsertLatest(client, contract, ofContract);
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
