import fc from 'fast-check';
import { resolvePersons } from './person-resolver.js';
import type { StatedIdentity } from './person-resolver.js';

function stated(reference: string, more: Partial<StatedIdentity> = {}): StatedIdentity {
  const base = { sourceId: 's1', certificateIndex: 'c1', nameIndex: 'n1', sex: '1', birthYear: 1990 };
  return { reference, ...base, ...more };
}

function rules(...identities: StatedIdentity[]): Record<string, [string | null, string]> {
  const { references } = resolvePersons(identities);
  return Object.fromEntries(references.map(({ reference, group, rule }) => [reference, [group, rule]]));
}

describe('references are resolved', () => {
  it('to one person by the same certificate and name, across sources', () => {
    expect(rules(stated('r1'), stated('r2', { sourceId: 's2' }))).toEqual({
      r1: ['c1|n1', 'EXACT_CERTIFICATE'],
      r2: ['c1|n1', 'EXACT_CERTIFICATE'],
    });
  });

  it('to one person when sex or birth year is not stated somewhere', () => {
    expect(rules(stated('r1'), stated('r2', { sex: null, birthYear: null }))).toMatchObject({
      r2: ['c1|n1', 'EXACT_CERTIFICATE'],
    });
  });

  it('to distinct persons in review by the same certificate under two names', () => {
    const identities = [stated('r1'), stated('r2', { nameIndex: 'n2' })];
    expect(rules(...identities)).toEqual({
      r1: ['c1|n1', 'CERTIFICATE_CONFLICT'],
      r2: ['c1|n2', 'CERTIFICATE_CONFLICT'],
    });
    expect(resolvePersons(identities).reviews.map((review) => review.group)).toEqual(['c1|n1', 'c1|n2']);
  });

  it.each([{ sex: '2' }, { birthYear: 1991 }])(
    'in review when %j contradicts, though the name is the same',
    (other) => {
      expect(rules(stated('r1'), stated('r2', other))).toEqual({
        r1: ['c1|n1', 'CERTIFICATE_CONFLICT'],
        r2: ['c1|n1', 'CERTIFICATE_CONFLICT'],
      });
    },
  );

  it('to nobody without a certificate, in whatever spellings', () => {
    const none = { certificateIndex: null };
    const answer = rules(stated('r1', none), stated('r2', none), stated('r2', { ...none, nameIndex: 'n2' }));
    expect(answer).toEqual({ r1: [null, 'NO_CERTIFICATE'], r2: [null, 'NO_CERTIFICATE'] });
  });

  it('to nobody when a source uses one reference for two identities', () => {
    const identities = [stated('r1'), stated('r1', { certificateIndex: 'c2' }), stated('r2')];
    expect(rules(...identities)).toEqual({ r1: [null, 'REFERENCE_CONFLICT'], r2: ['c1|n1', 'EXACT_CERTIFICATE'] });
    expect(resolvePersons(identities).reviews).toEqual([
      { certificateIndex: 'c1', group: 'c1|n1', rule: 'REFERENCE_CONFLICT' },
      { certificateIndex: 'c2', group: 'c2|n1', rule: 'REFERENCE_CONFLICT' },
    ]);
  });

  it('without one certificate touching another', () => {
    expect(rules(stated('r1'), stated('r2', { certificateIndex: 'c2', nameIndex: 'n2', sex: '2' }))).toEqual({
      r1: ['c1|n1', 'EXACT_CERTIFICATE'],
      r2: ['c2|n2', 'EXACT_CERTIFICATE'],
    });
  });
});

const anyIdentity = fc.record<StatedIdentity>({
  sourceId: fc.constantFrom('s1', 's2'),
  reference: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5'),
  certificateIndex: fc.constantFrom('c1', 'c2', 'c3', null),
  nameIndex: fc.constantFrom('n1', 'n2'),
  sex: fc.constantFrom('1', '2', null),
  birthYear: fc.constantFrom(1990, 1991, null),
});
/** A set of identities, and the same set in another order with repetitions. */
const twoDeliveries = fc
  .array(anyIdentity, { minLength: 1, maxLength: 12 })
  .chain((identities) =>
    fc.tuple(
      fc.constant(identities),
      fc.shuffledSubarray(identities, { minLength: identities.length }),
      fc.array(fc.constantFrom(...identities), { maxLength: 6 }),
    ),
  )
  .map(([identities, shuffled, repeated]) => [identities, [...repeated, ...shuffled]] as const);

describe('any order and repetition of a set of identities', () => {
  it('gives the same groups, rules and reviews', () => {
    fc.assert(
      fc.property(twoDeliveries, ([one, other]) => {
        expect(resolvePersons(other)).toEqual(resolvePersons(one));
      }),
      { numRuns: 300 },
    );
  });

  it('never puts two certificates or two names into one group', () => {
    fc.assert(
      fc.property(fc.array(anyIdentity), (identities) => {
        for (const { reference, sourceId, group } of resolvePersons(identities).references) {
          if (group === null) continue;
          const mine = identities.filter((one) => one.reference === reference && one.sourceId === sourceId);
          for (const one of mine) expect(group).toBe(`${one.certificateIndex}|${one.nameIndex}`);
        }
      }),
      { numRuns: 300 },
    );
  });
});
