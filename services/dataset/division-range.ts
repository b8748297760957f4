/**
 * First and last division code under a GB/T 2260 code: 220000 is a province and all below it, 220100 a prefecture and its
 * counties, 220102 a county alone. A text that is no code gives a range that holds nothing.
 */
export function divisionRange(code: string): { first: string; last: string } {
  if (!/^\d{6}$/.test(code)) return { first: '1', last: '0' };
  const prefix = code.replace(/(00)+$/, '');
  return { first: prefix.padEnd(6, '0'), last: prefix.padEnd(6, '9') };
}
