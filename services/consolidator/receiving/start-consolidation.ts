import type { Kafka } from 'kafkajs';
import type pg from 'pg';
import { clusterGeneration } from '../../../infra/kafka/cluster-generation.js';
import { startPositionedConsumer, type PositionedConsumer } from '../../../infra/kafka/positioned-consumer.js';
import type { ReceivedRecord } from '../../../infra/kafka/received-record.js';
import type { Logger } from '../../../infra/observability/logger.js';
import type { Metrics } from '../../../infra/observability/metrics.js';
import { createAvroDecoder, knownSchema } from '../../../infra/registry/avro-decoder.js';
import type { SchemaRegistry } from '../../../infra/registry/schema-registry.js';
import type { Connector } from '../../../connectors/connector.js';
import type { EventVerdict } from '../../dataset/event-verdict.js';
import { applyRecords } from '../applying/apply-records.js';
import { groupBy } from '../applying/group-by.js';
import { archiveDecoder, liveDecoder, type IncomingRecord } from './record-decoders.js';
import { consumerName, topicRoles } from './topic-roles.js';

export type ConsolidationOptions = {
  namespace: string;
  connectors: readonly Pick<Connector, 'department' | 'feeds'>[];
  kafka: Kafka;
  pool: pg.Pool;
  registry: SchemaRegistry;
  logger: Logger;
  metrics?: Metrics;
  recordsPerTransaction?: number;
  partitionsAtOnce?: number;
  /** Called after each committed transaction: answers to the ledgers may be waiting in the outbox. */
  afterCommit?: () => void;
  onFatal: (error: unknown) => void;
};

/** Applies everything that the hub's topics say to the dataset, until closed. Brokers that are away are waited for. */
export function startConsolidation(options: ConsolidationOptions): Promise<PositionedConsumer> {
  const { namespace, kafka, pool, registry, logger, metrics, onFatal } = options;
  const roles = topicRoles(namespace, options.connectors);
  const decoder = createAvroDecoder(registry);
  const deps = {
    roles,
    namespace,
    decode: liveDecoder(decoder, registry),
    decodeArchived: archiveDecoder(decoder),
    schemaOf: (id: number) => knownSchema(registry, id),
    keepsArchive: true,
    answersLedgers: true,
  };
  const counted = verdictCounter(metrics);
  // Asked when the first records are here, so that the broker is too. Should the cluster be replaced under a running
  // process, the archive finds its positions taken (POSITION_TAKEN) and the process starts anew.
  let generation: string | undefined;
  return startPositionedConsumer({
    ...{ kafka, pool, logger, onFatal, topics: [...roles.keys()], consumer: consumerName(namespace) },
    ...(metrics && { metrics }),
    ...(options.afterCommit && { afterCommit: options.afterCommit }),
    maxRecords: options.recordsPerTransaction ?? 1000,
    partitionsAtOnce: options.partitionsAtOnce ?? 1,
    apply: async (client, records) => {
      const cluster = (generation ??= await clusterGeneration(kafka));
      const incoming = records.map((record) => incomingRecord(record, cluster));
      counted(await applyRecords(client, incoming, deps));
    },
  });
}

function incomingRecord(record: ReceivedRecord, generation: string): IncomingRecord {
  const { topic, partition, offset, key, value, headers, timestamp } = record;
  return { position: { generation, topic, partition, offset }, key, value, headers, kafkaTime: timestamp };
}

/** Counts verdicts as they are made: one that is rolled back and made again counts twice, the balance never does. */
function verdictCounter(metrics: Metrics | undefined): (verdicts: readonly EventVerdict[]) => void {
  const counter = metrics?.counter('consolidator_verdicts_total', 'Verdicts on events', [
    'verdict',
    'reason',
    'event_type',
  ]);
  return (verdicts) => {
    const counts = groupBy(
      verdicts,
      ({ verdict, reasonCode, eventType }) => `${verdict} ${reasonCode ?? ''} ${eventType}`,
    );
    for (const alike of counts.values()) {
      const [first] = alike;
      if (!first) continue;
      const { verdict, reasonCode, eventType } = first;
      counter?.inc({ verdict, reason: reasonCode ?? '', event_type: eventType }, alike.length);
    }
  };
}
