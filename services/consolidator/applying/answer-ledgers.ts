import type pg from 'pg';
import { appendToOutbox, type OutboxMessage } from '../../../infra/outbox/append-to-outbox.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { Outcome } from '../../../schemas/generated/event-types.js';
import { departmentTopic, valueSubject } from '../../../schemas/topics.js';
import { takeOutcomeNumbers } from '../../dataset/outcome-sequence.js';
import type { EventVerdict } from './apply-ports.js';
import { groupBy } from './group-by.js';

/**
 * Tells the ledgers what became of their events: one message a source, through the outbox, so that it is sent if and
 * only if the verdicts are committed. Must come last in its transaction: numbering makes the others wait.
 */
export async function answerLedgers(
  client: pg.PoolClient,
  verdicts: readonly EventVerdict[],
  namespace: string,
): Promise<void> {
  const answers = [...groupBy(verdicts, ({ department, sourceId }) => JSON.stringify([department, sourceId])).values()];
  if (answers.length === 0) return;
  const { generation, first } = await takeOutcomeNumbers(client, answers.length);
  const messages = answers.map((answer, index) => outcomeMessage(answer, namespace, generation, first + index));
  await appendToOutbox(client, messages);
}

function outcomeMessage(
  answer: readonly EventVerdict[],
  namespace: string,
  datasetGeneration: string,
  outcomeSeq: number,
): OutboxMessage {
  const [{ department, sourceId } = { department: '', sourceId: '' }] = answer;
  const topic = departmentTopic(namespace, department, 'outcome');
  const verdicts = answer.map(({ eventType, ledgerEpoch, ledgerSeq, verdict, reasonCode }) => ({
    ...{ eventType, ledgerEpoch, ledgerSeq, verdict, reasonCode },
  }));
  const outcome: Outcome = { sourceId, datasetGeneration, outcomeSeq, verdicts };
  return {
    topic,
    key: sourceId,
    subject: valueSubject(topic),
    body: avroTypeOf(protocolSchemas.outcome).toBuffer(outcome),
    headers: {},
    schema: protocolSchemas.outcome,
  };
}
