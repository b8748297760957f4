import { ServiceFailure } from '../../../infra/process/service-failure.js';
import type { RecordCipher } from '../../../infra/crypto/record-cipher.js';
import type { Finding } from '../../../schemas/finding.js';
import type { SubmittedRow } from '../checking/check-row.js';
import { openRow } from '../ledger/sealed-row.js';
import type { Listing } from '../reading/returned-columns.js';
import type { BodyLayout } from '../reading/row-reader.js';
import type { Queryable } from '../receipts/queryable.js';

/** A rejected row as it was sent, and what is wrong with it. */
export type RejectedRow = SubmittedRow & { rowNumber: number; errors: readonly Finding[] };

/** What has to be known of a batch's rejected rows before the first of them is written. */
export type RejectedSummary = {
  /** Null when the records named their members themselves. */
  headings: readonly string[] | null;
  listing: Listing;
  rejected: number;
  /** Rejected rows whose content is no longer kept. */
  purged: number;
  /** Column keys and payload paths that any error names. */
  fields: ReadonlySet<string>;
};

const SUMMARY = `
  SELECT b.layout, b.as_of, b.as_of_declared, b.accepted_at, count(r.*)::int AS rejected,
    (count(*) FILTER (WHERE r.batch_id IS NOT NULL AND r.raw IS NULL))::int AS purged
  FROM batch b LEFT JOIN batch_row r ON r.batch_id = b.batch_id AND r.outcome = 'rejected'
  WHERE b.batch_id = $1 GROUP BY b.batch_id`;

const FIELDS = `
  SELECT DISTINCT place.field
  FROM batch_row r CROSS JOIN jsonb_array_elements(r.findings) f
    CROSS JOIN LATERAL (
      SELECT f ->> 'field' UNION ALL SELECT jsonb_array_elements_text(coalesce(f -> 'alsoFields', '[]'))
    ) AS place (field)
  WHERE r.batch_id = $1 AND r.outcome = 'rejected' AND f ->> 'severity' = 'error'`;

type SummaryRow = {
  layout: BodyLayout | null;
  as_of: number | null;
  as_of_declared: boolean;
  accepted_at: number;
  rejected: number;
  purged: number;
};

export async function readRejectedSummary(db: Queryable, batchId: string): Promise<RejectedSummary> {
  const { rows } = await db.query<SummaryRow>(SUMMARY, [batchId]);
  const fields = await db.query<{ field: string }>(FIELDS, [batchId]);
  const [batch] = rows;
  if (!batch) {
    throw new ServiceFailure(`Batch ${batchId} has no row in the ledger.`, { code: 'BATCH_MISSING', retriable: false });
  }
  const { layout, rejected, purged } = batch;
  return {
    headings: layout?.headings ?? null,
    // What the rows would have been ordered by, had they been right.
    listing: { asOf: batch.as_of ?? batch.accepted_at, declared: batch.as_of_declared },
    rejected,
    purged,
    fields: new Set(fields.rows.map(({ field }) => field)),
  };
}

const ROWS_AT_A_TIME = 500;

const ROWS = `
  SELECT row_number, raw, findings FROM batch_row
  WHERE batch_id = $1 AND outcome = 'rejected' AND row_number > $2 ORDER BY row_number LIMIT ${ROWS_AT_A_TIME}`;

/** Rejected rows in their order, some at a time: what was committed does not change any more. */
export async function* readRejected(db: Queryable, cipher: RecordCipher, batchId: string): AsyncGenerator<RejectedRow> {
  for (let afterRow = 0; ;) {
    const { rows } = await db.query<{ row_number: number; raw: Buffer; findings: Finding[] }>(ROWS, [
      batchId,
      afterRow,
    ]);
    for (const { row_number: rowNumber, raw, findings } of rows) {
      const errors = findings.filter(({ severity }) => severity === 'error');
      yield { ...openRow(cipher, raw, { batchId, rowNumber }), rowNumber, errors };
    }
    const last = rows.at(-1);
    if (!last || rows.length < ROWS_AT_A_TIME) return;
    afterRow = last.row_number;
  }
}
