/** What tells a record from every other. */
export type RecordName = { sourceId: string; eventType: string; recordId: string };
