/**
 * Layout of an official document, GB/T 9704-2012: A4, 天头 37 mm, 订口 28 mm, text block 156 × 225 mm of 22 lines × 28
 * characters. Lengths are twips (1/1440 inch), sizes half points.
 */
export const PAGE = {
  width: 11906,
  height: 16838,
  margin: { top: 2098, right: 1474, bottom: 1984, left: 1587, header: 1134, footer: 1304 },
} as const;

/** Width of the text block. */
export const TEXT_WIDTH = PAGE.width - PAGE.margin.left - PAGE.margin.right;

/**
 * 22 lines in 12 756 twips: 579, since at 580 (28.99 pt) the last line no longer fits. 28 characters take 15.79 pt each;
 * the body's are 16 pt, so its runs are drawn closer by {@link CLOSER}. The grid's own charSpace would do the same in Word, but
 * LibreOffice gives two cells to every character that is wider than its cell, and halves the line.
 */
export const GRID = { linePitch: 579 } as const;

/** Twips between the characters of the body: 28 × (16 − 0.25) pt fit into 442.25 pt. */
export const CLOSER = -5;

/** 二号, 三号, 四号, 小四, 五号 */
export const SIZE = { title: 44, body: 32, pageNumber: 28, caption: 24, table: 21 } as const;

/** One character of the body. */
export const CHARACTER = 320;

/** Names that the standard's users have; they cannot be shipped, so the font table names what to take instead. */
export const FONT = {
  title: '方正小标宋简体',
  body: '仿宋_GB2312',
  heading1: '黑体',
  heading2: '楷体_GB2312',
  pageNumber: '宋体',
} as const;

export const FALL_BACK: Readonly<Record<string, string>> = {
  [FONT.title]: '宋体',
  [FONT.body]: '仿宋',
  [FONT.heading1]: 'SimHei',
  [FONT.heading2]: '楷体',
  [FONT.pageNumber]: 'SimSun',
};

const LATIN = 'Times New Roman';

/** Chinese in `chinese`, digits and Latin in Times New Roman; the hint sends “ ” — to the Chinese font too. */
export function fonts(chinese: string) {
  return { ascii: LATIN, hAnsi: LATIN, cs: LATIN, eastAsia: chinese, hint: 'eastAsia' };
}
