import fc from 'fast-check';
import { shanghaiDate } from '../../schemas/period.js';
import { readTime } from './cell-time.js';

describe('a time cell', () => {
  it.each([
    '2024-03-05 14:20',
    '2024/3/5 14:20:00',
    '2024年3月5日 14:20',
    '2024年3月5日14:20',
    '20240305 14:20',
    '2024-03-05T14:20:00.000',
  ])('reads %s by Asia/Shanghai', (text) => {
    expect(readTime(text)).toBe(Date.UTC(2024, 2, 5, 6, 20));
  });

  it.each(['2024-03-05', '2024-03-05 24:00', '2024-03-05 12:60', '2024-02-30 12:00', '2024030514:20', '14:20', ''])(
    'does not take %j for a time',
    (text) => {
      expect(readTime(text)).toBeUndefined();
    },
  );

  it('stays on the day that is written', () => {
    const written = fc.record({
      days: fc.integer({ min: Date.UTC(1992, 0, 1) / 86_400_000, max: Date.UTC(2099, 11, 31) / 86_400_000 }),
      minute: fc.nat(1439),
    });
    fc.assert(
      fc.property(written, ({ days, minute }) => {
        const instant = new Date(days * 86_400_000 + minute * 60_000).toISOString();
        const ms = readTime(`${instant.slice(0, 10)} ${instant.slice(11, 16)}`);
        expect(ms).toBe(Date.parse(instant) - 8 * 3_600_000);
        expect(shanghaiDate(ms ?? 0)).toBe(instant.slice(0, 10));
      }),
    );
  });
});
