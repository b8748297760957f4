import { compareRecordOrder, type Operation, type RecordOrder } from '../../../schemas/record-order.js';

/*
 * Terminology. A *statement* is what one row says of a record: at this basis, this content. A *version* is a statement
 * that was published. A *confirmation* is a statement that said nothing new; the ledger remembers its basis, because it
 * says something new as soon as a different content arrives between it and the version that it confirmed.
 *
 * Every confirming basis is remembered, not only the highest one: with {A@1, A@3, A@5} confirmed and B@4, then C@2
 * arriving, the highest alone would lose that A was stated at 3.
 */

/** What one row says. */
export type Statement = { basisEra: number; basis: number; operation: Operation; contentDigest: string };

/** Where a statement stands in the department's submissions. */
export type RowPlace = { batchId: string; rowNumber: number };

export type Confirmation = RowPlace & { basisEra: number; basis: number };

/** A version, and whether a complete list implies it: then nobody said it in a row (complete/implied-version.ts). */
export type KnownVersion = RecordOrder & { implied?: boolean };

/** Versions ascending by record order; confirmations in any order. */
export type RecordHistory<Version extends KnownVersion = KnownVersion> = {
  versions: readonly Version[];
  confirmations: readonly Confirmation[];
};

export type LedgerWarningCode = 'SUPERSEDED_CONTENT_RESENT' | 'LATE_VERSION' | 'UNKNOWN_RECORD_RETRACTED';

/** A version to publish: the submitted row's, or a confirmed content that has to be said again at its confirming basis. */
export type NewVersion<Version extends KnownVersion = KnownVersion> =
  | { of: 'submitted'; order: RecordOrder }
  | { of: 'confirmed'; order: RecordOrder; content: Version; confirmation: Confirmation };

export type Decision<Version extends KnownVersion = KnownVersion> =
  | { kind: 'unchanged'; confirms: boolean; warnings: LedgerWarningCode[] }
  | {
      kind: 'published';
      outcome: 'new' | 'corrected' | 'retracted';
      versions: NewVersion<Version>[];
      warnings: LedgerWarningCode[];
    };

export type DecidingRules = {
  ledgerEpoch: number;
  /** The feed's basis is exportAsOf and nobody declared it: then content that was superseded before is not news. */
  asOfUndeclared: boolean;
};

/** Compares two places on a record's basis axis. */
export function compareBasis(a: { basisEra: number; basis: number }, b: { basisEra: number; basis: number }): number {
  return a.basisEra - b.basisEra || a.basis - b.basis;
}

const saysTheSame = (a: Statement | RecordOrder, b: Statement | RecordOrder) =>
  a.operation === b.operation && a.contentDigest === b.contentDigest;

const retractsByList = ({ implied, operation }: KnownVersion) => implied === true && operation === 'RETRACT';

/** Decides what a statement means for a record whose history is known (design §5, record identity). */
export function decideVersion<Version extends KnownVersion>(
  history: RecordHistory<Version>,
  statement: Statement,
  rules: DecidingRules,
): Decision<Version> {
  return saidBefore(history, statement, rules) ?? publication(history, statement, rules);
}

/** Unchanged when the same was said at this basis, or is what holds at this basis already. */
function saidBefore<Version extends KnownVersion>(
  { versions, confirmations }: RecordHistory<Version>,
  statement: Statement,
  { asOfUndeclared }: DecidingRules,
): Decision<Version> | null {
  const head = versions.at(-1);
  const stale = (version: Version): LedgerWarningCode[] => (version === head ? [] : ['SUPERSEDED_CONTENT_RESENT']);
  const same = versions.filter((version) => saysTheSame(version, statement));
  const here = same.find((version) => version.implied !== true && compareBasis(version, statement) === 0);
  if (here) return { kind: 'unchanged', confirms: false, warnings: stale(here) };

  const holding = versions.findLast((version) => compareBasis(version, statement) <= 0);
  const { holding: said } = saidAround(versions, statement);
  const isSaid = said !== undefined && saysTheSame(said, statement);
  // A row that retracts what a list only implied to be gone is the first to say so.
  if (holding && isSaid && saysTheSame(holding, statement) && !retractsByList(holding)) {
    const known = confirmations.some((confirmation) => compareBasis(confirmation, statement) === 0);
    return { kind: 'unchanged', confirms: !known, warnings: stale(holding) };
  }
  if (asOfUndeclared && same.length > 0) {
    return { kind: 'unchanged', confirms: false, warnings: ['SUPERSEDED_CONTENT_RESENT'] };
  }
  return null;
}

/**
 * What rows say at a statement's basis and next above it. What lists imply follows from rows and changes with them: it can
 * neither be confirmed nor stand between a row and what that confirms.
 */
function saidAround<Version extends KnownVersion>(
  versions: readonly Version[],
  statement: Statement,
): { holding: Version | undefined; next: Version | undefined } {
  const said = versions.filter(({ implied }) => implied !== true);
  return {
    holding: said.findLast((version) => compareBasis(version, statement) <= 0),
    next: said.find((version) => compareBasis(version, statement) > 0),
  };
}

function publication<Version extends KnownVersion>(
  history: RecordHistory<Version>,
  statement: Statement,
  { ledgerEpoch }: DecidingRules,
): Decision<Version> {
  const { versions, confirmations } = history;
  const head = versions.at(-1);
  const { holding, next } = saidAround(versions, statement);
  const published: NewVersion<Version>[] = [];
  let revision = highestRevision(versions, statement);

  const again = (confirmation: Confirmation | undefined, content: Version | undefined, number: number) => {
    if (!confirmation || !content) return;
    const order = { ...orderOf(confirmation, ledgerEpoch, number), ...contentOf(content) };
    published.push({ of: 'confirmed', order, content, confirmation });
  };
  const lowestAbove = confirmations
    .filter((c) => compareBasis(c, statement) > 0 && (!next || compareBasis(c, next) < 0))
    .sort(compareBasis)[0];

  // Two contents at one basis, the first of which only confirmed: it is said first, so that sending it again is no news.
  const confirmedHere = confirmations.find((confirmation) => compareBasis(confirmation, statement) === 0);
  if (revision === 0 && confirmedHere && holding) again(confirmedHere, holding, (revision += 1));
  const order = { ...orderOf(statement, ledgerEpoch, revision + 1), ...contentOf(statement) };
  published.push({ of: 'submitted', order });
  if (lowestAbove) again(lowestAbove, holding, highestRevision(versions, lowestAbove) + 1);

  return {
    kind: 'published',
    outcome: outcomeOf(statement, head),
    versions: published,
    warnings: warningsOf(order, head),
  };
}

/** The highest number given within a basis, 0 for none. */
export function highestRevision(versions: readonly RecordOrder[], at: { basisEra: number; basis: number }): number {
  return Math.max(0, ...versions.filter((v) => compareBasis(v, at) === 0).map((v) => v.revision));
}

const orderOf = ({ basisEra, basis }: { basisEra: number; basis: number }, ledgerEpoch: number, revision: number) => ({
  basisEra,
  basis,
  ledgerEpoch,
  revision,
});

const contentOf = ({ operation, contentDigest }: Statement | RecordOrder) => ({ operation, contentDigest });

function outcomeOf(statement: Statement, head: RecordOrder | undefined): 'new' | 'corrected' | 'retracted' {
  if (statement.operation === 'RETRACT') return 'retracted';
  return head ? 'corrected' : 'new';
}

function warningsOf(order: RecordOrder, head: RecordOrder | undefined): LedgerWarningCode[] {
  if (!head) return order.operation === 'RETRACT' ? ['UNKNOWN_RECORD_RETRACTED'] : [];
  return compareRecordOrder(order, head) < 0 ? ['LATE_VERSION'] : [];
}

/** The history after a decision; `made` turns each new version into what the caller keeps of it. */
export function historyAfter<Version extends KnownVersion>(
  history: RecordHistory<Version>,
  statement: Statement,
  decision: Decision<Version>,
  row: RowPlace,
  made: (version: NewVersion<Version>) => Version,
): RecordHistory<Version> {
  if (decision.kind === 'unchanged') {
    if (!decision.confirms) return history;
    const confirmation = { ...row, basisEra: statement.basisEra, basis: statement.basis };
    return { ...history, confirmations: [...history.confirmations, confirmation] };
  }
  const spent = decision.versions.flatMap((version) => (version.of === 'confirmed' ? [version.confirmation] : []));
  return {
    versions: [...history.versions, ...decision.versions.map(made)].sort(compareRecordOrder),
    confirmations: history.confirmations.filter((confirmation) => !spent.includes(confirmation)),
  };
}
