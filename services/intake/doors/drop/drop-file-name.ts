import { isCalendarDate, shanghaiInstant, shanghaiMidnight } from '../../../../schemas/period.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Still being written, or nobody's submission: hidden, partial, an office program's lock, our own receipts. */
export function isUnfinishedName(name: string): boolean {
  return /^[.~]|\.(part|partial|filepart|tmp|crdownload)$|\.回执\.(json|txt)$/i.test(name);
}

/** What a name says of this, as in `一月_mode=complete_period=2024-01_asOf=2024-02-05.csv`; undefined when nothing. */
export function saidInName(name: string, what: 'asOf' | 'mode' | 'period' | 'confirm'): string | undefined {
  return new RegExp(`${what}=([^_\\s()（）]*?)(?=[_\\s()（）]|\\.[a-z]+|$)`, 'i').exec(name)?.[1];
}

/**
 * The moment of the export that a name declares: `asOf=2025-01-31` (as of midnight, like the parameter of the HTTP door)
 * or `asOf=2025-01-31T1830` (wall clock by Asia/Shanghai; names hold no colons on every system).
 *
 * @returns epoch milliseconds; undefined when the name has no such part, null when what it says is no moment
 */
export function asOfInName(name: string): number | null | undefined {
  const part = saidInName(name, 'asOf');
  if (part === undefined) return undefined;
  const [, day = '', hour, minute] = /^(\d{4}-\d\d-\d\d)(?:T([01]\d|2[0-3])([0-5]\d))?$/.exec(part) ?? [];
  if (!isCalendarDate(day)) return null;
  return hour === undefined
    ? shanghaiMidnight(day)
    : shanghaiInstant(day, Number(hour) * HOUR + Number(minute) * MINUTE);
}
