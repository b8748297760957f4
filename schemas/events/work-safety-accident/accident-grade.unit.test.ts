import fc from 'fast-check';
import { accidentGrade } from './accident-grade.js';

const none = { deaths: 0, seriousInjuries: 0, directLossFen: null };
/** 万元 in fen. */
const WAN = 1_000_000;

describe('the grade of an accident (Decree 493 Art. 3)', () => {
  it.each([
    [0, '1'],
    [2, '1'],
    [3, '2'],
    [9, '2'],
    [10, '3'],
    [29, '3'],
    [30, '4'],
    [31, '4'],
  ])('with %i dead is %s', (deaths, grade) => {
    expect(accidentGrade({ ...none, deaths })).toBe(grade);
  });

  it.each([
    [9, '1'],
    [10, '2'],
    [49, '2'],
    [50, '3'],
    [99, '3'],
    [100, '4'],
  ])('with %i seriously injured is %s', (seriousInjuries, grade) => {
    expect(accidentGrade({ ...none, seriousInjuries })).toBe(grade);
  });

  it.each([
    [1000 * WAN - 1, '1'],
    [1000 * WAN, '2'],
    [5000 * WAN - 1, '2'],
    [5000 * WAN, '3'],
    [10_000 * WAN - 1, '3'],
    [10_000 * WAN, '4'],
  ])('with a loss of %i fen is %s', (directLossFen, grade) => {
    expect(accidentGrade({ ...none, directLossFen })).toBe(grade);
  });

  it('is the worst of the three, and never falls when the toll rises', () => {
    const toll = fc.record({
      deaths: fc.nat(40),
      seriousInjuries: fc.nat(120),
      directLossFen: fc.nat({ max: 11_000 }).map((wan) => wan * WAN),
    });
    fc.assert(
      fc.property(toll, toll, (a, b) => {
        const alone = [
          { ...none, deaths: a.deaths },
          { ...none, seriousInjuries: a.seriousInjuries },
          { ...none, directLossFen: a.directLossFen },
        ].map(accidentGrade);
        expect(accidentGrade(a)).toBe(alone.sort().at(-1));
        const more = {
          deaths: a.deaths + b.deaths,
          seriousInjuries: a.seriousInjuries + b.seriousInjuries,
          directLossFen: a.directLossFen + b.directLossFen,
        };
        expect(accidentGrade(more) >= accidentGrade(a)).toBe(true);
      }),
    );
  });
});
