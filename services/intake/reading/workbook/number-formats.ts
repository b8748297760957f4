import type { WorkbookPackage } from './workbook-package.js';
import { readXml } from './xml-events.js';

/** What a number in a cell of some style shows. */
export type NumberShown = 'number' | 'date' | 'time';

/** By style number (`s` of a cell), of the formats that the styles name (ISO/IEC 29500-1, 18.8.30). */
export async function numbersShown(file: WorkbookPackage, part: string | null): Promise<NumberShown[]> {
  const formats = new Map<number, string>();
  const shown: NumberShown[] = [];
  if (part === null) return shown;
  let inCellFormats = false;
  await readXml(file.text(part), {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') formats.set(Number(numFmtId), formatCode);
      if (name === 'cellXfs') inCellFormats = true;
      if (name === 'xf' && inCellFormats) shown.push(shownBy(Number(numFmtId), formats.get(Number(numFmtId))));
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return shown;
}

/** Formats without a code of their own, those of zh-CN included. */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
const BUILT_IN_TIMES = new Set([18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 46, 47, 55, 56]);

export function shownBy(id: number, code: string | undefined): NumberShown {
  if (code === undefined) return BUILT_IN_TIMES.has(id) ? 'time' : BUILT_IN_DATES.has(id) ? 'date' : 'number';
  const [positive = ''] = plainCode(code).split(';');
  if (/h/i.test(positive)) return 'time';
  return /[ymds]/i.test(positive) ? 'date' : 'number';
}

/** Without quoted words, escaped characters, padding, colours and locales; hours run on in brackets: [h]:mm. */
function plainCode(code: string): string {
  return code
    .replace(/"[^"]*"|\\.|_./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replace(/general/gi, '');
}
