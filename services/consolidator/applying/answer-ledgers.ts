import type pg from 'pg';
import { appendToOutbox, type OutboxMessage } from '../../../infra/outbox/append-to-outbox.js';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { Outcome } from '../../../schemas/generated/event-types.js';
import { departmentTopic, valueSubject } from '../../../schemas/topics.js';
import { takeOutcomeNumbers } from '../../dataset/outcome-sequence.js';
import type { EventVerdict } from './apply-ports.js';
import { groupBy } from './group-by.js';

/** About 450 KB at the longest names: what the broker takes (1 MiB), also where a whole source is judged anew. */
const VERDICTS_A_MESSAGE = 5000;

/**
 * Tells the ledgers what became of their events: a message a source, more where it would be too long, through the
 * outbox, so that it is sent if and only if the verdicts are committed. Must come last in its transaction: numbering
 * makes the others wait.
 */
export async function answerLedgers(
  client: pg.PoolClient,
  verdicts: readonly EventVerdict[],
  namespace: string,
): Promise<void> {
  const bySource = groupBy(lastOfEachNumber(verdicts), ({ department, sourceId }) => `${department}\0${sourceId}`);
  const answers = [...bySource.values()].flatMap(inMessages);
  if (answers.length === 0) return;
  const { generation, first } = await takeOutcomeNumbers(client, answers.length);
  const messages = answers.map((answer, index) => outcomeMessage(answer, namespace, generation, first + index));
  await appendToOutbox(client, messages);
}

/**
 * One transaction may judge a ledger number twice (a spoilt copy, then the good one): the later word counts. No name
 * holds U+0000, so that names joined by it are a key.
 */
function lastOfEachNumber(verdicts: readonly EventVerdict[]): EventVerdict[] {
  const numberOf = ({ department, sourceId, eventType, ledgerEpoch, ledgerSeq }: EventVerdict) =>
    `${department}\0${sourceId}\0${eventType}\0${ledgerEpoch}\0${ledgerSeq}`;
  return [...new Map(verdicts.map((verdict) => [numberOf(verdict), verdict])).values()];
}

function inMessages(verdicts: readonly EventVerdict[]): EventVerdict[][] {
  const messages = Math.ceil(verdicts.length / VERDICTS_A_MESSAGE);
  return Array.from({ length: messages }, (_, at) =>
    verdicts.slice(at * VERDICTS_A_MESSAGE, (at + 1) * VERDICTS_A_MESSAGE),
  );
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
