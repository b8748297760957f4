import type pg from 'pg';
import type { EventVerdict } from '../../dataset/event-verdict.js';
import { groupBy } from './group-by.js';
import { sendOutcomes, type Answer } from './send-outcomes.js';

/** About 450 KB at the longest names: what the broker takes (1 MiB), also where a whole source is judged anew. */
const VERDICTS_A_MESSAGE = 5000;

/** Tells the ledgers what became of their events: a message a source, more where it would be too long. */
export async function answerLedgers(
  client: pg.PoolClient,
  verdicts: readonly EventVerdict[],
  namespace: string,
): Promise<void> {
  const bySource = groupBy(lastOfEachNumber(verdicts), ({ department, sourceId }) => `${department}\0${sourceId}`);
  await sendOutcomes(client, [...bySource.values()].flatMap(inMessages), namespace);
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

function inMessages(verdicts: readonly EventVerdict[]): Answer[] {
  const [{ department, sourceId } = { department: '', sourceId: '' }] = verdicts;
  const messages = Math.ceil(verdicts.length / VERDICTS_A_MESSAGE);
  return Array.from({ length: messages }, (_, at) => ({
    ...{ department, sourceId, standing: null },
    verdicts: verdicts.slice(at * VERDICTS_A_MESSAGE, (at + 1) * VERDICTS_A_MESSAGE),
  }));
}
