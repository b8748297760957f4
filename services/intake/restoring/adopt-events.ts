import type pg from 'pg';
import { appendPublished, type SentMessage } from '../../../infra/outbox/append-to-outbox.js';
import { createAvroDecoder } from '../../../infra/registry/avro-decoder.js';
import { copyRows, type CopyColumn } from '../../../infra/postgres/copy-rows.js';
import { eventContract } from '../../../schemas/generated/contract-index.js';
import type { EventHeader, LedgerRecovery, RecoveredEvent } from '../../../schemas/generated/event-types.js';
import { valueSubject } from '../../../schemas/topics.js';
import { lockCounter } from '../ledger/ledger-counter.js';
import { IMPLIED_ROW } from '../ledger/ledger-version.js';
import { saveBooks, termsOf, type Books } from '../ledger/ledger-books.js';
import { versionColumns } from '../ledger/save-chunk.js';
import type { PublishedOutcome } from '../ledger/decide-chunk.js';

type Lost = { event: RecoveredEvent; schema: string; header: EventHeader };
type Adopted = Lost & { outcome: PublishedOutcome; outboxId: number };

const decoder = createAvroDecoder({
  schemaById: () => {
    throw new Error('a recovered event comes with its schema');
  },
});

/**
 * Takes back what this ledger accepted and lost: versions to decide with, messages that could be sent again, and the
 * books, in which each event counts as one row. Rows that were rejected or said nothing are lost for good.
 *
 * @returns how many events it did not have
 */
export async function adoptEvents(
  client: pg.PoolClient,
  { sourceId, schemas, events }: LedgerRecovery,
): Promise<number> {
  const lost = events.flatMap((event) => readEvent(event, schemas[event.schema] ?? ''));
  const types = [...new Set(lost.map(({ event }) => event.eventType))].sort();
  let adopted = 0;
  for (const eventType of types) {
    // Deciding waits, as it does for another batch of the feed.
    await lockCounter(client, { sourceId, eventType });
    const unknown = await unknownOnes(
      client,
      sourceId,
      lost.filter(({ event }) => event.eventType === eventType),
    );
    if (unknown.length > 0) await adopt(client, { sourceId, eventType }, unknown);
    adopted += unknown.length;
  }
  return adopted;
}

function readEvent(event: RecoveredEvent, schema: string): Lost[] {
  const decoded = decoder.decodeWith(schema, event.body, eventContract(event.eventType).avroSchema);
  if (!decoded.ok) return [];
  return [{ event, schema, header: (decoded.value as { header: EventHeader }).header }];
}

/** The same event may be known under a number of this epoch: its content was sent again meanwhile. */
async function unknownOnes(client: pg.PoolClient, sourceId: string, lost: readonly Lost[]): Promise<Lost[]> {
  const { rows } = await client.query<{ event_id: string }>(
    'SELECT event_id FROM record_version WHERE source_id = $1 AND event_id = ANY ($2::uuid[])',
    [sourceId, lost.map(({ header }) => header.eventId)],
  );
  const known = new Set(rows.map(({ event_id }) => event_id));
  return lost.filter(({ header }) => !known.has(header.eventId) && known.add(header.eventId));
}

async function adopt(
  client: pg.PoolClient,
  place: { sourceId: string; eventType: string },
  lost: readonly Lost[],
): Promise<void> {
  const ids = await appendPublished(client, lost.map(sentMessage));
  const outcomes = await outcomesOf(client, place, lost);
  const adopted = lost.map((one, at) => ({ ...one, outcome: outcomes[at] ?? 'new', outboxId: ids[at] ?? 0 }));
  await copyRows(client, 'record_version', COLUMNS(place), adopted);
  await countAsPublished(client, place, adopted);
  await client.query(
    `INSERT INTO ledger_counter AS c (source_id, event_type, ledger_epoch, last_seq)
     SELECT $1, $2, epoch, max(seq) FROM unnest($3::int[], $4::bigint[]) AS said (epoch, seq) GROUP BY epoch
     ON CONFLICT (source_id, event_type, ledger_epoch) DO UPDATE SET last_seq = greatest(c.last_seq, EXCLUDED.last_seq)`,
    [
      ...[place.sourceId, place.eventType],
      ...[lost.map(({ header }) => header.ledgerEpoch), lost.map(({ header }) => header.ledgerSeq)],
    ],
  );
}

function sentMessage({ event, schema }: Lost): SentMessage {
  const { generation, topic, partition, offset, key, headers, body } = event;
  return {
    ...{ generation, topic, partition, offset, key, body, schemaText: schema },
    subject: valueSubject(topic),
    headers: JSON.parse(headers) as Record<string, string>,
  };
}

async function outcomesOf(
  client: pg.PoolClient,
  { sourceId, eventType }: { sourceId: string; eventType: string },
  lost: readonly Lost[],
): Promise<PublishedOutcome[]> {
  const { rows } = await client.query<{ record_id: string }>(
    'SELECT DISTINCT record_id FROM record_version WHERE source_id = $1 AND event_type = $2 AND record_id = ANY ($3)',
    [sourceId, eventType, lost.map(({ header }) => header.recordId)],
  );
  const known = new Set(rows.map(({ record_id }) => record_id));
  return lost.map(({ header: { operation, recordId } }) => {
    const first = !known.has(recordId);
    known.add(recordId);
    if (operation === 'RETRACT') return 'retracted';
    return first ? 'new' : 'corrected';
  });
}

const COLUMNS = (place: { sourceId: string; eventType: string }): CopyColumn<Adopted>[] => [
  ...versionColumns<Adopted>(place, ({ outcome }) => outcome),
  { name: 'topic', type: 'text', of: ({ event }) => event.topic },
  { name: 'topic_partition', type: 'int', of: ({ event }) => event.partition },
  { name: 'topic_offset', type: 'bigint', of: ({ event }) => event.offset },
  { name: 'verdict', type: 'text', of: ({ event }) => event.verdict },
  { name: 'verdict_reason', type: 'text', of: ({ event }) => event.reasonCode },
];

async function countAsPublished(
  client: pg.PoolClient,
  place: { sourceId: string; eventType: string },
  adopted: readonly Adopted[],
): Promise<void> {
  const books: Books = new Map();
  const published = new Map<string, number>();
  for (const { header, outcome } of adopted) {
    const { period } = header;
    const terms = termsOf(books, period);
    terms[header.rowNumber === IMPLIED_ROW ? 'implied' : 'submitted'] += 1;
    terms[outcome] += 1;
    published.set(period, (published.get(period) ?? 0) + 1);
  }
  await saveBooks(client, place, books);
  await client.query(
    `UPDATE ledger_balance b SET published = published + said.count
     FROM unnest($3::text[], $4::bigint[]) AS said (period, count)
     WHERE b.source_id = $1 AND b.event_type = $2 AND b.period = said.period`,
    [place.sourceId, place.eventType, [...published.keys()], [...published.values()]],
  );
}
