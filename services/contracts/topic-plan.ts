import { connectors } from '../../connectors/generated/feed-index.js';
import { eventContract, protocolSchemas } from '../../schemas/generated/contract-index.js';
import { departmentTopic, eventTopic, hubTopic } from '../../schemas/topics.js';

/** A topic of the hub and the contract of its values. */
export type PlannedTopic = { topic: string; schema: object; partitions: number; config: Record<string, string> };

export type TopicPlanOptions = { namespace: string; eventPartitions: number };

/** Sealed identities are read once, by the vault; they are not history and do not stay on the broker (design §5). */
const IDENTITY_RETENTION_MS = 14 * 24 * 3600 * 1000;

/** Every topic that the feeds under `connectors/` need; a new feed's topics appear here by themselves. */
export function topicPlan({ namespace, eventPartitions }: TopicPlanOptions): PlannedTopic[] {
  const kept = { 'retention.ms': '-1', 'retention.bytes': '-1' };
  const single = (topic: string, schema: object): PlannedTopic => ({ topic, schema, partitions: 1, config: kept });
  const events = connectors.flatMap(({ department, feeds }) =>
    feeds.map(({ eventType }) => ({
      topic: eventTopic(namespace, department, eventType),
      schema: eventContract(eventType).avroSchema,
      partitions: eventPartitions,
      config: kept,
    })),
  );
  const ofDepartment = connectors.flatMap(({ department }) => [
    {
      ...single(departmentTopic(namespace, department, 'identity'), protocolSchemas.sealedIdentity),
      config: { 'retention.ms': String(IDENTITY_RETENTION_MS) },
    },
    single(departmentTopic(namespace, department, 'outcome'), protocolSchemas.outcome),
    single(departmentTopic(namespace, department, 'outcome-request'), protocolSchemas.outcomeRequest),
    single(departmentTopic(namespace, department, 'ledger-recovery'), protocolSchemas.ledgerRecovery),
    single(departmentTopic(namespace, department, 'ledger-statement'), protocolSchemas.ledgerStatement),
  ]);
  return [
    ...events,
    ...ofDepartment,
    single(hubTopic(namespace, 'person-resolution'), protocolSchemas.personResolution),
    single(hubTopic(namespace, 'source'), protocolSchemas.source),
    single(hubTopic(namespace, 'decision'), protocolSchemas.decision),
  ];
}
