import type { Kafka } from 'kafkajs';
import type pg from 'pg';
import { startPositionedConsumer, type PositionedConsumer } from '../../../infra/kafka/positioned-consumer.js';
import type { ReceivedRecord } from '../../../infra/kafka/received-record.js';
import type { Logger } from '../../../infra/observability/logger.js';
import type { Metrics } from '../../../infra/observability/metrics.js';
import { createAvroDecoder, type AvroDecoder } from '../../../infra/registry/avro-decoder.js';
import type { SchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { LedgerRecovery, Outcome, PersonResolution } from '../../../schemas/generated/event-types.js';
import { departmentTopic, hubTopic } from '../../../schemas/topics.js';
import { takeRecovery } from '../restoring/take-recovery.js';
import { takeStanding } from '../restoring/take-standing.js';
import { followUnknownVerdicts } from '../restoring/unknown-verdicts.js';
import { acknowledgeReferences } from './acknowledge-references.js';
import { saveVerdicts } from './save-verdicts.js';

export type OutcomeConsumerOptions = {
  kafka: Kafka;
  pool: pg.Pool;
  registry: SchemaRegistry;
  namespace: string;
  department: string;
  /** The department's own sources: resolutions of others are not ours to keep. */
  sourceIds: ReadonlySet<string>;
  logger: Logger;
  metrics: Metrics;
  now: () => number;
  newId: () => string;
  /** There may be something to send. */
  afterCommit: () => void;
  onFatal: (error: unknown) => void;
};

/** Reads what the dataset and the vault answer to the department's events, identities and questions. */
export function startOutcomeConsumer(options: OutcomeConsumerOptions): Promise<PositionedConsumer> {
  const { namespace, department } = options;
  const outcomes = departmentTopic(namespace, department, 'outcome');
  const recoveries = departmentTopic(namespace, department, 'ledger-recovery');
  const resolutions = hubTopic(namespace, 'person-resolution');
  const read = messageReader(createAvroDecoder(options.registry), options);
  const own = ({ sourceId }: { sourceId: string }) => options.sourceIds.has(sourceId);
  return startPositionedConsumer({
    ...options,
    consumer: `${namespace}.intake-${department}`,
    topics: [outcomes, recoveries, resolutions],
    apply: async (client, records) => {
      const answered = await read<Outcome>(records, outcomes, protocolSchemas.outcome);
      await takeOutcomes(client, answered.filter(own), options);
      const recovered = await read<LedgerRecovery>(records, recoveries, protocolSchemas.ledgerRecovery);
      for (const recovery of recovered.filter(own)) await takeRecovery(client, recovery, options);
      const resolved = await read<PersonResolution>(records, resolutions, protocolSchemas.personResolution);
      await acknowledgeReferences(client, resolved.filter(own));
    },
  });
}

async function takeOutcomes(
  client: pg.PoolClient,
  outcomes: readonly Outcome[],
  options: OutcomeConsumerOptions,
): Promise<void> {
  if (outcomes.length === 0) return;
  await saveVerdicts(client, outcomes);
  await followUnknownVerdicts(client, outcomes, options, options.sourceIds);
  for (const outcome of outcomes) {
    const events = await takeStanding(client, outcome);
    if (events > 0)
      options.logger.warn({ events, sourceId: outcome.sourceId }, 'the restored dataset lacks events: sent again');
  }
}

/** One undecodable answer must not keep all later ones out: it is counted, logged by its position and passed over. */
function messageReader(decoder: AvroDecoder, { logger, metrics }: OutcomeConsumerOptions) {
  const undecodable = metrics.counter('intake_undecodable_answers_total', 'Answers that could not be decoded', [
    'topic',
  ]);
  return async <T>(records: readonly ReceivedRecord[], topic: string, schema: object): Promise<T[]> => {
    const values: T[] = [];
    for (const record of records.filter((candidate) => candidate.topic === topic)) {
      const decoded = await decoder.decode(record.value, schema);
      if (decoded.ok) {
        values.push(decoded.value as T);
        continue;
      }
      const { partition, offset } = record;
      undecodable.inc({ topic });
      logger.error({ topic, partition, offset, code: decoded.code }, 'an answer cannot be decoded and is passed over');
    }
    return values;
  };
}
