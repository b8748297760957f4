import { createBackOff } from './back-off.js';

describe('a back-off', () => {
  it('doubles up to the longest delay and starts again after a reset', () => {
    const backOff = createBackOff(100, 500, () => 0.5);
    expect([1, 2, 3, 4, 5].map(() => backOff.next())).toEqual([100, 200, 400, 500, 500]);
    backOff.reset();
    expect(backOff.next()).toBe(100);
  });

  it('spreads by a tenth to either side', () => {
    expect(createBackOff(100, 500, () => 0).next()).toBe(90);
    expect(createBackOff(100, 500, () => 1).next()).toBe(110);
  });
});
