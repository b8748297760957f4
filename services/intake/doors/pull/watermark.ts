import type { FieldKind } from './field-kind.js';

/*
 * A watermark counts in whole numbers, so that no precision is lost between two databases: microseconds since 1970 (UTC)
 * for a column of times, the number itself for a column of numbers.
 */

export type WatermarkKind = Extract<FieldKind, 'date' | 'local-time' | 'instant' | 'integer'>;

export const isWatermarkKind = (kind: FieldKind): kind is WatermarkKind =>
  kind === 'date' || kind === 'local-time' || kind === 'instant' || kind === 'integer';

export const isTime = (kind: WatermarkKind): boolean => kind !== 'integer';

const MICROS = 1_000_000n;
const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?(?:[+-]\d\d(?::?\d\d)?)?$/;

/** Years that both databases and every calendar agree on; rows outside are not pulled, the check counts them. */
export const FIRST_TIME = '1000-01-01';
export const LAST_TIME = '9999-12-31';

/** `+08:00` as microseconds. */
export function offsetMicros(timezone: string): bigint {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):(\d\d)$/.exec(timezone) ?? [];
  const size = BigInt(Number(hours) * 3600 + Number(minutes) * 60) * MICROS;
  return sign === '-' ? -size : size;
}

/**
 * The value of a cell as the session prints it; its wall clock is that of `timezone`, which a printed offset repeats.
 *
 * @returns undefined for what is no such value
 */
export function watermarkOf(text: string, kind: WatermarkKind, timezone: string): bigint | undefined {
  if (kind === 'integer') return /^-?\d{1,30}$/.test(text) ? BigInt(text) : undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = TIME.exec(text) ?? [];
  if (year === undefined) return undefined;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return Number.isNaN(ms) ? undefined : BigInt(ms) * 1000n + BigInt(fraction.padEnd(6, '0')) - offsetMicros(timezone);
}

/** The same value as text that the database compares its column with. */
export function watermarkText(value: bigint, kind: WatermarkKind, timezone: string): string {
  if (kind === 'integer') return value.toString();
  const local = value + offsetMicros(timezone);
  const micros = ((local % MICROS) + MICROS) % MICROS;
  const iso = new Date(Number((local - micros) / 1000n)).toISOString();
  if (kind === 'date') return iso.slice(0, 10);
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}.${micros.toString().padStart(6, '0')}`;
}

const DAY_SECONDS = 86_400;

/** How far back a round begins: rows whose transaction was still open when a later one had been read. */
export function overlapOf(
  kind: WatermarkKind,
  { overlapSeconds, overlapNumbers }: { overlapSeconds: number; overlapNumbers: number },
): bigint {
  if (kind === 'integer') return BigInt(overlapNumbers);
  // A day is the smallest step of a date.
  const seconds = kind === 'date' ? Math.max(overlapSeconds, DAY_SECONDS) : overlapSeconds;
  return BigInt(Math.round(seconds * 1e6));
}

/**
 * Where the position stands after rows with these values. A time ahead of the database's clock does not move it: one row
 * of the year 2099 must not hide everything that comes before. Nor does the clock alone: a copy that is loaded at night
 * shows yesterday's times, and they must still be found.
 *
 * @param clock the database's, in microseconds, when the round began
 */
export function positionAfter(
  current: bigint | null,
  read: readonly bigint[],
  kind: WatermarkKind,
  clock: bigint,
): bigint | null {
  return read
    .filter((value) => !isTime(kind) || value <= clock)
    .reduce<bigint | null>((most, value) => (most === null || value > most ? value : most), current);
}
