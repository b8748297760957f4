/** Operation of an event: RETRACT means "should never have been sent"; a legal revocation is an ASSERT that says so. */
export type Operation = 'ASSERT' | 'RETRACT';

/** What orders the versions of one record; all of it is in the event, so arrival order does not matter. */
export type RecordOrder = {
  basisEra: number;
  basis: number;
  ledgerEpoch: number;
  revision: number;
  operation: Operation;
  contentDigest: string;
};

/**
 * Compares two versions of one record: basis era, basis, ledger epoch, revision, RETRACT last, content digest.
 * Negative when `a` comes before `b`, 0 only for the same version. SQL says the same in `dataset` as a row comparison.
 */
export function compareRecordOrder(a: RecordOrder, b: RecordOrder): number {
  return (
    a.basisEra - b.basisEra ||
    a.basis - b.basis ||
    a.ledgerEpoch - b.ledgerEpoch ||
    a.revision - b.revision ||
    Number(a.operation === 'RETRACT') - Number(b.operation === 'RETRACT') ||
    compareText(a.contentDigest, b.contentDigest)
  );
}

/** Code-unit order, as PostgreSQL's COLLATE "C" has it for ASCII. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
