import type pg from 'pg';
import { sleep } from '../../../infra/process/sleep.js';
import { usageOf, watchMemory } from '../process-usage.js';
import { mapValues, stackPids } from '../stack-usage.js';

/** What it took to drain the topics, from the first records seen to the last. */
export type Drained = {
  records: number;
  seconds: number;
  /** CPU seconds by process; `reader` is the one that drains. */
  cpu: Record<string, number>;
  /** Peak of the reader, and of the largest process of each other part. */
  peakMiB: Record<string, number>;
};

const LOOK_EVERY_MS = 50;

/**
 * Watches a process drain the topics. The records that were there when the first look found any are not counted: its
 * start is not what is measured.
 *
 * @param consumed how many records it has brought to an end so far
 */
export async function watchDrain(
  home: string,
  pid: number,
  total: number,
  consumed: () => Promise<number>,
): Promise<Drained> {
  const pids = { reader: pid, ...(await stackPids(home)) };
  const cpuOf = () => mapValues(pids, (one) => usageOf(one).cpuSeconds);
  const peaks = mapValues(pids, (one) => watchMemory(one, 'largestMiB'));
  const first = await until(consumed, (records) => records > 0);
  const from = { at: performance.now(), cpu: cpuOf() };
  await until(consumed, (records) => records >= total);
  const seconds = (performance.now() - from.at) / 1000;
  const cpu = mapValues(cpuOf(), (used, part) => used - (from.cpu[part] ?? 0));
  return { records: total - first, seconds, cpu, peakMiB: mapValues(peaks, (peak) => peak()) };
}

async function until(consumed: () => Promise<number>, isEnough: (records: number) => boolean): Promise<number> {
  for (;;) {
    const records = await consumed();
    if (isEnough(records)) return records;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Reads the positions that whoever drains keeps in its database. */
export function positionsOf(client: pg.Client): () => Promise<number> {
  return async () => {
    const { rows: tables } = await client.query<{ is_there: boolean }>(
      `SELECT to_regclass('kafka_position') IS NOT NULL AS is_there`,
    );
    if (!tables[0]?.is_there) return 0;
    const { rows } = await client.query<{ records: string }>(
      'SELECT coalesce(sum(next_offset), 0) AS records FROM kafka_position',
    );
    return Number(rows[0]?.records ?? 0);
  };
}
