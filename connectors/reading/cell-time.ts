import { shanghaiInstant } from '../../schemas/period.js';
import { readDate } from './cell-date.js';

/** A date, then a space or T (not needed after 日), then the time of day. */
const SHAPE = /^(\S+日|\S+(?=[ T]))[ T]?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/;

/**
 * A date and time of day by Asia/Shanghai, `2024-03-05 14:20[:00]` with the date in any of its shapes, as epoch
 * milliseconds; undefined when it is none. A date alone is no time: midnight would be a guess, and the 48 hours of
 * situation 15-1 count from it.
 */
export function readTime(text: string): number | undefined {
  const [, day = '', hour, minute, second = '0'] = SHAPE.exec(text) ?? [];
  const date = readDate(day);
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (date === undefined || h > 23 || m > 59 || s > 59) return undefined;
  return shanghaiInstant(date, ((h * 60 + m) * 60 + s) * 1000);
}
