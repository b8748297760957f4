import type { Kafka } from 'kafkajs';
import type pg from 'pg';
import { endOffsets, type PartitionEnd } from '../../../infra/kafka/end-offsets.js';
import type { StoredPosition } from '../../../infra/kafka/position-table.js';
import type { Logger } from '../../../infra/observability/logger.js';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import type { Closable } from '../../../infra/process/run-service.js';
import { sleep } from '../../../infra/process/sleep.js';
import { owesAnnouncement, takeAnnouncement } from '../../dataset/dataset-generation.js';
import { registeredSources, standingOf } from '../../dataset/ledger-recovery.js';
import { sendOutcomes, type Answer } from '../applying/send-outcomes.js';

export type AnnouncerOptions = {
  kafka: Kafka;
  pool: pg.Pool;
  namespace: string;
  topics: readonly string[];
  position: () => Promise<StoredPosition[]>;
  logger: Logger;
  announced: () => void;
};

const LOOK_EVERY_MS = 1000;

/**
 * Tells the ledgers once what a restored dataset has, as soon as it has read all that Kafka held when it came up: most of
 * what it lacks is still there, and need not be sent again. Endures a broker or database that is away.
 */
export function startRestorationAnnouncer(options: AnnouncerOptions): Closable {
  const stopping = new AbortController();
  const running = announce(options, stopping.signal);
  return {
    close: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function announce(options: AnnouncerOptions, signal: AbortSignal): Promise<void> {
  let ends: PartitionEnd[] | null = null;
  while (!signal.aborted) {
    try {
      if (!(await owesAnnouncement(options.pool))) return;
      ends ??= await endOffsets(options.kafka, options.topics);
      if (hasReached(await options.position(), ends)) return await tellLedgers(options);
    } catch (error) {
      options.logger.warn({ err: error }, 'the ledgers cannot be told yet what the restored dataset has');
    }
    await sleep(LOOK_EVERY_MS, signal);
  }
}

function hasReached(positions: readonly StoredPosition[], ends: readonly PartitionEnd[]): boolean {
  const next = new Map(positions.map(({ topic, partition, nextOffset }) => [`${topic}/${partition}`, nextOffset]));
  return ends.every(
    ({ topic, partition, low, high }) => high === low || (next.get(`${topic}/${partition}`) ?? 0) >= high,
  );
}

async function tellLedgers({ pool, namespace, logger, announced }: AnnouncerOptions): Promise<void> {
  await inTransaction(pool, async (client) => {
    if (!(await takeAnnouncement(client))) return;
    const answers: Answer[] = [];
    for (const source of await registeredSources(client)) {
      const { applied, parked } = await standingOf(client, source);
      const verdicts = parked.map((verdict) => ({ ...verdict, ...source }));
      const standing = [
        ...applied,
        ...parked.map(({ ledgerSeq, ...place }) => ({ ...place, fromSeq: ledgerSeq, toSeq: ledgerSeq })),
      ];
      answers.push({ ...source, verdicts, standing });
    }
    await sendOutcomes(client, answers, namespace);
  });
  logger.info('the ledgers are told what the restored dataset has');
  announced();
}
