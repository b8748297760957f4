import type { Feed } from '../../../connectors/connector.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import { layoutNotes } from '../reading/layout-notes.js';
import type { BodyLayout } from '../reading/row-reader.js';
import { countStates } from './count-states.js';
import type { Queryable } from './queryable.js';
import { rowsNow, type ReceiptCounts } from './receipt-counts.js';
import { completeListNote, readCompleteList } from './complete-list-receipt.js';
import { STATE_LABELS, type Receipt } from './receipt.js';
import { countFindings, readFindings } from './receipt-findings.js';

/** Findings shown in a receipt itself; the rest is paged. */
const FINDINGS_SHOWN = 100;

type BatchRow = {
  feed: string;
  source_id: string;
  event_type: string;
  accepted_at: number;
  as_of: number | null;
  atomic: boolean;
  format: string;
  encoding: string | null;
  body_digest: string;
  body_bytes: number;
  layout: BodyLayout | null;
  counts: ReceiptCounts;
  signature: string | null;
};

/** Feed and source of a batch, for whoever has to decide who may see it; null when there is none. */
export async function findBatch(db: Queryable, batchId: string): Promise<{ feed: string; sourceId: string } | null> {
  const { rows } = await db.query<BatchRow>('SELECT feed, source_id FROM batch WHERE batch_id = $1', [batchId]);
  return rows[0] ? { feed: rows[0].feed, sourceId: rows[0].source_id } : null;
}

/** The receipt of a batch, as things stand now. */
export async function readReceipt(db: Queryable, batchId: string, feed: Feed): Promise<Receipt> {
  const { rows } = await db.query<BatchRow>('SELECT * FROM batch WHERE batch_id = $1', [batchId]);
  const [batch] = rows;
  if (!batch) {
    throw new ServiceFailure(`Batch ${batchId} has no row in the ledger.`, { code: 'BATCH_MISSING', retriable: false });
  }
  const states = (await countStates(db, [batchId]))(batchId);
  const limit = { afterRow: 0, limit: FINDINGS_SHOWN, rejectedOnly: false };
  const completeList = await readCompleteList(db, batchId);
  return {
    batchId,
    feed: batch.feed,
    sourceId: batch.source_id,
    eventType: batch.event_type,
    acceptedAt: new Date(batch.accepted_at).toISOString(),
    asOf: batch.as_of === null ? null : new Date(batch.as_of).toISOString(),
    mode: completeList ? 'complete' : 'partial',
    completeList,
    atomic: batch.atomic,
    format: batch.format,
    encoding: batch.encoding,
    bodyDigest: batch.body_digest,
    bodyBytes: batch.body_bytes,
    rows: batch.counts.rows,
    warnings: batch.counts.warnings,
    signature: batch.signature,
    rowsNow: await rowsNow(db, batchId, batch.counts),
    states,
    stateLabel: labelOf(states),
    notes: [
      ...(batch.layout ? layoutNotes(batch.layout) : []),
      ...(completeList ? [completeListNote(completeList)] : []),
    ],
    findingsTotal: await countFindings(db, batchId),
    findings: (await readFindings(db, batchId, feed, limit)).slice(0, FINDINGS_SHOWN),
  };
}

/** The state that the batch as a whole has reached: that of its slowest record. */
function labelOf(states: Receipt['states']): string {
  if (states.waiting > 0) return STATE_LABELS.waiting;
  if (states.published > 0) return STATE_LABELS.published;
  if (states.parked > 0) return '已处理完毕，部分记录已搁置，待枢纽处理';
  if (states.applied > 0) return states.discarded > 0 ? '已处理完毕，部分记录未采用' : STATE_LABELS.applied;
  return states.discarded > 0 ? STATE_LABELS.discarded : '没有需要发布的内容';
}
