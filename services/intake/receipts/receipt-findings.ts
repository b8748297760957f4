import { columnOf } from '../../../connectors/connector-columns.js';
import type { Feed } from '../../../connectors/connector.js';
import type { Finding } from '../../../schemas/finding.js';
import { RETURNED_COLUMNS } from '../reading/returned-columns.js';
import type { Queryable } from './queryable.js';
import type { ReceiptFinding, RowFinding } from './receipt.js';

/** Names the column that a finding speaks of, as the department's own file has it. */
export function receiptFindingOf({ code, severity, field, zh, en, remedy }: Finding, feed: Feed): ReceiptFinding {
  const column = columnOf(feed, field) ?? RETURNED_COLUMNS.find(({ key }) => key === field);
  return { code, severity, column: column?.key ?? null, heading: column?.heading ?? null, zh, en, remedy };
}

type FindingsRow = { row_number: number; record_id: string | null; findings: Finding[] };

/** Rows of a batch that have findings, from `afterRow` on. */
export async function readFindings(
  db: Queryable,
  batchId: string,
  feed: Feed,
  { afterRow, limit, rejectedOnly }: { afterRow: number; limit: number; rejectedOnly: boolean },
): Promise<RowFinding[]> {
  const { rows } = await db.query<FindingsRow>(
    `SELECT row_number, record_id, findings FROM batch_row
     WHERE batch_id = $1 AND findings <> '[]' AND row_number > $2 AND (outcome = 'rejected' OR NOT $4)
     ORDER BY row_number LIMIT $3`,
    [batchId, afterRow, limit, rejectedOnly],
  );
  return rows.flatMap(({ row_number: rowNumber, record_id: recordId, findings }) =>
    findings.map((finding) => ({ rowNumber, recordId, ...receiptFindingOf(finding, feed) })),
  );
}

export async function countFindings(db: Queryable, batchId: string): Promise<number> {
  const { rows } = await db.query<{ total: number }>(
    `SELECT coalesce(sum(jsonb_array_length(findings)), 0)::int AS total FROM batch_row
     WHERE batch_id = $1 AND findings <> '[]'`,
    [batchId],
  );
  return rows[0]?.total ?? 0;
}
