import { divisionRange } from './division-range.js';

describe('the range of a division', () => {
  it.each([
    ['220000', '220000', '229999'],
    ['220100', '220100', '220199'],
    ['220102', '220102', '220102'],
    ['220010', '220010', '220010'],
  ])('of %s is %s to %s', (code, first, last) => {
    expect(divisionRange(code)).toEqual({ first, last });
  });

  it.each(['', '%', '22', '2201%%', "'; --"])('of a text that is no code (%s) holds nothing', (text) => {
    const { first, last } = divisionRange(text);
    expect(first > last).toBe(true);
  });
});
