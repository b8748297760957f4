import type { FeedRule } from '../connector.js';
import { shanghaiDate } from '../../schemas/period.js';
import { declared, type CellProblem } from './reading-rules.js';
import type { RowReader } from './row-reader.js';

const IN_FUTURE: CellProblem = {
  code: 'DATE_IN_FUTURE',
  severity: 'error',
  zh: '晚于报送当日',
  en: 'is later than the day of submission',
};

const NEGATIVE: CellProblem = {
  code: 'NUMBER_OUT_OF_RANGE',
  severity: 'error',
  zh: '不能为负数',
  en: 'must not be negative',
};

/** Rules of columns that hold the time at which the source recorded or changed the version. */
export function changeTimeRules(...keys: readonly string[]): FeedRule[] {
  return [declared(IN_FUTURE, keys)];
}

/** Rules of a feed whose source numbers its versions. */
export function sequenceRules(key: string): FeedRule[] {
  return [declared(NEGATIVE, [key])];
}

/** A time of change in the future would outrank every correction until that day comes. */
export function readChangeTime(reader: RowReader, key: string): number | null {
  const time = reader.time(key);
  if (time !== null && shanghaiDate(time) > reader.today) reader.report(key, IN_FUTURE);
  return time;
}

/** The source's own number of the version; never negative. */
export function readSequence(reader: RowReader, key: string): number | null {
  const sequence = reader.integer(key);
  if (sequence !== null && sequence < 0) reader.report(key, NEGATIVE);
  return sequence;
}
