import type pg from 'pg';
import type { EventHeader } from '../../../schemas/generated/event-types.js';
import { discardedMessages, messageText } from '../../dataset/parked-decisions.js';
import type { EventRole } from '../receiving/topic-roles.js';
import type { Reading } from './apply-ports.js';
import { valueDigestOf } from './event-claims.js';

type Sound = { reading: Reading<EventRole>; header: EventHeader };

/** Which of these readings, with which nothing is wrong, did somebody decide to keep out all the same? */
export async function discardedReadings(
  client: pg.PoolClient,
  sound: readonly Sound[],
): Promise<ReadonlySet<Reading<EventRole>>> {
  if (sound.length === 0) return new Set();
  const discarded = await discardedMessages(
    client,
    [...new Set(sound.map(({ reading }) => reading.record.position.topic))],
    sound.map(({ header }) => header.eventId),
  );
  const events = new Set(discarded.map(({ eventId }) => eventId));
  const messages = new Set(discarded.map(messageText));
  const isDiscarded = ({ reading: { record }, header: { eventId } }: Sound) =>
    events.has(eventId) &&
    messages.has(messageText({ topic: record.position.topic, eventId, valueDigest: valueDigestOf(record) }));
  return new Set(sound.filter(isDiscarded).map(({ reading }) => reading));
}
