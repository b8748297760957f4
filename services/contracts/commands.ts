import type { Kafka } from 'kafkajs';
import { ensureTopics } from '../../infra/kafka/topic-admin.js';
import type { SchemaRegistry } from '../../infra/registry/schema-registry.js';
import { valueSubject } from '../../schemas/topics.js';
import type { PlannedTopic } from './topic-plan.js';
import { topicPlan } from './topic-plan.js';
import type { TopicPlanOptions } from './topic-plan.js';

export { checkReleased, writeReleases } from './released-contracts.js';
export type { SourceRegistration } from '../../schemas/generated/event-types.js';
export { publishSources } from './register-sources.js';

export type RegisteredSubject = { subject: string; id: number };

/** Registers every contract under its topic's subject, FULL_TRANSITIVE: the deploy step, never a producer's (design §5). */
export async function registerSchemas(
  registry: SchemaRegistry,
  options: TopicPlanOptions,
): Promise<RegisteredSubject[]> {
  const registered: RegisteredSubject[] = [];
  for (const { topic, schema } of topicPlan(options)) {
    const subject = valueSubject(topic);
    registered.push({ subject, id: await registry.register(subject, schema, 'FULL_TRANSITIVE') });
  }
  return registered;
}

/** Creates the topics that do not exist yet. */
export async function createTopics(kafka: Kafka, options: TopicPlanOptions): Promise<PlannedTopic[]> {
  const planned = topicPlan(options);
  await ensureTopics(kafka, planned);
  return planned;
}
