import type { Connector } from '../../../connectors/connector.js';
import type { EventContract } from '../../../schemas/contract.js';
import { eventContract, protocolSchemas } from '../../../schemas/generated/contract-index.js';
import { departmentTopic, eventTopic, hubTopic } from '../../../schemas/topics.js';

/** What the records of a topic are. `department` is the one that may write there, and owns what it says. */
export type TopicRole =
  | { kind: 'event'; department: string; contract: EventContract }
  | { kind: 'ledger-statement'; department: string }
  | { kind: 'outcome-request'; department: string }
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
    [departmentTopic(namespace, department, 'outcome-request'), { kind: 'outcome-request', department }],
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

/** What the values of a topic are read as. */
export function readerSchema(role: TopicRole): object {
  switch (role.kind) {
    case 'event':
      return role.contract.avroSchema;
    case 'ledger-statement':
      return protocolSchemas.ledgerStatement;
    case 'outcome-request':
      return protocolSchemas.outcomeRequest;
    case 'person-resolution':
      return protocolSchemas.personResolution;
    case 'source':
      return protocolSchemas.source;
    case 'decision':
      return protocolSchemas.decision;
  }
}

/** Consumer group and name of the positions: all consolidators of an installation share the work under it. */
export const consumerName = (namespace: string) => `${namespace}.consolidator`;
