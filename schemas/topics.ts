/** Names of topics and subjects. `namespace` is `work-injury` unless an installation shares its cluster with another. */
export const DEFAULT_NAMESPACE = 'work-injury';

/** Topic of a department's events of one type: write rights are per department (design §5). */
export function eventTopic(namespace: string, department: string, eventType: string): string {
  return `${namespace}.${department}.${eventType}.v1`;
}

export type DepartmentProtocol = 'identity' | 'outcome' | 'outcome-request' | 'ledger-recovery' | 'ledger-statement';

export function departmentTopic(namespace: string, department: string, protocol: DepartmentProtocol): string {
  return `${namespace}.${department}.${protocol}.v1`;
}

export type HubProtocol = 'person-resolution' | 'source' | 'decision';

export function hubTopic(namespace: string, protocol: HubProtocol): string {
  return `${namespace}.${protocol}.v1`;
}

/** TopicNameStrategy: the subject of a topic's values. */
export function valueSubject(topic: string): string {
  return `${topic}-value`;
}

/** Message key of an event. A record's versions share a partition; correctness does not rest on it. */
export function recordKey(sourceId: string, recordId: string): string {
  return `${sourceId}/${recordId}`;
}
