import type pg from 'pg';
import { appendToOutbox, type OutboxMessage } from '../../../infra/outbox/append-to-outbox.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { LedgerStatement } from '../../../schemas/generated/event-types.js';
import { departmentTopic, valueSubject } from '../../../schemas/topics.js';

type OwedRow = Omit<LedgerStatement, 'department' | 'statedAt'>;

/** Balances stated at once; the next round takes the rest. */
const MAX_STATEMENTS = 500;

/**
 * Writes a statement for every balance that changed since its last one, in the caller's transaction.
 *
 * The rows are locked first and read in a second query: a batch that changes one of them then waits, so that the ledger
 * sequence read beside a balance covers all that the balance counts.
 *
 * @returns how many were written
 */
export async function stateBooks(
  client: pg.PoolClient,
  about: { namespace: string; department: string; now: () => number },
): Promise<number> {
  const { rows: owed } = await client.query<{ source_id: string; event_type: string; period: string }>(
    `SELECT source_id, event_type, period FROM ledger_balance WHERE change > stated_change
     ORDER BY source_id, event_type, period LIMIT ${MAX_STATEMENTS} FOR UPDATE SKIP LOCKED`,
  );
  if (owed.length === 0) return 0;
  const places = [owed.map((r) => r.source_id), owed.map((r) => r.event_type), owed.map((r) => r.period)];
  const { rows } = await client.query<OwedRow>(STATED, places);
  const statedAt = about.now();
  const statements = rows.map((row) => ({ ...row, department: about.department, statedAt }));
  await appendToOutbox(
    client,
    statements.map((statement) => statementMessage(statement, about.namespace)),
  );
  return statements.length;
}

const STATED = `
  UPDATE ledger_balance b SET stated_change = change, statement_seq = statement_seq + 1
  FROM unnest($1::text[], $2::text[], $3::text[]) AS owed (source_id, event_type, period)
  JOIN LATERAL (
    SELECT c.ledger_epoch, c.last_seq FROM ledger_counter c
    WHERE c.source_id = owed.source_id AND c.event_type = owed.event_type ORDER BY c.ledger_epoch DESC LIMIT 1
  ) counter ON true
  WHERE b.source_id = owed.source_id AND b.event_type = owed.event_type AND b.period = owed.period
  RETURNING b.source_id AS "sourceId", b.event_type AS "eventType", b.period, counter.ledger_epoch AS "ledgerEpoch",
    counter.last_seq AS "ledgerSeq", b.statement_seq AS "statementSeq", b.submitted,
    b.implied_retractions AS "impliedRetractions", b.rejected, b.unchanged, b.added, b.corrected, b.retracted, b.published`;

function statementMessage(statement: LedgerStatement, namespace: string): OutboxMessage {
  const { sourceId, department, eventType, period } = statement;
  const topic = departmentTopic(namespace, department, 'ledger-statement');
  const schema = protocolSchemas.ledgerStatement;
  const body = avroTypeOf(schema).toBuffer(statement);
  return { topic, key: `${sourceId}/${eventType}/${period}`, subject: valueSubject(topic), schema, body, headers: {} };
}
