import { multirangeText } from './applied-sequences.js';

describe('ledger numbers as a multirange', () => {
  it.each([
    [[1], '{[1,2)}'],
    [[3, 1, 2, 2], '{[1,4)}'],
    [[7, 1, 3, 2, 9], '{[1,4),[7,8),[9,10)}'],
    [[], '{}'],
  ])('of %j are %s', (numbers, text) => expect(multirangeText(numbers)).toBe(text));
});
