import type { Kafka } from 'kafkajs';
import type pg from 'pg';
import { startPositionedConsumer, type PositionedConsumer } from '../../../infra/kafka/positioned-consumer.js';
import type { ReceivedRecord } from '../../../infra/kafka/received-record.js';
import type { Logger } from '../../../infra/observability/logger.js';
import type { Metrics } from '../../../infra/observability/metrics.js';
import { createAvroDecoder, type AvroDecoder } from '../../../infra/registry/avro-decoder.js';
import type { SchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { Outcome, PersonResolution } from '../../../schemas/generated/event-types.js';
import { departmentTopic, hubTopic } from '../../../schemas/topics.js';
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
  onFatal: (error: unknown) => void;
};

/** Reads what the dataset and the vault answer to the department's events and identities. */
export function startOutcomeConsumer(options: OutcomeConsumerOptions): Promise<PositionedConsumer> {
  const { namespace, department } = options;
  const outcomes = departmentTopic(namespace, department, 'outcome');
  const resolutions = hubTopic(namespace, 'person-resolution');
  const read = messageReader(createAvroDecoder(options.registry), options);
  const own = ({ sourceId }: { sourceId: string }) => options.sourceIds.has(sourceId);
  return startPositionedConsumer({
    ...options,
    consumer: `${namespace}.intake-${department}`,
    topics: [outcomes, resolutions],
    apply: async (client, records) => {
      const answered = await read<Outcome>(records, outcomes, protocolSchemas.outcome);
      await saveVerdicts(client, answered.filter(own));
      const resolved = await read<PersonResolution>(records, resolutions, protocolSchemas.personResolution);
      await acknowledgeReferences(client, resolved.filter(own));
    },
  });
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
