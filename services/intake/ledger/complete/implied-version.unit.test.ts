import fc from 'fast-check';
import type { BasisKind } from '../../../../connectors/connector.js';
import { contentDigest } from '../../../../schemas/content-digest.js';
import { compareRecordOrder } from '../../../../schemas/record-order.js';
import { decideVersion, historyAfter, type NewVersion, type RecordHistory } from '../decide-version.js';
import type { LedgerVersion } from '../ledger-version.js';
import type { ListOfRecord } from './complete-list.js';
import { impliedVersion, NOT_LISTED } from './implied-version.js';

type Said = { at: number; period: string; content: string };
type Came = { row: Said } | { list: ListOfRecord };

const list = (asOf: number, names = false, firstPeriod = '2024-01', lastPeriod = firstPeriod): ListOfRecord => ({
  ...{ batchId: `list-${asOf}`, basisEra: 0, asOf, firstPeriod, lastPeriod, names },
});
const row = (at: number, content = 'A', period = '2024-01'): Came => ({ row: { at, period, content } });

/** What the ledger does with one record when rows and lists come in this order. */
function taken(came: readonly Came[], basisKind: BasisKind = 'exportAsOf') {
  const lists: ListOfRecord[] = [];
  let history: RecordHistory<LedgerVersion> = { versions: [], confirmations: [] };
  let implied = 0;
  came.forEach((one, at) => {
    if ('row' in one) history = afterRow(history, one.row, at + 1);
    else lists.push(one.list);
    const more = impliedVersion(history, lists, { basisKind, ledgerEpoch: 1 });
    if (!more) return;
    implied += 1;
    history = { ...history, versions: [...history.versions, more.version].sort(compareRecordOrder) };
    expect(impliedVersion(history, lists, { basisKind, ledgerEpoch: 1 })).toBeNull();
  });
  const places = history.versions.map(({ basis, revision }) => `${basis}.${revision}`);
  expect(new Set(places).size).toBe(places.length);
  const head = history.versions.at(-1);
  return { head, implied, state: head && (head.operation === 'RETRACT' ? 'gone' : head.contentDigest) };
}

function afterRow(history: RecordHistory<LedgerVersion>, { at, period, content }: Said, rowNumber: number) {
  const operation = content === 'gone' ? 'RETRACT' : 'ASSERT';
  const digest = content === 'gone' ? contentDigest(null, {}) : `${content} ${period}`;
  const statement = { basisEra: 0, basis: at, operation, contentDigest: digest } as const;
  const decision = decideVersion(history, statement, { ledgerEpoch: 1, asOfUndeclared: false });
  const made = (version: NewVersion<LedgerVersion>): LedgerVersion =>
    version.of === 'confirmed'
      ? { ...version.content, ...version.order, implied: false }
      : { ...version.order, period, implied: false, listedAt: at, content: { outboxId: rowNumber } };
  return historyAfter(history, statement, decision, { batchId: 'b', rowNumber }, made);
}

describe('what a complete list leaves out', () => {
  it('is retracted at the moment of the list, with its reason', () => {
    const { head } = taken([row(1), { list: list(5) }]);
    expect(head).toMatchObject({ operation: 'RETRACT', basis: 5, period: '2024-01', content: { reason: NOT_LISTED } });
  });

  it.each([
    ['the list names it', [row(1), { list: list(5, true) }]],
    ['it was sent after the list', [row(9), { list: list(5) }]],
    ['it was confirmed after the list', [row(1), row(9), { list: list(5) }]],
    ['it is of another month', [row(1, 'A', '2024-02'), { list: list(5) }]],
    ['it moved to another month before', [row(1), row(3, 'A', '2024-02'), { list: list(5) }]],
    ['a later list names it', [row(1), { list: list(7, true) }, { list: list(5) }]],
  ])('stays when %s', (_when, came: Came[]) => {
    expect(taken(came)).toMatchObject({ implied: 0, head: { operation: 'ASSERT' } });
  });

  it('is retracted too when its row comes after the list that leaves it out', () => {
    expect(taken([{ list: list(5) }, row(1)]).state).toBe('gone');
  });

  it('comes back with a later row, and with a later list that names it', () => {
    expect(taken([row(1), { list: list(5) }, row(9)]).state).toBe('A 2024-01');
    expect(taken([row(1), { list: list(5) }, { list: list(9, true) }], 'sourceChangedAt').state).toBe('A 2024-01');
  });

  it('stays when it was confirmed above a list, though that confirmed only what the list implied', () => {
    const moved = [{ list: list(23) }, row(2), row(3, 'A', '2024-02'), row(25, 'A', '2024-02')];
    expect(taken([...moved, row(21, 'gone')]).state).toBe('A 2024-02');
  });

  it('stays when it says again what a list implied of a row that another row has followed', () => {
    const moved = [{ list: list(17) }, row(3), { list: list(30) }, row(4, 'A', '2024-02'), row(12, 'B')];
    expect(taken([...moved, row(23, 'A', '2024-02')]).state).toBe('A 2024-02');
  });

  it('stays when a row says at the moment of the list what the list implied before', () => {
    const moved = [row(2), { list: list(30) }, row(20, 'A', '2024-02'), row(24, 'B', '2024-02')];
    expect(taken([...moved, row(30, 'A', '2024-02')]).state).toBe('A 2024-02');
  });

  it('is retracted right above its last version where versions are numbers and not moments', () => {
    const { head } = taken([row(4), { list: list(1_700_000_000_000) }], 'sourceSequence');
    expect(head).toMatchObject({ operation: 'RETRACT', basis: 4, revision: 2 });
  });
});

const months = fc.constantFrom('2024-01', '2024-02', '2024-03');
const said = fc.record({
  at: fc.integer({ min: 1, max: 30 }),
  period: months,
  content: fc.constantFrom('A', 'B', 'gone'),
});
const leftOut = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom(0, 0.5), fc.tuple(months, months))
  .map(([at, between, [a, b]]) => list(at + between, false, a < b ? a : b, a < b ? b : a));

/** What should be: the highest row holds, unless a list of its month is newer and leaves it out. */
function shouldBe(rows: readonly Said[], lists: readonly ListOfRecord[]): string | undefined {
  const last = [...rows].sort((a, b) => a.at - b.at).at(-1);
  if (!last || last.content === 'gone') return last && 'gone';
  const isLeftOut = lists.some(
    ({ asOf, firstPeriod, lastPeriod }) => asOf > last.at && firstPeriod <= last.period && last.period <= lastPeriod,
  );
  return isLeftOut ? 'gone' : `${last.content} ${last.period}`;
}

/** Of two contents at one basis the first to come is the first (docs/decisions/0002): here every row has its own. */
const submissions = fc.tuple(
  fc.uniqueArray(said, { selector: ({ at }) => at, maxLength: 6 }),
  fc.uniqueArray(leftOut, { selector: ({ asOf }) => asOf, maxLength: 3 }),
);

it.each(['exportAsOf', 'sourceChangedAt'] as const)('ends the same in any order (%s)', (basisKind) => {
  const anyOrder = submissions.chain(([rows, lists]) => {
    const came: Came[] = [...rows.map((one) => ({ row: one })), ...lists.map((one) => ({ list: one }))];
    return fc.tuple(fc.constant(shouldBe(rows, lists)), fc.shuffledSubarray(came, { minLength: came.length }));
  });
  fc.assert(
    fc.property(anyOrder, ([expected, came]) => {
      expect(taken(came, basisKind).state).toBe(expected);
    }),
    { numRuns: 20_000 },
  );
});
