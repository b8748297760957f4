import type { Connector } from '../../../connectors/connector.js';
import type { EventContract } from '../../../schemas/contract.js';
import { eventContract } from '../../../schemas/generated/contract-index.js';
import { departmentTopic, eventTopic, hubTopic } from '../../../schemas/topics.js';

/** What the records of a topic are. `department` is the one that may write there, and owns what it says. */
export type TopicRole =
  | { kind: 'event'; department: string; contract: EventContract }
  | { kind: 'ledger-statement'; department: string }
  | { kind: 'person-resolution' }
  | { kind: 'source' }
  | { kind: 'decision' };

export type EventRole = Extract<TopicRole, { kind: 'event' }>;

/** Every topic that the consolidator reads, by name. */
export type TopicRoles = ReadonlyMap<string, TopicRole>;

export function topicRoles(
  namespace: string,
  connectors: readonly Pick<Connector, 'department' | 'feeds'>[],
): TopicRoles {
  const ofDepartments = connectors.flatMap(({ department, feeds }): [string, TopicRole][] => [
    [departmentTopic(namespace, department, 'ledger-statement'), { kind: 'ledger-statement', department }],
    ...feeds.map(({ eventType }): [string, TopicRole] => [
      eventTopic(namespace, department, eventType),
      { kind: 'event', department, contract: eventContract(eventType) },
    ]),
  ]);
  return new Map<string, TopicRole>([
    [hubTopic(namespace, 'source'), { kind: 'source' }],
    [hubTopic(namespace, 'decision'), { kind: 'decision' }],
    [hubTopic(namespace, 'person-resolution'), { kind: 'person-resolution' }],
    ...ofDepartments,
  ]);
}

/** Topics of one kind. */
export function topicsOf(roles: TopicRoles, kind: TopicRole['kind']): string[] {
  return [...roles].filter(([, role]) => role.kind === kind).map(([topic]) => topic);
}
