import { declared, type CellProblem } from '../../reading/reading-rules.js';
import type { RowReader } from '../../reading/row-reader.js';

const NEGATIVE: CellProblem = {
  code: 'NUMBER_OUT_OF_RANGE',
  severity: 'error',
  zh: '不能为负数',
  en: 'must not be negative',
};

const A_YEAR_OR_MORE: CellProblem = {
  code: 'NUMBER_OUT_OF_RANGE',
  severity: 'error',
  zh: '应为不足一年的月数（0至11），整年数另填',
  en: 'must be the months beyond whole years (0 to 11)',
};
const LAST_MONTH = 11;

export const exposureRules = [
  declared(NEGATIVE, ['exposureYears', 'exposureRemainderMonths']),
  declared(A_YEAR_OR_MORE, ['exposureRemainderMonths']),
];

/** Time of exposure in months: the card has years and months in two columns. Null when both are empty. */
export function readExposureMonths(reader: RowReader): number | null {
  const parts = ['exposureYears', 'exposureRemainderMonths'].map((key) => {
    const value = reader.integer(key);
    // In the sum a negative part would hide behind the other.
    if (value !== null && value < 0) reader.report(key, NEGATIVE);
    return value;
  });
  const [years = null, months = null] = parts;
  if (months !== null && months > LAST_MONTH) reader.report('exposureRemainderMonths', A_YEAR_OR_MORE);
  return years === null && months === null ? null : (years ?? 0) * 12 + (months ?? 0);
}
