import fc from 'fast-check';
import { daysBetween, isCalendarDate, periodOf, shanghaiDate, shanghaiInstant, shanghaiMidnight } from './period.js';

const HOUR = 3_600_000;
const day = fc
  .integer({ min: Date.UTC(1949, 9, 1) / 86_400_000, max: Date.UTC(2099, 11, 31) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

describe('a day by Asia/Shanghai', () => {
  it('begins eight hours before the day by UTC', () => {
    expect(shanghaiMidnight('2024-03-05')).toBe(Date.UTC(2024, 2, 4, 16));
    expect(shanghaiDate(Date.UTC(2024, 2, 4, 15, 59, 59, 999))).toBe('2024-03-04');
    expect(shanghaiDate(Date.UTC(2024, 2, 4, 16))).toBe('2024-03-05');
  });

  it('begins nine hours before it in the summers from 1986 to 1991, as in PostgreSQL', () => {
    expect(shanghaiMidnight('1988-07-01')).toBe(Date.UTC(1988, 5, 30, 15));
    expect(shanghaiDate(Date.UTC(1988, 5, 30, 15))).toBe('1988-07-01');
    expect(shanghaiDate(Date.UTC(1988, 11, 31, 15))).toBe('1988-12-31');
  });

  it('comes back from its midnight and from its last minute', () => {
    fc.assert(
      fc.property(day, (date) => {
        expect(shanghaiDate(shanghaiMidnight(date))).toBe(date);
        expect(shanghaiDate(shanghaiInstant(date, 24 * HOUR - 60_000))).toBe(date);
      }),
    );
  });

  it('is counted in whole days', () => {
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2024-03-01', '2024-02-28')).toBe(-2);
  });

  it('is only what the calendar has', () => {
    expect(['2024-02-29', '2023-02-29', '2024-13-01', '2024-2-1', ''].map(isCalendarDate)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('the reporting period', () => {
  const contract = { period: ['decidedOn', 'acceptedAt', 'worker.since'] };

  it('is the month of the first date that is filled', () => {
    expect(periodOf(contract, { decidedOn: '2024-12-31', acceptedAt: 0 })).toBe('2024-12');
    expect(periodOf(contract, { decidedOn: null, worker: { since: '2023-01-01' } })).toBe('2023-01');
  });

  it('takes an instant by Asia/Shanghai: the last evening of the year by UTC is already the next year', () => {
    expect(periodOf(contract, { acceptedAt: Date.UTC(2023, 11, 31, 16) })).toBe('2024-01');
  });

  it('is null when no date is filled or readable', () => {
    expect(periodOf(contract, { decidedOn: 'soon', worker: null, acceptedAt: Number.NaN })).toBeNull();
  });
});
