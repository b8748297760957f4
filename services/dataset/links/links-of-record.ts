import type pg from 'pg';
import type { RecordName } from '../record-name.js';

/** A link as seen from one of its records. */
export type RecordLink = {
  kind: string;
  rule: string;
  /** Which side of the link the record asked for is on. */
  side: 'left' | 'right';
  /** The record at the other end, and the department that sent it. */
  other: RecordName & { department: string };
  /** What agreed: names and differences, never a value of a record. */
  evidence: Record<string, unknown>;
  /** Match weight where the rule scores; null: the rule is exact. */
  score: number | null;
};

type LinkRow = {
  kind: string;
  rule: string;
  side: 'left' | 'right';
  source_id: string;
  event_type: string;
  record_id: string;
  department: string;
  evidence: Record<string, unknown>;
  score: number | null;
};

/** Each side is asked for itself: an OR over both would join everything before it looks. */
const seenFrom = (side: 'left' | 'right', other: 'left' | 'right') => `
  SELECT kind, rule, '${side}' AS side, ${other}_source_id AS source_id, ${other}_event_type AS event_type,
    ${other}_record_id AS record_id, ${other}_department AS department, evidence, score
  FROM record_link WHERE ${side}_source_id = $1 AND ${side}_event_type = $2 AND ${side}_record_id = $3`;

/** What is this record linked to? */
export async function linksOfRecord(client: pg.ClientBase | pg.Pool, record: RecordName): Promise<RecordLink[]> {
  const { rows } = await client.query<LinkRow>(
    `${seenFrom('left', 'right')} UNION ALL ${seenFrom('right', 'left')}
     ORDER BY kind, rule, event_type, source_id, record_id`,
    [record.sourceId, record.eventType, record.recordId],
  );
  return rows.map(({ kind, rule, side, evidence, score, ...row }) => ({
    ...{ kind, rule, side, evidence, score },
    other: {
      sourceId: row.source_id,
      eventType: row.event_type,
      recordId: row.record_id,
      department: row.department,
    },
  }));
}
