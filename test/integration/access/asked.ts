/** A source with something in it: what the routes are asked about. */
export type Subject = {
  sourceId: string;
  department: string;
  feed: string;
  eventType: string;
  recordId: string;
  batchId: string;
  row: Record<string, unknown>;
  indicatorId: string;
};

/** Path and request for one subject. */
export type Asked = (subject: Subject) => [path: string, init?: RequestInit];

/** Two sources of one department that does not lead the meeting, and one of another such department. */
export const OWN = { sourceId: 'hc-own', department: 'health-commission', feed: 'occupational-disease' } as const;
export const SIBLING = { ...OWN, sourceId: 'hc-sibling' } as const;
export const OTHER = {
  ...{ sourceId: 'em-other', department: 'emergency-management', feed: 'work-safety-accident' },
} as const;
