import fc from 'fast-check';
import { readYesNo } from './cell-boolean.js';
import { readWanYuanAsFen } from './cell-money.js';
import { readInteger } from './cell-number.js';

describe('a whole number cell', () => {
  it.each([
    ['12', 12],
    ['-3', -3],
    ['+3', 3],
    ['1,200', 1200],
    ['3.0', 3],
    ['007', 7],
    ['-0', 0],
  ])('reads %s', (text, value) => {
    expect(readInteger(text)).toBe(value);
  });

  it.each(['1.5', '1e3', '12人', '1,20', '9007199254740992', '0x10', '--1', ''])('does not take %j for one', (text) => {
    expect(readInteger(text)).toBeUndefined();
  });
});

describe('an amount in 万元', () => {
  it.each([
    ['150.5', 150_500_000],
    ['1.1', 1_100_000],
    ['0.000001', 1],
    ['1,000', 1_000_000_000],
    ['1000.0000000', 1_000_000_000],
    ['-2.5', -2_500_000],
    ['-0', 0],
  ])('%s is %i fen', (text, fen) => {
    expect(readWanYuanAsFen(text)).toBe(fen);
  });

  it.each(['0.0000001', '约150', '150万', '1.2.3', '9007199255', '1e3', '.5', ''])(
    'does not take %j for one',
    (text) => {
      expect(readWanYuanAsFen(text)).toBeUndefined();
    },
  );

  it('is exact for every whole number of fen', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (fen) => {
        const digits = String(fen).padStart(7, '0');
        expect(readWanYuanAsFen(`${digits.slice(0, -6)}.${digits.slice(-6)}`)).toBe(fen);
      }),
    );
  });
});

describe('a yes or no cell', () => {
  it('reads 是 and 否 and nothing else of ours', () => {
    expect(['是', '否', 'TRUE', '不详', '1', ''].map(readYesNo)).toEqual([
      true,
      false,
      true,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
