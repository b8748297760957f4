import fc from 'fast-check';
import type { RecordOrder } from '../../../schemas/record-order.js';
import {
  decideVersion,
  historyAfter,
  type Decision,
  type DecidingRules,
  type RecordHistory,
  type Statement,
} from './decide-version.js';

const RULES: DecidingRules = { ledgerEpoch: 1, asOfUndeclared: false };
const EMPTY: RecordHistory = { versions: [], confirmations: [] };

const assert = (basis: number, contentDigest: string, basisEra = 0): Statement => ({
  basisEra,
  basis,
  operation: 'ASSERT',
  contentDigest,
});
const retract = (basis: number): Statement => ({ basisEra: 0, basis, operation: 'RETRACT', contentDigest: 'nothing' });

/** Submits statements one after another and keeps what was decided. */
function submitted(statements: readonly Statement[], rules = RULES, start = EMPTY) {
  const decisions: Decision[] = [];
  const history = statements.reduce<RecordHistory>((before, statement, index) => {
    const decision = decideVersion(before, statement, rules);
    decisions.push(decision);
    return historyAfter(before, statement, decision, { batchId: 'b', rowNumber: index + 1 }, ({ order }) => order);
  }, start);
  return { history, decisions, published: decisions.map((d) => (d.kind === 'published' ? d.versions.length : 0)) };
}

const brief = ({ versions }: RecordHistory) => versions.map((v) => `${v.contentDigest}@${v.basis}.${v.revision}`);
const contentAt = (versions: readonly RecordOrder[], at: Statement) => {
  const holding = versions.findLast((v) => v.basisEra - at.basisEra || v.basis <= at.basis);
  return holding && `${holding.operation} ${holding.contentDigest}`;
};
const last = <T>(list: readonly T[]): T => list.at(-1) as T;

describe('deciding what a row means for its record', () => {
  it('calls the first statement new, another content a correction and a retraction retracted', () => {
    const { decisions, history } = submitted([assert(1, 'A'), assert(2, 'B'), retract(3)]);
    expect(decisions.map((d) => d.kind === 'published' && d.outcome)).toEqual(['new', 'corrected', 'retracted']);
    expect(brief(history)).toEqual(['A@1.1', 'B@2.1', 'nothing@3.1']);
  });

  it('numbers differing contents within one basis and calls the same content unchanged, warning when it is not the head', () => {
    const { history, decisions } = submitted([assert(1, 'A'), assert(1, 'B'), assert(1, 'A'), assert(1, 'B')]);
    expect(brief(history)).toEqual(['A@1.1', 'B@1.2']);
    expect(decisions[2]).toEqual({ kind: 'unchanged', confirms: false, warnings: ['SUPERSEDED_CONTENT_RESENT'] });
    expect(decisions[3]).toEqual({ kind: 'unchanged', confirms: false, warnings: [] });
  });

  it('publishes a confirmed content again at its confirming basis when another content arrives in between', () => {
    const { history, decisions } = submitted([assert(1, 'A'), assert(5, 'A'), assert(3, 'B')]);
    expect(brief(history)).toEqual(['A@1.1', 'B@3.1', 'A@5.1']);
    expect(decisions[1]).toEqual({ kind: 'unchanged', confirms: true, warnings: [] });
    expect(decisions[2]).toMatchObject({
      versions: [{ of: 'submitted' }, { of: 'confirmed', confirmation: { rowNumber: 2, basis: 5 } }],
    });
  });

  it('remembers every confirming basis, not only the highest one', () => {
    const { history } = submitted([assert(1, 'A'), assert(3, 'A'), assert(5, 'A'), assert(4, 'B'), assert(2, 'C')]);
    expect(brief(history)).toEqual(['A@1.1', 'C@2.1', 'A@3.1', 'B@4.1', 'A@5.1']);
  });

  it('says a confirmed content first when another content comes at the very same basis', () => {
    const { history } = submitted([assert(1, 'A'), assert(3, 'A'), assert(3, 'B'), assert(3, 'A')]);
    expect(brief(history)).toEqual(['A@1.1', 'A@3.1', 'B@3.2']);
  });

  it('publishes a version below the head with a warning', () => {
    expect(last(submitted([assert(5, 'A'), assert(3, 'B')]).decisions)).toMatchObject({
      kind: 'published',
      outcome: 'corrected',
      warnings: ['LATE_VERSION'],
    });
  });

  it('publishes the retraction of a record it does not know, with a warning', () => {
    expect(last(submitted([retract(3)]).decisions)).toMatchObject({
      outcome: 'retracted',
      warnings: ['UNKNOWN_RECORD_RETRACTED'],
    });
  });

  it('calls a superseded or retracted content unchanged when nobody declared the as-of time', () => {
    const rules = { ...RULES, asOfUndeclared: true };
    const { decisions, history } = submitted(
      [assert(1, 'A'), assert(2, 'B'), assert(3, 'A'), retract(4), assert(5, 'B')],
      rules,
    );
    const unchanged = { kind: 'unchanged', confirms: false, warnings: ['SUPERSEDED_CONTENT_RESENT'] };
    expect([decisions[2], decisions[4]]).toEqual([unchanged, unchanged]);
    expect(brief(history)).toEqual(['A@1.1', 'B@2.1', 'nothing@4.1']);
  });

  it('takes a declared as-of time as news: the old content holds again', () => {
    expect(brief(submitted([assert(1, 'A'), assert(2, 'B'), assert(3, 'A')]).history)).toEqual([
      'A@1.1',
      'B@2.1',
      'A@3.1',
    ]);
  });

  it('puts every version of a later era above those of an earlier one', () => {
    const { history } = submitted([assert(1000, 'A'), assert(1, 'B', 1)]);
    expect(last(history.versions)).toMatchObject({ contentDigest: 'B', basisEra: 1 });
  });
});

/** Statements of which one basis never says two things. */
const agreeing = fc
  .uniqueArray(fc.record({ basis: fc.integer({ min: 1, max: 12 }), content: fc.constantFrom('A', 'B', 'C', 'R') }), {
    selector: (s) => s.basis,
    minLength: 1,
  })
  .map((list) => list.map(({ basis, content }) => (content === 'R' ? retract(basis) : assert(basis, content))));

const shuffledWithDuplicates = agreeing.chain((statements) =>
  fc
    .array(fc.constantFrom(...statements), { maxLength: 12 })
    .chain((more) => fc.shuffledSubarray([...statements, ...more], { minLength: statements.length + more.length }))
    .map((order) => ({ statements, order })),
);

const anySequence = fc.array(
  fc
    .record({ basis: fc.integer({ min: 1, max: 5 }), content: fc.constantFrom('A', 'B', 'R') })
    .map(({ basis, content }) => (content === 'R' ? retract(basis) : assert(basis, content))),
  { maxLength: 20 },
);

describe('whatever the order and however often rows are sent', () => {
  it('ends with the content of the highest basis, and with the stated content at every basis', () => {
    fc.assert(
      fc.property(shuffledWithDuplicates, ({ statements, order }) => {
        const { versions } = submitted(order).history;
        for (const statement of statements) {
          expect(contentAt(versions, statement)).toBe(`${statement.operation} ${statement.contentDigest}`);
        }
        const highest = last([...statements].sort((a, b) => a.basis - b.basis));
        expect(last(versions)).toMatchObject({ operation: highest.operation, contentDigest: highest.contentDigest });
      }),
      { numRuns: 500 },
    );
  });

  it('publishes nothing when anything is sent again', () => {
    fc.assert(
      fc.property(anySequence, fc.infiniteStream(fc.nat()), (sequence, chance) => {
        const { history } = submitted(sequence);
        const again = [...sequence].sort(() => ((chance.next().value ?? 0) % 3) - 1);
        expect(submitted(again, RULES, history).published.every((count) => count === 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never gives two versions the same place', () => {
    fc.assert(
      fc.property(anySequence, (sequence) => {
        const places = submitted(sequence).history.versions.map((v) => `${v.basis}.${v.revision}`);
        expect(new Set(places).size).toBe(places.length);
      }),
      { numRuns: 300 },
    );
  });
});
