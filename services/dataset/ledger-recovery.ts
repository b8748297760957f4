import type pg from 'pg';
import type { KnownSequence, StandingRange } from '../../schemas/generated/event-types.js';
import { archivedColumns, archivedRecordOf, archiveWithSchemas } from './archive.js';
import type { ArchivedColumns, ArchivedRecord } from './archive.js';
import type { NumberedVerdict } from './event-verdict.js';

/** One source of one department. */
export type AskedSource = { sourceId: string; department: string };

/** An archived event with its verdict. */
export type VerdictedEvent = NumberedVerdict & { record: ArchivedRecord };

/** Every number that stands aside, by a delivery that was not discarded where there is one. */
const PARKED = `
  SELECT DISTINCT ON (event_type, ledger_epoch, ledger_seq) event_type, ledger_epoch, ledger_seq, reason_code,
    CASE WHEN discarded THEN 'DISCARDED' ELSE 'PARKED' END AS verdict, generation, topic, topic_partition, topic_offset
  FROM parked_message
  WHERE source_id = $1 AND department = $2 AND event_type IS NOT NULL AND ledger_epoch IS NOT NULL AND ledger_seq IS NOT NULL
  ORDER BY event_type, ledger_epoch, ledger_seq, discarded, generation, topic, topic_partition, topic_offset`;

/** The events of a source that a ledger does not have, ascending by epoch and number within their types. */
export async function eventsUnknownTo(
  client: pg.ClientBase,
  { sourceId, department }: AskedSource,
  known: readonly KnownSequence[],
): Promise<VerdictedEvent[]> {
  const { rows } = await client.query<ArchivedColumns & NumberedVerdict>(
    `WITH parked AS (${PARKED}), said AS (
       SELECT event_type, ledger_epoch, ledger_seq, 'APPLIED' AS verdict, NULL AS reason_code,
         generation, topic, topic_partition, topic_offset
       FROM event_version WHERE source_id = $1 AND department = $2
       UNION ALL
       SELECT event_type, ledger_epoch, ledger_seq, verdict, reason_code, generation, topic, topic_partition, topic_offset
       FROM parked
     )
     SELECT ${archivedColumns}, said.event_type AS "eventType", said.ledger_epoch AS "ledgerEpoch",
       said.ledger_seq AS "ledgerSeq", said.verdict, said.reason_code AS "reasonCode"
     FROM said JOIN ${archiveWithSchemas} USING (generation, topic, topic_partition, topic_offset)
     WHERE NOT EXISTS (
       SELECT FROM unnest($3::text[], $4::int[], $5::bigint[]) AS known (event_type, ledger_epoch, last)
       WHERE known.event_type = said.event_type AND known.ledger_epoch = said.ledger_epoch AND said.ledger_seq <= last)
     ORDER BY said.event_type COLLATE "C", said.ledger_epoch, said.ledger_seq`,
    [
      ...[sourceId, department, known.map((one) => one.eventType), known.map((one) => one.ledgerEpoch)],
      known.map(({ lastSeq }) => lastSeq),
    ],
  );
  return rows.map(({ eventType, ledgerEpoch, ledgerSeq, verdict, reasonCode, ...row }) => ({
    ...{ eventType, ledgerEpoch, ledgerSeq, verdict, reasonCode },
    record: archivedRecordOf(row),
  }));
}

/** The verdicts on numbers that a ledger has no answer about: from the lowest of them on, within what it has. */
export async function verdictsOwed(
  client: pg.ClientBase,
  { sourceId, department }: AskedSource,
  known: readonly KnownSequence[],
): Promise<NumberedVerdict[]> {
  const { rows } = await client.query<NumberedVerdict>(
    `WITH parked AS (${PARKED}), asked AS (
       SELECT event_type, ledger_epoch, int8range(unanswered, last, '[]') AS numbers
       FROM unnest($3::text[], $4::int[], $5::bigint[], $6::bigint[]) AS known (event_type, ledger_epoch, last, unanswered)
       WHERE unanswered <= last
     )
     SELECT s.event_type AS "eventType", s.ledger_epoch AS "ledgerEpoch", n AS "ledgerSeq", 'APPLIED' AS verdict,
       NULL AS "reasonCode"
     FROM asked JOIN applied_sequence s ON s.source_id = $1 AND s.event_type = asked.event_type
       AND s.ledger_epoch = asked.ledger_epoch,
       unnest(s.sequences * int8multirange(asked.numbers)) AS r, generate_series(lower(r), upper(r) - 1) AS n
     UNION ALL
     SELECT p.event_type, p.ledger_epoch, p.ledger_seq, p.verdict, p.reason_code
     FROM asked JOIN parked p ON p.event_type = asked.event_type AND p.ledger_epoch = asked.ledger_epoch
       AND asked.numbers @> p.ledger_seq`,
    [
      ...[sourceId, department, known.map((one) => one.eventType), known.map((one) => one.ledgerEpoch)],
      ...[known.map(({ lastSeq }) => lastSeq), known.map(({ unansweredFrom }) => unansweredFrom)],
    ],
  );
  return rows;
}

/** All that the dataset has of a source: the ranges of numbers that were applied, and the parked ones one by one. */
export async function standingOf(
  client: pg.ClientBase,
  { sourceId, department }: AskedSource,
): Promise<{ applied: StandingRange[]; parked: NumberedVerdict[] }> {
  const { rows: applied } = await client.query<StandingRange>(
    `SELECT s.event_type AS "eventType", s.ledger_epoch AS "ledgerEpoch", lower(r) AS "fromSeq", upper(r) - 1 AS "toSeq"
     FROM applied_sequence s, unnest(s.sequences) AS r WHERE s.source_id = $1 ORDER BY 1, 2, 3`,
    [sourceId],
  );
  const { rows: parked } = await client.query<NumberedVerdict>(
    `SELECT event_type AS "eventType", ledger_epoch AS "ledgerEpoch", ledger_seq AS "ledgerSeq", verdict,
       reason_code AS "reasonCode"
     FROM (${PARKED}) AS parked`,
    [sourceId, department],
  );
  return { applied, parked };
}

/** Every registered source. */
export async function registeredSources(client: pg.ClientBase): Promise<AskedSource[]> {
  const { rows } = await client.query<AskedSource>(
    'SELECT source_id AS "sourceId", department FROM source_registration ORDER BY source_id',
  );
  return rows;
}
