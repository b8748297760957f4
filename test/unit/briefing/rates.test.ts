import { poissonInterval } from '../../../services/dataset/figures/poisson-interval.js';
import { rate } from '../../../services/dataset/figures/rate.js';

describe('the interval of a number of cases', () => {
  it.each([
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [5, 1.623, 11.668],
    [9, 4.115, 17.085],
  ])('is the exact one of the tables for %i', (count, low, high) => {
    const interval = poissonInterval(count);
    expect(interval.low).toBeCloseTo(low, 3);
    expect(interval.high).toBeCloseTo(high, 3);
  });

  it.each([
    [10, 4.795, 18.39],
    [100, 81.36, 121.63],
  ])("is Byar's for %i, near the exact one", (count, low, high) => {
    const interval = poissonInterval(count);
    expect(interval.low / low).toBeCloseTo(1, 2);
    expect(interval.high / high).toBeCloseTo(1, 2);
  });

  it('holds the count and does not jump where the method changes', () => {
    let before = poissonInterval(0);
    for (let count = 1; count < 40; count += 1) {
      const interval = poissonInterval(count);
      expect(interval.low).toBeLessThan(count);
      expect(interval.high).toBeGreaterThan(count);
      expect(interval.low).toBeGreaterThan(before.low);
      expect(interval.high).toBeGreaterThan(before.high);
      before = interval;
    }
  });

  it.each([-1, 0.5, Number.NaN])('is not made for %p', (count) => {
    expect(() => poissonInterval(count)).toThrow(RangeError);
  });
});

describe('a rate', () => {
  it('stands on the mean of the opening and the closing headcount', () => {
    expect(rate(5, { opening: 999, closing: 1002 }, 1000)).toMatchObject({ numerator: 5, denominator: 1000.5 });
    expect(rate(5, { opening: 900, closing: 1100 }, 1000).value).toBe(5);
  });

  it('is none without a denominator, not nought', () => {
    expect(rate(5, { opening: 0, closing: 0 }, 1000)).toEqual({
      numerator: 5,
      denominator: null,
      value: null,
      interval: null,
    });
  });
});
