import { isCalendarDate } from '../../schemas/period.js';

/** `2024-03-05`, `2024/3/5`, `2024年3月5日`, `20240305`. */
const SHAPES = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];
/** Earlier years are misprints; nobody whom the records speak of was born before. */
const FIRST_YEAR = '1900';

/**
 * A date in one of the four shapes met in exports, as `YYYY-MM-DD`; undefined when it is none, or the calendar has no
 * such day. A midnight that a spreadsheet adds to a date is dropped; another time of day is not a date.
 */
export function readDate(text: string): string | undefined {
  const bare = text.replace(/[ T]0{1,2}:00(:00(\.0+)?)?$/, '');
  for (const shape of SHAPES) {
    const [, year, month = '', day = ''] = shape.exec(bare) ?? [];
    if (year === undefined) continue;
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return year >= FIRST_YEAR && isCalendarDate(date) ? date : undefined;
  }
  return undefined;
}
