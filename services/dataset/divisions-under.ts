import { codeList } from '../../schemas/code-lists/code-list.js';

const DIVISION_LIST = 'division';

/**
 * Codes of a division and of all below it, past and present: 220000 is a province, 220100 a prefecture and its counties,
 * 220102 a county alone. GB/T 2260 says it by trailing pairs of zeros; local codes (JLX-…) say it by their parent. Empty
 * for a code that the list does not know.
 */
export function divisionsUnder(code: string): string[] {
  const { entries } = codeList(DIVISION_LIST);
  const prefix = /^\d{6}$/.test(code) ? code.replace(/(00)+$/, '') : code;
  const under = new Set(
    entries.map((entry) => entry.code).filter((known) => known.startsWith(prefix) && prefix !== ''),
  );
  for (const entry of entries) {
    if (entry.parent !== undefined && under.has(entry.parent) && !/^\d/.test(entry.code)) under.add(entry.code);
  }
  return under.has(code) ? [...under] : [];
}
