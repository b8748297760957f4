import type pg from 'pg';
import { appendToOutbox, type OutboxMessage } from '../../../infra/outbox/append-to-outbox.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { Outcome } from '../../../schemas/generated/event-types.js';
import { departmentTopic, valueSubject } from '../../../schemas/topics.js';
import { takeOutcomeNumbers } from '../../dataset/outcome-sequence.js';
import type { EventVerdict } from '../../dataset/event-verdict.js';

/** What one source's ledger is told in one message. */
export type Answer = {
  department: string;
  sourceId: string;
  verdicts: readonly EventVerdict[];
  standing: Outcome['standing'];
};

/**
 * Sends answers through the outbox, so that they are sent if and only if the transaction is committed. Must come last in
 * it: numbering makes the others wait.
 */
export async function sendOutcomes(
  client: pg.PoolClient,
  answers: readonly Answer[],
  namespace: string,
): Promise<void> {
  if (answers.length === 0) return;
  const { generation, first } = await takeOutcomeNumbers(client, answers.length);
  const messages = answers.map((answer, index) => outcomeMessage(answer, namespace, generation, first + index));
  await appendToOutbox(client, messages);
}

function outcomeMessage(
  { department, sourceId, verdicts, standing }: Answer,
  namespace: string,
  datasetGeneration: string,
  outcomeSeq: number,
): OutboxMessage {
  const topic = departmentTopic(namespace, department, 'outcome');
  const said = verdicts.map(({ eventType, ledgerEpoch, ledgerSeq, verdict, reasonCode }) => ({
    ...{ eventType, ledgerEpoch, ledgerSeq, verdict, reasonCode },
  }));
  const outcome: Outcome = { sourceId, datasetGeneration, outcomeSeq, verdicts: said, standing };
  return {
    topic,
    key: sourceId,
    subject: valueSubject(topic),
    body: avroTypeOf(protocolSchemas.outcome).toBuffer(outcome),
    headers: {},
    schema: protocolSchemas.outcome,
  };
}
