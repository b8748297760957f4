import type { Kafka } from 'kafkajs';
import type pg from 'pg';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';
import { inTransaction } from '../postgres/in-transaction.js';
import { createBackOff } from '../process/back-off.js';
import type { Closable } from '../process/run-service.js';
import { sleep } from '../process/sleep.js';
import { createAlarmClock } from './alarm-clock.js';
import { claimUnpublished, countUnpublished, markPublished, putOff, type PublishedRow } from './outbox-queries.js';
import { createPublisher, type OnPublished, type Publish, type PutAside, type SchemaIdOf } from './outbox-publisher.js';
import { faultCode } from './own-fault.js';
import { createTopicSender, type TopicSender } from './topic-sender.js';

export type { PublishedRow } from './outbox-queries.js';

export type OutboxRelayOptions = {
  pool: pg.Pool;
  kafka: Kafka;
  /** `registry.idOf`: the second argument is the text of the schema that the body was encoded with, when it is known. */
  schemaIdOf: SchemaIdOf;
  logger: Logger;
  metrics?: Metrics;
  /** Messages of one transaction, default 500. */
  batchSize?: number;
  /** How often to look when nobody called wake(), default 500. */
  idleMs?: number;
  onPublished?: OnPublished;
};

export type OutboxRelay = Closable & {
  /** Looks at once; call it after committing messages. */
  wake: () => void;
  /** Messages not yet published. */
  backlog: () => Promise<number>;
};

/** Messages with a fault of their own are looked at again after so long: an operator may create the topic meanwhile. */
const ASIDE_MS = 10_000;

/**
 * Publishes what is in the outbox, at least once, for ever: broker, registry and database may be away when it starts or
 * at any time later. Several relays may share one outbox.
 */
export async function startOutboxRelay(options: OutboxRelayOptions): Promise<OutboxRelay> {
  const stopping = new AbortController();
  const clock = createAlarmClock(stopping.signal);
  const running = run(options, clock, stopping.signal);
  return {
    wake: clock.ring,
    backlog: () => countUnpublished(options.pool),
    close: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function run(
  options: OutboxRelayOptions,
  clock: ReturnType<typeof createAlarmClock>,
  signal: AbortSignal,
): Promise<void> {
  const failures = options.metrics?.counter('outbox_failures_total', 'Failed tries of the outbox relay');
  const gauge = createBacklogGauge(options);
  const backOff = createBackOff(250, 10_000);
  let sender: TopicSender | null = null;
  while (!signal.aborted) {
    try {
      sender ??= await createTopicSender(options.kafka);
      const claimed = await publishOnce(options, createPublisher(sender, options.schemaIdOf));
      backOff.reset();
      if (claimed.aside > 0) sender.forget();
      await gauge.update();
      if (claimed.rows < batchSizeOf(options)) await clock.wait(options.idleMs ?? 500);
    } catch (error) {
      sender?.forget();
      failures?.inc();
      const delay = backOff.next();
      options.logger.warn({ err: error, retryInMs: delay }, 'the outbox could not be published, trying again');
      await sleep(delay, signal);
    }
  }
  await sender?.close();
}

const batchSizeOf = ({ batchSize }: OutboxRelayOptions) => batchSize ?? 500;

type Claimed = { rows: number; aside: number };

/** One claim in one transaction. */
async function publishOnce(options: OutboxRelayOptions, publish: Publish): Promise<Claimed> {
  return inTransaction(options.pool, async (client) => {
    const rows = await claimUnpublished(client, batchSizeOf(options));
    if (rows.length === 0) return { rows: 0, aside: 0 };
    const { published, aside } = await publish(rows);
    if (published.length > 0) await settle(options, client, published);
    for (const part of aside) await setAside(options, client, part);
    return { rows: rows.length, aside: aside.length };
  });
}

async function settle(options: OutboxRelayOptions, client: pg.PoolClient, rows: PublishedRow[]): Promise<void> {
  await markPublished(client, rows);
  await options.onPublished?.(client, rows);
  const counter = options.metrics?.counter('outbox_published_total', 'Messages published from the outbox', ['topic']);
  for (const { topic } of rows) counter?.inc({ topic });
}

async function setAside(options: OutboxRelayOptions, client: pg.PoolClient, { rows, error }: PutAside): Promise<void> {
  const failure = faultCode(error);
  await putOff(
    client,
    rows.map(({ id }) => id),
    failure,
    ASIDE_MS,
  );
  options.logger.error(
    { err: error, failure, topic: rows[0]?.topic, firstId: rows[0]?.id, messages: rows.length, retryInMs: ASIDE_MS },
    'messages cannot be published as they are; they are kept and tried again',
  );
}

/** Counting walks over all that is unpublished, so it is not done more often than metrics are read. */
const GAUGE_MS = 10_000;

function createBacklogGauge({ metrics, pool }: OutboxRelayOptions): { update: () => Promise<void> } {
  const gauge = metrics?.gauge('outbox_backlog_messages', 'Messages not yet published');
  let due = 0;
  return {
    update: async () => {
      if (!gauge || Date.now() < due) return;
      due = Date.now() + GAUGE_MS;
      gauge.set(await countUnpublished(pool));
    },
  };
}
