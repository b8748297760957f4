import type { Kafka } from 'kafkajs';
import type pg from 'pg';
import { clusterGeneration } from '../../../infra/kafka/cluster-generation.js';
import type { Logger } from '../../../infra/observability/logger.js';
import { publishAgain } from '../../../infra/outbox/outbox-queries.js';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { startRepeatingWork } from '../../../infra/process/repeating-work.js';
import type { Closable } from '../../../infra/process/run-service.js';
import { recordAction } from './operator-action.js';
import { replayEvents } from './replay-events.js';

export type BrokerWatchOptions = {
  pool: pg.Pool;
  kafka: Kafka;
  sources: ReadonlyMap<string, unknown>;
  logger: Logger;
  now: () => number;
  /** There is something to send. */
  wake: () => void;
};

const LOOK_EVERY_MS = 30_000;
/** Identities may have been answered to this ledger and lost on their way to the dataset. */
const IDENTITIES_MS = 24 * 3_600_000;

/**
 * A broker that comes back with empty disks is another cluster. What it had acknowledged and nobody had answered is lost
 * then, and is sent again without an operator; what was answered is not.
 */
export function startBrokerWatch(options: BrokerWatchOptions): Closable {
  return startRepeatingWork({
    failure: 'the broker could not be asked which cluster it is',
    everyMs: LOOK_EVERY_MS,
    logger: options.logger,
    work: async () => {
      const generation = await clusterGeneration(options.kafka);
      const replayed = await inTransaction(options.pool, (client) => replayIfReplaced(client, generation, options));
      if (!replayed) return;
      options.logger.warn(
        { ...replayed, generation },
        'the broker is another one: what nobody has answered is sent again',
      );
      options.wake();
    },
  });
}

/** @returns null when the broker is the one that is known */
async function replayIfReplaced(client: pg.PoolClient, generation: string, { sources, now }: BrokerWatchOptions) {
  const { rows: known } = await client.query<{ generation: string }>('SELECT generation FROM known_broker FOR UPDATE');
  if (known[0]?.generation === generation) return null;
  await client.query(
    'INSERT INTO known_broker (generation) VALUES ($1) ON CONFLICT (only_one) DO UPDATE SET generation = EXCLUDED.generation',
    [generation],
  );
  if (known.length === 0) return null;
  const sourceIds = [...sources.keys()];
  const { rows } = await client.query<{ oldest: number | null }>(
    'SELECT min(accepted_at) AS oldest FROM record_version WHERE source_id = ANY ($1) AND verdict IS NULL',
    [sourceIds],
  );
  const since = Math.min(rows[0]?.oldest ?? now(), now() - IDENTITIES_MS);
  const replayed = await replayEvents(client, { sourceIds, eventType: null, since });
  await questionsAgain(client);
  const detail = { reason: 'the broker is another one', generation, ...replayed };
  await recordAction(client, { subject: 'intake', action: 'replay', detail }, now());
  return replayed;
}

/** A question of a restored ledger keeps its doors shut until it is answered. */
async function questionsAgain(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ outbox_id: number }>(
    'SELECT outbox_id FROM ledger_question WHERE answered_at IS NULL',
  );
  await publishAgain(
    client,
    rows.map(({ outbox_id }) => outbox_id),
  );
}
