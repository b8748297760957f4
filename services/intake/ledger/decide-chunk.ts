import type { Feed } from '../../../connectors/connector.js';
import type { Finding } from '../../../schemas/finding.js';
import { shanghaiDate } from '../../../schemas/period.js';
import type { RecordOrder } from '../../../schemas/record-order.js';
import type { AcceptedRow, CheckedRow } from '../checking/check-row.js';
import { compareBasis, decideVersion, historyAfter } from './decide-version.js';
import type { Decision, NewVersion, RecordHistory, RowPlace, Statement } from './decide-version.js';
import { ledgerWarning } from './ledger-warning.js';
import type { LedgerVersion } from './ledger-version.js';
import type { Histories } from './record-history.js';

export const UNREADABLE_PERIOD = 'UNREADABLE';

export type RowOutcome = 'new' | 'corrected' | 'retracted' | 'unchanged' | 'rejected';
export type PublishedOutcome = Exclude<RowOutcome, 'unchanged' | 'rejected'>;

/** A submitted row with what became of it. */
export type DecidedRow = {
  checked: CheckedRow;
  outcome: RowOutcome;
  period: string;
  statement: Statement | null;
  confirms: boolean;
  findings: Finding[];
};

/** A version to publish. */
export type Publication = {
  recordId: string;
  version: LedgerVersion;
  outcome: PublishedOutcome;
  row: RowPlace;
};

/** A row, counted as unchanged before, that turns out to say something. */
export type Reclassified = { row: RowPlace; period: string; outcome: PublishedOutcome };

export type DecidedChunk = { rows: DecidedRow[]; publications: Publication[]; reclassified: Reclassified[] };

export type ChunkContext = {
  feed: Feed;
  batchId: string;
  ledgerEpoch: number;
  acceptedAt: number;
  /** Epoch milliseconds, and whether the caller said so; otherwise the door took it from elsewhere. */
  asOf: number | null;
  asOfDeclared: boolean;
};

/** What an accepted row says of its record. */
export function statementOf({ mapped, contentDigest, listing }: AcceptedRow, context: ChunkContext): Statement {
  // A mended row is of the list that it was on, whichever list brings it now.
  const basis = mapped.basis ?? listing?.asOf ?? context.asOf ?? context.acceptedAt;
  return { basisEra: context.feed.basisEra, basis, operation: mapped.operation, contentDigest };
}

/** Decides the rows of a chunk one after another, as if each had been sent alone. Pure; `histories` is left as it was. */
export function decideChunk(checked: readonly CheckedRow[], histories: Histories, context: ChunkContext): DecidedChunk {
  const known: Histories = new Map(histories);
  const chunk: DecidedChunk = { rows: [], publications: [], reclassified: [] };
  for (const row of checked) {
    if (row.accepted) decideRow(row, row.accepted, known, context, chunk);
    else chunk.rows.push(rejectedRow(row));
  }
  return chunk;
}

function rejectedRow(checked: CheckedRow): DecidedRow {
  const { findings, period } = checked;
  return {
    checked,
    outcome: 'rejected',
    period: period ?? UNREADABLE_PERIOD,
    statement: null,
    confirms: false,
    findings,
  };
}

function decideRow(
  checked: CheckedRow,
  accepted: AcceptedRow,
  known: Histories,
  context: ChunkContext,
  chunk: DecidedChunk,
): void {
  const { recordId } = accepted.mapped;
  const statement = statementOf(accepted, context);
  const history = known.get(recordId) ?? { versions: [], confirmations: [] };
  const asOfUndeclared =
    context.feed.basisKind === 'exportAsOf' && !(accepted.listing?.declared ?? context.asOfDeclared);
  const decision = decideVersion(history, statement, { ledgerEpoch: context.ledgerEpoch, asOfUndeclared });
  const period = periodOfRow(checked, accepted, statement, history, context);
  const row: RowPlace = { batchId: context.batchId, rowNumber: checked.rowNumber };
  const made = (version: NewVersion<LedgerVersion>) => ledgerVersion(version, accepted, period);
  known.set(recordId, historyAfter(history, statement, decision, row, made));
  chunk.rows.push(decidedRow(checked, accepted, statement, decision, period));
  if (decision.kind === 'published') addPublications(chunk, decision, recordId, row, made);
}

function decidedRow(
  checked: CheckedRow,
  { mapped }: AcceptedRow,
  statement: Statement,
  decision: Decision<LedgerVersion>,
  period: string,
): DecidedRow {
  const outcome = decision.kind === 'unchanged' ? 'unchanged' : decision.outcome;
  const warnings = decision.warnings.map(ledgerWarning);
  if (outcome === 'corrected' && !mapped.reason) warnings.push(ledgerWarning('CORRECTION_REASON_MISSING'));
  const confirms = decision.kind === 'unchanged' && decision.confirms;
  return { checked, outcome, period, statement, confirms, findings: [...checked.findings, ...warnings] };
}

function addPublications(
  chunk: DecidedChunk,
  decision: Extract<Decision<LedgerVersion>, { kind: 'published' }>,
  recordId: string,
  row: RowPlace,
  made: (version: NewVersion<LedgerVersion>) => LedgerVersion,
): void {
  for (const version of decision.versions) {
    if (version.of === 'submitted') {
      chunk.publications.push({ recordId, version: made(version), outcome: decision.outcome, row });
      continue;
    }
    const confirming: RowPlace = { batchId: version.confirmation.batchId, rowNumber: version.confirmation.rowNumber };
    const outcome = version.order.operation === 'RETRACT' ? 'retracted' : 'corrected';
    chunk.publications.push({ recordId, version: made(version), outcome, row: confirming });
    reclassify(chunk, { row: confirming, period: version.content.period, outcome }, row.batchId);
  }
}

/** A confirming row of this very chunk is not written yet; others are changed where they are. */
function reclassify(chunk: DecidedChunk, change: Reclassified, batchId: string): void {
  const here = chunk.rows.find(
    (row) => change.row.batchId === batchId && row.checked.rowNumber === change.row.rowNumber,
  );
  if (here) Object.assign(here, { outcome: change.outcome, confirms: false } satisfies Partial<DecidedRow>);
  else chunk.reclassified.push(change);
}

function ledgerVersion(version: NewVersion<LedgerVersion>, { mapped }: AcceptedRow, period: string): LedgerVersion {
  const order: RecordOrder = version.order;
  if (version.of === 'confirmed') return { ...order, period: version.content.period, content: version.content.content };
  const { payload, recordedAt, reason, replaces } = mapped;
  return { ...order, period, content: { payload, recordedAt, reason, replaces } };
}

const month = (ms: number) => shanghaiDate(ms).slice(0, 7);

/** A retraction belongs to the period of what it retracts, so that the books of one period hold both. */
function periodOfRow(
  checked: CheckedRow,
  { mapped }: AcceptedRow,
  statement: Statement,
  { versions }: RecordHistory<LedgerVersion>,
  { feed, acceptedAt }: ChunkContext,
): string {
  if (mapped.operation === 'ASSERT') return checked.period ?? UNREADABLE_PERIOD;
  const nearest = versions.findLast((version) => compareBasis(version, statement) <= 0) ?? versions[0];
  if (nearest) return nearest.period;
  if (mapped.periodDate) return mapped.periodDate.slice(0, 7);
  return month(feed.basisKind === 'sourceSequence' ? acceptedAt : statement.basis);
}
