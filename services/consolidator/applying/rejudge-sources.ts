import type pg from 'pg';
import { archivedEventsOfSource, forgetEventsOfSource } from '../../dataset/source-events.js';
import { misjudgedSources } from '../../dataset/sources.js';
import { topicsOf, type EventRole } from '../receiving/topic-roles.js';
import type { ArchivedRecord } from '../../dataset/archive.js';
import { applyEvents } from './apply-events.js';
import type { EventVerdict } from '../../dataset/event-verdict.js';
import type { JudgeDeps, Reading } from './apply-ports.js';
import { refused } from './read-records.js';
import { unlessRefused } from './unless-refused.js';

/**
 * Judges all events of sources anew from the archive, as if whatever has come since had been there first. Rare, so it
 * may be slow.
 */
export async function rejudgeSources(
  client: pg.PoolClient,
  sourceIds: readonly string[],
  deps: JudgeDeps,
): Promise<EventVerdict[]> {
  const verdicts: EventVerdict[] = [];
  for (const sourceId of sourceIds) {
    await forgetEventsOfSource(client, sourceId);
    for await (const records of archivedEventsOfSource(client, sourceId, topicsOf(deps.roles, 'event'))) {
      const readings = records.flatMap((record) => eventReading(record, deps));
      verdicts.push(...(await applyUnlessRefused(client, readings, deps)));
    }
  }
  return verdicts;
}

/**
 * A registration may arrive after events that it condemns or clears, or move a source to another department: which of
 * both came first makes no difference.
 */
export async function rejudgeRegistered(
  client: pg.PoolClient,
  sourceIds: readonly string[],
  deps: JudgeDeps,
): Promise<EventVerdict[]> {
  if (sourceIds.length === 0) return [];
  return rejudgeSources(client, await misjudgedSources(client, sourceIds), deps);
}

/** An event that PostgreSQL refuses is parked, as it was when it came: the registration must not suffer for it. */
async function applyUnlessRefused(
  client: pg.PoolClient,
  readings: readonly Reading<EventRole>[],
  deps: JudgeDeps,
): Promise<EventVerdict[]> {
  const together = await unlessRefused(client, () => applyEvents(client, readings, deps));
  if ('result' in together) return together.result;
  const verdicts: EventVerdict[] = [];
  for (const reading of readings) {
    const alone = await unlessRefused(client, () => applyEvents(client, [reading], deps));
    if ('result' in alone) verdicts.push(...alone.result);
    else {
      const unreadable = { ...reading, decoding: refused(reading.decoding, alone.refusal) };
      verdicts.push(...(await applyEvents(client, [unreadable], deps)));
    }
  }
  return verdicts;
}

function eventReading(record: ArchivedRecord, deps: JudgeDeps): Reading<EventRole>[] {
  const role = deps.roles.get(record.position.topic);
  if (role?.kind !== 'event') return [];
  return [{ record, role, decoding: deps.decodeArchived(record, role.contract.avroSchema) }];
}
