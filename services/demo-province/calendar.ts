import type { Random } from './random.js';

/** `YYYY-MM-DD`, a day in Asia/Shanghai. Days compare as text. */
export type Day = string;
/** `YYYY-MM-DD HH:mm`, wall-clock time in Asia/Shanghai. Moments compare as text, also with days. */
export type Moment = string;

export function addDays(day: Day, days: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

export function addMinutes(moment: Moment, minutes: number): Moment {
  const date = new Date(utcOf(moment).getTime() + minutes * 60_000);
  return date.toISOString().slice(0, 16).replace('T', ' ');
}

export function dayOf(moment: Moment): Day {
  return moment.slice(0, 10);
}

export function yearOf(day: Day | Moment): number {
  return Number(day.slice(0, 4));
}

/** The wall clock as if it were UTC: what a spreadsheet's date cell holds, which knows no time zone. */
export function utcOf(dayOrMoment: Day | Moment): Date {
  const [day, time = '00:00'] = dayOrMoment.split(' ');
  return new Date(`${day}T${time}:00Z`);
}

/** The true instant in ISO 8601. China keeps UTC+8 all year. */
export function instantOf(moment: Moment): string {
  return addMinutes(moment, -8 * 60).replace(' ', 'T') + ':00.000Z';
}

/** Any day of `from` … `to`, both included. */
export function dayBetween(random: Random, from: Day, to: Day): Day {
  const days = Math.round((utcOf(to).getTime() - utcOf(from).getTime()) / 86_400_000);
  return addDays(from, random.int(0, Math.max(0, days)));
}

/** A moment of that day; working hours unless told otherwise. */
export function momentOn(random: Random, day: Day, fromHour = 8, toHour = 17): Moment {
  return `${day} ${two(random.int(fromHour, toHour))}:${two(random.int(0, 59))}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
