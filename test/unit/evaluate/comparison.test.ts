import { compare, isPassed, precisionOf, recallOf } from '../../evaluate/comparison.js';
import { evaluationTable } from '../../evaluate/evaluation-table.js';

const truth = new Map([
  ['a', true],
  ['b', true],
  ['c', false],
]);

describe('what the hub says, held against the truth', () => {
  it('is right when everything is found that can be', () => {
    const comparison = compare('links', truth, ['a', 'b']);
    expect(comparison).toMatchObject({ true: 3, found: 2, correct: 2, missed: 1, missedMarked: 1, false: 0 });
    expect([precisionOf(comparison), recallOf(comparison)]).toEqual([1, 2 / 3]);
    expect(isPassed(comparison, 'stress')).toBe(true);
  });

  it('may find what was marked as unresolvable', () => {
    expect(isPassed(compare('links', truth, ['a', 'b', 'c']), 'clean')).toBe(true);
  });

  it.each([
    ['a miss that was not marked', ['a'], { missed: ['b'], false: [] }],
    ['what is not so', ['a', 'b', 'd'], { missed: [], false: ['d'] }],
    ['the same twice', ['a', 'b', 'b'], { missed: [], false: ['b'] }],
  ])('is wrong with %s', (_what, found, wrong) => {
    const comparison = compare('links', truth, found);
    expect(comparison.wrong).toEqual(wrong);
    expect(isPassed(comparison, 'default')).toBe(false);
  });

  it('is wrong with a marked miss where nothing is dirty', () => {
    expect(isPassed(compare('links', truth, ['a', 'b']), 'clean')).toBe(false);
  });

  it('is excused where the exports cannot but say it, except where nothing is dirty', () => {
    const comparison = compare('G1', truth, ['a', 'b', 'd'], new Set(['d']));
    expect(comparison).toMatchObject({ false: 1, falseMarked: 1 });
    expect([isPassed(comparison, 'default'), isPassed(comparison, 'clean')]).toEqual([true, false]);
  });

  it('is a line of a table, and never looks whole when it is not', () => {
    const many = new Map(Array.from({ length: 100_000 }, (_, i) => [String(i), true] as const));
    const [, , line, missed] = evaluationTable({
      ...{ profile: 'default', seconds: 1 },
      comparisons: [compare('links', many, [...many.keys()].slice(1))],
    });
    expect(line).toMatch(/1\.00 +0\.9999 {2}WRONG$/);
    expect(missed).toBe('      missed: 0');
  });
});
