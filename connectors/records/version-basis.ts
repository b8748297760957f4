import type { FeedRule } from '../connector.js';
import { shanghaiDate } from '../../schemas/period.js';
import { declared, READINGS, type CellProblem } from '../reading/reading-rules.js';
import type { RowReader } from '../reading/row-reader.js';

const BASIS_IN_FUTURE: CellProblem = {
  code: 'DATE_IN_FUTURE',
  severity: 'error',
  zh: '晚于报送当日',
  en: 'is later than the day of submission',
};

/** Rules of a feed whose versions are ordered by a time of change. */
export function changeTimeRules(key: string): FeedRule[] {
  return [declared(BASIS_IN_FUTURE, [key])];
}

/** A time of change in the future would outrank every correction until that day comes. */
export function readChangeTime(reader: RowReader, key: string): number | null {
  const time = reader.time(key);
  if (time !== null && shanghaiDate(time) > reader.today) reader.report(key, BASIS_IN_FUTURE);
  return time;
}

/** The source's own number of the version; never negative. */
export function readSequence(reader: RowReader, key: string): number | null {
  const sequence = reader.integer(key);
  if (sequence !== null && sequence < 0) reader.report(key, READINGS.integer.unreadable);
  return sequence;
}
