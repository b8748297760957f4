import type pg from 'pg';
import { apply, depsOf, positions } from '../consolidator/dataset-under-test.js';
import { eventMessage, resolutionMessage, type Message, type TestEvent } from '../consolidator/event-factory.js';

export const NS = 'linked';

/** Sources by the references of persons in these tests. */
const sources: Readonly<Record<string, string>> = { d: 'hc-jl', t: 'hr-cc', c: 'em-jl' };

/** A reference's first letter says whose it is: d a diagnosis', t an application's, c a casualty's. */
export const person = (
  identityRef: string,
  personId: string | null,
  sequence = 1,
  sourceId = sources[identityRef.slice(0, 1)]!,
): Message => resolutionMessage(NS, { identityRef, personId, sequence, sourceId });

export const workerOf = (identityRef: string) => ({ identityRef, birthYear: 1970, sex: '1' });
export const noon = (day: string) => Date.parse(`${day}T04:00:00Z`);

/** Applies all of it and tells each link, of kinds between two types or of one event twice, as `left RULE right`. */
export async function linksAfter(
  pool: pg.Pool,
  events: readonly TestEvent[],
  persons: readonly Message[],
  kinds: 'of-one-story' | 'of-one-event' = 'of-one-story',
): Promise<string[]> {
  const messages = [...events.map((event) => eventMessage(NS, event)), ...persons];
  await apply(pool, messages.map(positions()), depsOf(NS));
  // What is parked links to nothing, and would prove nothing.
  const parked = await pool.query('SELECT reason_code, detail FROM parked_event');
  if (parked.rows.length > 0) throw new Error(`the test has broken records: ${JSON.stringify(parked.rows)}`);
  const { rows } = await pool.query(
    `SELECT left_record_id, rule, right_record_id FROM record_link
     WHERE kind LIKE 'SAME_%' = $1 ORDER BY 1, 2, 3`,
    [kinds === 'of-one-event'],
  );
  return rows.map((row) => `${row.left_record_id} ${row.rule} ${row.right_record_id}`);
}
