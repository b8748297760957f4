import type { BasisKind } from '../../../../connectors/connector.js';
import { contentDigest } from '../../../../schemas/content-digest.js';
import type { RecordOrder } from '../../../../schemas/record-order.js';
import { compareBasis, highestRevision, type RecordHistory } from '../decide-version.js';
import type { LedgerVersion } from '../ledger-version.js';
import type { ListOfRecord } from './complete-list.js';

/** Reason of a retraction that nobody wrote a row for. */
export const NOT_LISTED = '未列入整月名单';

/** The version that complete lists imply, and the list that implies a retraction; null where one is undone. */
export type Implied = { version: LedgerVersion; list: ListOfRecord | null };

type How = { basisKind: BasisKind; ledgerEpoch: number };

/**
 * What complete lists make of a record after its rows: it is gone when the newest list of its month does not name it and
 * is newer than everything that was said of it. A function of rows and lists alone, so that either may come first; what
 * was implied too early (a row of another month was still on its way) is undone by a higher version.
 *
 * @returns the version that has to be published so that it is so; null when it is so already
 */
export function impliedVersion(
  history: RecordHistory<LedgerVersion>,
  lists: readonly ListOfRecord[],
  how: How,
): Implied | null {
  const head = history.versions.at(-1);
  const said = history.versions.findLast(({ implied }) => !implied);
  if (!head || !said) return null;
  const newest = newestOf(lists.filter((list) => covers(list, said.period)));
  if (said.operation === 'ASSERT' && newest && !newest.names && isNewer(newest, history, how.basisKind)) {
    if (head.operation === 'RETRACT') return null;
    return { version: retraction(history, head, said, newest, how), list: newest };
  }
  if (!head.implied || saysTheSame(head, said)) return null;
  return { version: { ...said, ...orderAt(head, history, how), implied: true }, list: null };
}

/** At the list's moment; a sequence has no moments, so there it is put right above what it retracts. */
function retraction(
  history: RecordHistory<LedgerVersion>,
  head: LedgerVersion,
  { period }: LedgerVersion,
  list: ListOfRecord,
  how: How,
): LedgerVersion {
  const listed = basisOf(list);
  const at = how.basisKind === 'sourceSequence' || compareBasis(head, listed) > 0 ? head : listed;
  const order: RecordOrder = {
    ...orderAt(at, history, how),
    operation: 'RETRACT',
    contentDigest: contentDigest(null, {}),
  };
  const content = { payload: null, recordedAt: null, reason: NOT_LISTED, replaces: null };
  return { ...order, period, implied: true, listedAt: list.asOf, content };
}

type Basis = { basisEra: number; basis: number };

const orderAt = ({ basisEra, basis }: Basis, { versions }: RecordHistory<LedgerVersion>, { ledgerEpoch }: How) => ({
  basisEra,
  basis,
  ledgerEpoch,
  revision: highestRevision(versions, { basisEra, basis }) + 1,
});

const saysTheSame = (a: RecordOrder, b: RecordOrder) =>
  a.operation === b.operation && a.contentDigest === b.contentDigest;

const basisOf = ({ basisEra, asOf }: ListOfRecord): Basis => ({ basisEra, basis: asOf });

const covers = ({ firstPeriod, lastPeriod }: ListOfRecord, period: string) =>
  firstPeriod <= period && period <= lastPeriod;

const newestOf = (lists: readonly ListOfRecord[]) =>
  [...lists].sort((a, b) => compareBasis(basisOf(a), basisOf(b)) || Number(a.names) - Number(b.names)).at(-1);

/** Of a sequence it is asked when its versions were listed, since its numbers are no moments. */
function isNewer(
  list: ListOfRecord,
  { versions, confirmations }: RecordHistory<LedgerVersion>,
  basisKind: BasisKind,
): boolean {
  const rows = versions.filter(({ implied }) => !implied);
  if (basisKind === 'sourceSequence') return rows.every(({ listedAt }) => listedAt < list.asOf);
  return [...rows, ...confirmations].every((said) => compareBasis(said, basisOf(list)) < 0);
}
