/** Twips to pixels: the picture is as wide as the text block of the page, 156 mm. */
export const CHART_WIDTH = 590;

/**
 * Told apart in black and white too, since briefings are copied: from dark to light, lines by their marks. Contrast to
 * white of the first three is 4.5 and more.
 */
export const COLOURS = ['#1f4e79', '#c55a11', '#7f7f7f', '#a9c4e0', '#e2c9a6'] as const;

export const MARKS = ['circle', 'rect', 'triangle', 'diamond'] as const;

/**
 * A picture inside Word or a browser is drawn with the fonts of the reader's machine: 黑体 where it is, then those of
 * Windows, macOS and Linux.
 */
export const CHART_FONTS =
  "'SimHei', 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif";

export const FONT_SIZE = 13;
