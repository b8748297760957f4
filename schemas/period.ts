import type { EventContract } from './contract.js';
import { valueAt } from './payload-value.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * China has kept UTC+8 without summer time since September 1991. Before that (1986-1991, and the 1940s) the tz database
 * decides, as it does in PostgreSQL: an injury of 1988 may well come up for determination (15-3, old wounds).
 */
const STEADY_SINCE = Date.UTC(1992, 0, 1);
/** Bounds of an ECMAScript Date, with room for the offset. */
const LATEST = 8.64e15 - DAY;

const shanghaiClock = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Asia/Shanghai',
  calendar: 'iso8601',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

/** Day by Asia/Shanghai of an instant (epoch ms), as `YYYY-MM-DD`. */
export function shanghaiDate(ms: number): string {
  const day = Math.floor((ms + offsetAt(ms)) / DAY);
  let text = dayTexts.get(day);
  if (text === undefined) {
    text = new Date(day * DAY).toISOString().slice(0, 10);
    if (dayTexts.size < DAYS_REMEMBERED) dayTexts.set(day, text);
  }
  return text;
}

/** Days since 1970 as text: each check asks again, and records speak of few days. */
const dayTexts = new Map<number, string>();
const DAYS_REMEMBERED = 50_000;

/** Wall clock by Asia/Shanghai of an instant (epoch ms), as `YYYY-MM-DD HH:MM:SS.mmm`. */
export function shanghaiClockReading(ms: number): string {
  return new Date(ms + offsetAt(ms)).toISOString().slice(0, 23).replace('T', ' ');
}

/** The instant (epoch ms) at which a day begins by Asia/Shanghai; the day is `YYYY-MM-DD`. */
export function shanghaiMidnight(date: string): number {
  return shanghaiInstant(date, 0);
}

/** The instant of a wall-clock reading by Asia/Shanghai; `sinceMidnight` in milliseconds. */
export function shanghaiInstant(date: string, sinceMidnight: number): number {
  const wallClock = Date.parse(`${date}T00:00:00Z`) + sinceMidnight;
  const guess = wallClock - 8 * HOUR;
  // A reading that summer time repeats means the earlier instant; one that it skips moves on by the hour skipped.
  const earlier = wallClock - 9 * HOUR;
  return offsetAt(earlier) === 9 * HOUR ? earlier : guess;
}

/** Whole days from one day to another; both `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** The day that decides the reporting period of a payload, as the contract names it; null when none is filled. */
export function periodDateOf(contract: Pick<EventContract, 'period'>, payload: object): string | null {
  for (const path of contract.period) {
    const day = asDate(valueAt(payload, path));
    if (day !== null) return day;
  }
  return null;
}

/** Reporting month `YYYY-MM` by Asia/Shanghai; null when no date of the contract's period is filled. */
export function periodOf(contract: Pick<EventContract, 'period'>, payload: object): string | null {
  return periodDateOf(contract, payload)?.slice(0, 7) ?? null;
}

/** A date or an instant of a payload as a day by Asia/Shanghai; null for anything else. */
export function asDate(value: unknown): string | null {
  if (typeof value === 'string') return isCalendarDate(value) ? value : null;
  if (typeof value === 'number' && Math.abs(value) <= LATEST) return shanghaiDate(value);
  return null;
}

/** True for `YYYY-MM-DD` of a day that the calendar has: 2023-02-29 is none. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [month, day] = [Number(text.slice(5, 7)), Number(text.slice(8))];
  return month >= 1 && month <= 12 && day >= 1 && day <= lastDayOf(Number(text.slice(0, 4)), month);
}

const LAST_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Gregorian, before 1582 as well (ISO 8601). */
function lastDayOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (LAST_DAYS[month - 1] ?? 0);
}

function offsetAt(ms: number): number {
  if (ms >= STEADY_SINCE) return 8 * HOUR;
  const parts = new Map(shanghaiClock.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const wallClock = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wallClock - Math.floor(ms / 1000) * 1000;
}
