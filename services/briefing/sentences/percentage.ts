/**
 * Share or change in percent with one decimal, rounded half up in whole numbers: 1/8 is 12.5, never 12.499….
 * A change too small to show is said to be so, since "0.0%" would read as none.
 *
 * @param part not negative
 * @param whole greater than 0
 */
export function percent(part: number, whole: number): string {
  return `${percentFigure(part, whole)}%`;
}

/** The same without the sign, for a column headed （%）. */
export function percentFigure(part: number, whole: number): string {
  if (!(whole > 0) || !(part >= 0))
    throw new RangeError(`A percentage needs a positive whole and a part; found ${part} of ${whole}.`);
  const tenths = Math.floor((part * 2000 + whole) / (2 * whole));
  if (tenths === 0 && part > 0) return '不足0.1';
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}
