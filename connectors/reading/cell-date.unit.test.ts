import fc from 'fast-check';
import { readDate } from './cell-date.js';

const day = fc
  .integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2099, 11, 31) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

describe('a date cell', () => {
  it('comes back from each of its four shapes, with and without leading zeros', () => {
    fc.assert(
      fc.property(day, (date) => {
        const [year = '', month = '', dayOfMonth = ''] = date.split('-');
        const [m, d] = [Number(month), Number(dayOfMonth)];
        const shapes = [
          date,
          `${year}/${m}/${d}`,
          `${year}年${m}月${d}日`,
          `${year}${month}${dayOfMonth}`,
          `${date} 00:00:00`,
        ];
        expect(shapes.map(readDate)).toEqual(shapes.map(() => date));
      }),
    );
  });

  it.each(['2024-02-30', '2023-02-29', '0024-03-05', '24-3-5', '2024-03', '2024-03-05 14:20', '45356', '2024.3.5', ''])(
    'does not take %j for a date',
    (text) => {
      expect(readDate(text)).toBeUndefined();
    },
  );
});
