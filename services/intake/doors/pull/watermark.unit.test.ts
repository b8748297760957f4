import fc from 'fast-check';
import { overlapOf, positionAfter, watermarkOf, watermarkText, type WatermarkKind } from './watermark.js';

describe('a watermark', () => {
  it.each<[string, WatermarkKind, string, bigint]>([
    ['1970-01-01 08:00:00+08', 'instant', '+08:00', 0n],
    ['1970-01-01 08:00:00.000001', 'local-time', '+08:00', 1n],
    ['1970-01-01 00:00:00', 'local-time', '+00:00', 0n],
    ['1970-01-01', 'date', '+08:00', -28_800_000_000n],
    ['90071992547409931234', 'integer', '+08:00', 90071992547409931234n],
  ])('is read out of %s (%s, %s)', (text, kind, zone, value) => {
    expect(watermarkOf(text, kind, zone)).toBe(value);
  });

  it.each(['', 'infinity', '2024-03-05 14:20', '0000-00-00 00:00:00 BC', '12.5'])('is not read out of “%s”', (text) => {
    expect([watermarkOf(text, 'local-time', '+08:00'), watermarkOf(text, 'integer', '+08:00')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('comes back from its text without losing a microsecond, in every zone', () => {
    const years = { min: -30_000_000_000_000_000n, max: 250_000_000_000_000_000n };
    const zone = fc.constantFrom('+08:00', '+00:00', '-03:30', '+05:45');
    fc.assert(
      fc.property(fc.bigInt(years), zone, (value, at) => {
        expect(watermarkOf(watermarkText(value, 'local-time', at), 'local-time', at)).toBe(value);
      }),
    );
  });
});

describe('the position of a pull', () => {
  it('moves to the highest value read, never back, and never to a time ahead of the database’s clock', () => {
    expect(positionAfter(null, [], 'instant', 100n)).toBeNull();
    expect(positionAfter(5n, [], 'instant', 100n)).toBe(5n);
    expect(positionAfter(5n, [3n, 7n], 'instant', 100n)).toBe(7n);
    expect(positionAfter(5n, [3n], 'instant', 100n)).toBe(5n);
    expect(positionAfter(5n, [7n, 101n], 'instant', 100n)).toBe(7n);
    expect(positionAfter(5n, [101n], 'instant', 100n)).toBe(5n);
    expect(positionAfter(5n, [101n], 'integer', 100n)).toBe(101n);
  });

  it('is gone back from by seconds, numbers, or at least a day where days are counted', () => {
    const overlap = { overlapSeconds: 1.5, overlapNumbers: 7 };
    expect(overlapOf('instant', overlap)).toBe(1_500_000n);
    expect(overlapOf('integer', overlap)).toBe(7n);
    expect(overlapOf('date', overlap)).toBe(86_400_000_000n);
  });
});
