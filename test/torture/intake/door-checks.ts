import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Receipt } from '../../../services/cli/submit-exports.js';
import { ledgerDisagreements } from '../../fuzz/check-ledger.js';
import type { Check } from '../check.js';
import { rowsOf } from '../rows-of.js';
import { DEPARTMENT, determinations } from './batch-rows.js';
import { nameOf, type Delivery } from './delivery.js';
import { sourceOf, type DepartmentHub } from './department-hub.js';

/** What the doors of one intake have to show for themselves after a round of kills. */
export async function checkDoors(hub: DepartmentHub, deliveries: readonly Delivery[]): Promise<Check[]> {
  const database = hub.running().databases.intake[DEPARTMENT] ?? '';
  const batches = await rowsOf<KeptBatch>(database, KEPT_BATCHES, [sourceOf('pull')]);
  const receipts = deliveries.flatMap(({ acknowledged }) =>
    acknowledged === null || acknowledged === 'pulled' ? [] : [acknowledged],
  );
  const disagreements = await disagreementsIn(database);
  const ended = hub.intake.endedByItself();
  return [
    receiptsTellWhatWasSent(deliveries),
    nobodyElsesBatches(batches, receipts),
    oneBatchAKey(batches, deliveries),
    await everyPulledRowOnce(hub),
    { name: 'the ledger agrees with itself', looked: 1, differences: disagreements },
    noFileHalfTaken(hub),
    { name: 'no intake has ended by itself', looked: 1, differences: ended > 0 ? [`${ended} times`] : [] },
  ];
}

type KeptBatch = { batch_id: string; body_digest: string; new_events: number };

const KEPT_BATCHES = `
  SELECT batch_id, body_digest,
    (SELECT count(*)::int FROM record_version v WHERE v.batch_id = b.batch_id) AS new_events
  FROM batch b WHERE source_id <> $1 ORDER BY accepted_at`;

function receiptsTellWhatWasSent(deliveries: readonly Delivery[]): Check {
  const differences = deliveries.flatMap(({ batch, rows, acknowledged }) => {
    if (acknowledged === 'pulled') return [];
    const told = acknowledged?.rows;
    const rejected = batch.withReject ? 1 : 0;
    return told?.submitted === rows && told.rejected === rejected
      ? []
      : [`${nameOf(batch)}: ${rows} rows sent, ${rejected} of them not to be taken, told ${JSON.stringify(told)}`];
  });
  return {
    name: 'every batch is acknowledged, with as many rows as were sent',
    looked: deliveries.length,
    differences,
  };
}

/** A batch whose receipt never arrived was sent again: then there is another of the same content, and one of them is idle. */
function nobodyElsesBatches(batches: readonly KeptBatch[], receipts: readonly Receipt[]): Check {
  const told = new Set(receipts.map(({ batchId }) => batchId));
  const missing = [...told].filter((id) => !batches.some(({ batch_id }) => batch_id === id));
  const toldContents = new Set(batches.filter(({ batch_id }) => told.has(batch_id)).map((batch) => batch.body_digest));
  const differences = [
    ...missing.map((id) => `acknowledged, but not kept: ${id}`),
    ...batches
      .filter(({ body_digest }) => !toldContents.has(body_digest))
      .map(({ batch_id }) => `kept, but neither acknowledged nor the same as what was: ${batch_id}`),
    ...[...grouped(batches, ({ body_digest }) => body_digest).values()]
      .filter((same) => same.filter(({ new_events }) => new_events > 0).length > 1)
      .map((same) => `events of one content out of several batches: ${same.map((one) => one.batch_id).join(', ')}`),
  ];
  return {
    name: 'what is kept was acknowledged, or sent again and acknowledged then',
    looked: batches.length,
    differences,
  };
}

/** A key, or a dropped file's content and time, stands for one submission however often it is sent. */
function oneBatchAKey(batches: readonly KeptBatch[], deliveries: readonly Delivery[]): Check {
  const keyed = deliveries.filter(({ batch: { door, keyed } }) => door === 'drop' || (door !== 'pull' && keyed));
  const byContent = grouped(batches, ({ body_digest }) => body_digest);
  const digestOf = new Map(batches.map(({ batch_id, body_digest }) => [batch_id, body_digest]));
  const differences = keyed.flatMap(({ batch, acknowledged }) => {
    if (acknowledged === null || acknowledged === 'pulled') return [];
    const same = byContent.get(digestOf.get(acknowledged.batchId) ?? '') ?? [];
    return same.length === 1 ? [] : [`${nameOf(batch)}: ${same.length} times`];
  });
  return { name: 'one batch for every Idempotency-Key and every dropped file', looked: keyed.length, differences };
}

async function everyPulledRowOnce({ view, ledger }: DepartmentHub): Promise<Check> {
  const [rows, taken] = [await view.count(), await ledger.rowsOf(sourceOf('pull'))];
  const differences = rows === taken ? [] : [`${rows} rows in the view, ${taken} in the ledger`];
  return { name: 'every row of the view is taken once', looked: rows, differences };
}

function noFileHalfTaken({ drop }: DepartmentHub): Check {
  const folder = join(drop, determinations().feed, sourceOf('drop'));
  const left = readdirSync(join(folder, '.processing'));
  const parts = readdirSync(join(folder, 'done')).filter((name) => name.endsWith('.part'));
  return { name: 'no dropped file is half taken', looked: 1, differences: [...left, ...parts] };
}

async function disagreementsIn(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await ledgerDisagreements(client);
  } finally {
    await client.end();
  }
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
