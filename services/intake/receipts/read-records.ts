import type { Feed } from '../../../connectors/connector.js';
import type { Finding } from '../../../schemas/finding.js';
import type { Queryable } from './queryable.js';
import { STATE_LABELS, type ReceiptRecord, type RecordState } from './receipt.js';
import { receiptFindingOf } from './receipt-findings.js';
import { verdictWords } from './verdict-words.js';

type RecordRow = {
  row_number: number;
  record_id: string | null;
  outcome: ReceiptRecord['outcome'];
  period: string;
  findings: Finding[];
  event_id: string | null;
  ledger_seq: number | null;
  state: RecordState;
  verdict_reason: string | null;
  topic: string | null;
  topic_partition: number | null;
  topic_offset: number | null;
  /** The system whose record of the same number took this one's place, as far as the dataset has it. */
  taken_over_by: string | null;
};

/**
 * Rows of a batch with what became of them, from `afterRow` on. Superseded is the ledger's own finding: applied, and a
 * higher version of the record was applied as well (record order as in schemas/record-order.ts), or a record of the same
 * number of a system that took over; the latest of them is named. A row without an event has its outcome for a state:
 * rejected or unchanged.
 */
const RECORDS = `
  SELECT * FROM (
    SELECT r.row_number, r.record_id, r.outcome, r.period, r.findings, v.event_id, v.ledger_seq, v.verdict_reason,
      v.topic, v.topic_partition, v.topic_offset, taken_over_by,
      CASE WHEN v.version_id IS NULL THEN r.outcome
           WHEN v.verdict = 'APPLIED' AND taken_over_by IS NOT NULL THEN 'superseded'
           WHEN v.verdict = 'APPLIED' AND EXISTS (
             SELECT FROM record_version h
             WHERE h.source_id = v.source_id AND h.event_type = v.event_type AND h.record_id = v.record_id
               AND h.verdict = 'APPLIED'
               AND (h.basis_era, h.basis, h.ledger_epoch, h.revision) > (v.basis_era, v.basis, v.ledger_epoch, v.revision)
           ) THEN 'superseded'
           WHEN v.verdict IS NOT NULL THEN lower(v.verdict)
           WHEN v.topic_offset IS NOT NULL THEN 'published' ELSE 'waiting' END AS state
    FROM batch_row r
    LEFT JOIN record_version v ON v.batch_id = r.batch_id AND v.row_number = r.row_number
    LEFT JOIN LATERAL (
      SELECT successor AS taken_over_by FROM unnest($5::text[]) WITH ORDINALITY AS follows (successor, place)
      WHERE v.event_type <> 'period-statement' AND EXISTS (
        SELECT FROM record_version n
        WHERE n.source_id = successor AND n.event_type = v.event_type AND n.record_id = v.record_id
          AND n.verdict = 'APPLIED')
      ORDER BY place DESC LIMIT 1) AS taken_over ON true
    WHERE r.batch_id = $1 AND r.row_number > $2
  ) followed
  WHERE $4::text IS NULL OR state = $4
  ORDER BY row_number LIMIT $3`;

type RecordsAsked = {
  afterRow: number;
  limit: number;
  state?: RecordState | null;
  /** The systems that took over from the batch's source, in the order of time. */
  successors?: readonly string[];
};

export async function readRecords(
  db: Queryable,
  batchId: string,
  feed: Feed,
  { afterRow, limit, state = null, successors = [] }: RecordsAsked,
): Promise<ReceiptRecord[]> {
  const { rows } = await db.query<RecordRow>(RECORDS, [batchId, afterRow, limit, state, successors]);
  return rows.map((row) => ({
    rowNumber: row.row_number,
    recordId: row.record_id,
    outcome: row.outcome,
    period: row.period,
    findings: row.findings.map((finding) => receiptFindingOf(finding, feed)),
    eventId: row.event_id,
    ledgerSeq: row.ledger_seq,
    state: row.state,
    stateLabel: stateLabelOf(row),
    reasonCode: row.verdict_reason,
    reason: verdictWords(row.state, row.verdict_reason),
    position: positionOf(row),
  }));
}

function stateLabelOf({ state, taken_over_by }: RecordRow): string {
  if (state !== 'superseded' || taken_over_by === null) return STATE_LABELS[state];
  return `已进入共享数据集，已由来源系统 ${taken_over_by} 的同编号记录接替`;
}

function positionOf({ topic, topic_partition: partition, topic_offset: offset }: RecordRow): ReceiptRecord['position'] {
  return topic === null || partition === null || offset === null ? null : { topic, partition, offset };
}
