import type { Databases } from '../../../services/cli/service-plan.js';
import { rowsOf } from '../rows-of.js';

/** How far the events have come: in the ledgers, on the topics, in the dataset. */
export type Counters = { accepted: number; published: number; applied: number };

export async function readCounters({ dataset, intake }: Databases): Promise<Counters> {
  const ledgers = Object.values(intake).map((url) =>
    rowsOf<{ accepted: number; published: number }>(
      url,
      'SELECT count(*) AS accepted, count(topic_offset) AS published FROM record_version',
    ),
  );
  const counted = (await Promise.all(ledgers)).flat();
  const [versions] = await rowsOf<{ applied: number }>(dataset, 'SELECT count(*) AS applied FROM event_version');
  return {
    accepted: counted.reduce((sum, { accepted }) => sum + accepted, 0),
    published: counted.reduce((sum, { published }) => sum + published, 0),
    applied: versions?.applied ?? 0,
  };
}
