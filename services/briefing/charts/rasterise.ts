import { Resvg } from '@resvg/resvg-js';
import { CHART_FONTS } from './chart-style.js';
import type { Picture } from './draw-chart.js';

/** Pixels of the picture for one of the drawing: 300 dpi in print. */
const SCALE = 3;

/**
 * The drawing as PNG, for readers of documents that cannot show SVG. Drawn with the first of the drawing's fonts that
 * this machine has, or else any that has the character; where none has, the label is in the SVG only.
 */
export function rasterise({ svg, width }: Picture): Buffer {
  fontHere ??= firstFontHere();
  const drawn = new Resvg(svg.replaceAll(CHART_FONTS, `'${fontHere}'`), {
    background: '#ffffff',
    fitTo: { mode: 'width', value: width * SCALE },
    font: { loadSystemFonts: true },
  }).render();
  return Buffer.from(drawn.asPng());
}

let fontHere: string | undefined;

/** The rasteriser looks for the first name of a list only, so the choice is made for it. */
function firstFontHere(): string {
  const names = CHART_FONTS.split(', ').map((name) => name.replaceAll("'", ''));
  const without = sampleIn('No Such Font');
  return names.find((name) => !sampleIn(name).equals(without)) ?? 'sans-serif';
}

function sampleIn(font: string): Buffer {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><text y="30" font-size="20" font-family="'${font}'">伤2</text></svg>`;
  return Buffer.from(new Resvg(svg, { font: { loadSystemFonts: true } }).render().pixels);
}
