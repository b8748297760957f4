import type { Feed } from '../../../connectors/connector.js';
import type { Finding } from '../../../schemas/finding.js';
import { shanghaiDate } from '../../../schemas/period.js';
import { compareRecordOrder, type RecordOrder } from '../../../schemas/record-order.js';
import type { AcceptedRow, CheckedRow } from '../checking/check-row.js';
import { compareBasis, decideVersion, historyAfter } from './decide-version.js';
import type { Decision, NewVersion, RecordHistory, RowPlace, Statement } from './decide-version.js';
import { ledgerWarning } from './ledger-warning.js';
import type { ListOfRecord } from './complete/complete-list.js';
import { impliedVersion } from './complete/implied-version.js';
import { IMPLIED_ROW, type LedgerVersion } from './ledger-version.js';
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

/** What complete lists imply of a record, without a row of its own. */
export type ImpliedChange = { period: string; outcome: PublishedOutcome };

export type DecidedChunk = {
  rows: DecidedRow[];
  publications: Publication[];
  reclassified: Reclassified[];
  implied: ImpliedChange[];
};

export type ChunkContext = {
  feed: Feed;
  batchId: string;
  ledgerEpoch: number;
  acceptedAt: number;
  /** Epoch milliseconds, and whether the caller said so; otherwise the door took it from elsewhere. */
  asOf: number | null;
  asOfDeclared: boolean;
};

/** The complete lists that may speak of a record. */
export type ListsOf = (recordId: string) => readonly ListOfRecord[];

/** What an accepted row says of its record. */
export function statementOf({ mapped, contentDigest, listing }: AcceptedRow, context: ChunkContext): Statement {
  // A mended row is of the list that it was on, whichever list brings it now.
  const basis = mapped.basis ?? listing?.asOf ?? context.asOf ?? context.acceptedAt;
  return { basisEra: context.feed.basisEra, basis, operation: mapped.operation, contentDigest };
}

/** Decides the rows of a chunk one after another, as if each had been sent alone. Pure; `histories` is left as it was. */
export function decideChunk(
  checked: readonly CheckedRow[],
  histories: Histories,
  listsOf: ListsOf,
  context: ChunkContext,
): DecidedChunk {
  const known: Histories = new Map(histories);
  const chunk: DecidedChunk = { rows: [], publications: [], reclassified: [], implied: [] };
  for (const row of checked) {
    if (row.accepted) {
      decideRow(row, row.accepted, known, context, chunk);
      const implied = imply(row.accepted.mapped.recordId, known, listsOf, context, chunk);
      if (implied === 'retracted') chunk.rows.at(-1)?.findings.push(ledgerWarning('NOT_ON_LATER_LIST'));
    } else chunk.rows.push(rejectedRow(row));
  }
  return chunk;
}

/** What complete lists make of records when no row speaks of them. */
export function decideListed(histories: Histories, listsOf: ListsOf, context: ChunkContext): DecidedChunk {
  const known: Histories = new Map(histories);
  const chunk: DecidedChunk = { rows: [], publications: [], reclassified: [], implied: [] };
  for (const recordId of histories.keys()) imply(recordId, known, listsOf, context, chunk);
  return chunk;
}

function imply(
  recordId: string,
  known: Histories,
  listsOf: ListsOf,
  context: ChunkContext,
  chunk: DecidedChunk,
): PublishedOutcome | null {
  const history = known.get(recordId);
  const how = { basisKind: context.feed.basisKind, ledgerEpoch: context.ledgerEpoch };
  const implied = history && impliedVersion(history, listsOf(recordId), how);
  if (!implied) return null;
  const { version, list } = implied;
  const outcome = version.operation === 'RETRACT' ? 'retracted' : 'corrected';
  const row = { batchId: list?.batchId ?? context.batchId, rowNumber: IMPLIED_ROW };
  known.set(recordId, { ...history, versions: [...history.versions, version].sort(compareRecordOrder) });
  chunk.publications.push({ recordId, version, outcome, row });
  chunk.implied.push({ period: version.period, outcome });
  return outcome;
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
  const listedAt = context.asOf ?? context.acceptedAt;
  const made = (version: NewVersion<LedgerVersion>) => ledgerVersion(version, accepted, { period, listedAt });
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

function ledgerVersion(
  version: NewVersion<LedgerVersion>,
  { mapped }: AcceptedRow,
  when: { period: string; listedAt: number },
): LedgerVersion {
  const order: RecordOrder = version.order;
  if (version.of === 'confirmed') return { ...version.content, ...order, implied: false };
  const { payload, recordedAt, reason, replaces } = mapped;
  return { ...order, ...when, implied: false, content: { payload, recordedAt, reason, replaces } };
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
