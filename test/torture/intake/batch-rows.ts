import { connectorOf } from '../../../connectors/generated/feed-index.js';
import type { Feed } from '../../../connectors/connector.js';
import { createRandom } from '../../../services/demo-province/random.js';
import { freshRows, sampleOf } from '../../fuzz/feed-rows.js';
import type { Row } from '../../integration/intake/sample-files.js';
import type { PlannedBatch } from './kill-plan.js';

export const DEPARTMENT = 'human-resources';
const FEED = 'injury-determination';

/** Determinations: their versions are ordered by a number of the source, so that the order of arrival does not matter. */
export function determinations(): Feed {
  const feed = connectorOf(DEPARTMENT).feeds.find((one) => one.feed === FEED);
  if (!feed) throw new Error(`${DEPARTMENT} has no feed ${FEED}`);
  return feed;
}

/** The rows of every batch, by the seed. */
export async function createBatchRows(seed: string): Promise<(batch: PlannedBatch) => Row[]> {
  const feed = determinations();
  const sample = await sampleOf({ department: DEPARTMENT, feed, sourceId: '' });
  const fresh = (number: number, count: number): Row[] =>
    freshRows(feed, sample, createRandom(`rows/${seed}/${number}`), `K${number}`, count);
  return ({ number, rows, corrects, withReject }) => {
    // The number of rows decides nothing about the first of them.
    const corrected = corrects === null ? [] : fresh(corrects, CORRECTED).map((row) => correctedBy(row, number));
    const rejected = withReject ? [{ ...sample, applicationNumber: null }] : [];
    return [...fresh(number, rows), ...corrected, ...rejected];
  };
}

/** Fewer than the smallest batch has. */
const CORRECTED = 8;

/** A later number of the source, whichever batch arrives first. */
const correctedBy = (row: Row, number: number): Row => ({
  ...row,
  sequence: String(10 + number),
  facts: `操作中被机械挤压（第 ${number} 批更正）。`,
  reason: '补正事实',
});
