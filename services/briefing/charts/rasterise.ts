import { Resvg } from '@resvg/resvg-js';
import type { Picture } from './draw-chart.js';

/** Pixels of the picture for one of the drawing: 300 dpi in print. */
const SCALE = 3;

/**
 * The drawing as PNG, for readers of documents that cannot show SVG. Drawn with the fonts of this machine, the first of
 * the drawing's that it has, or any other that has the character; where none has, the label is in the SVG only.
 */
export function rasterise({ svg, width }: Picture): Buffer {
  const drawn = new Resvg(svg, {
    background: '#ffffff',
    fitTo: { mode: 'width', value: width * SCALE },
    font: { loadSystemFonts: true },
  }).render();
  return Buffer.from(drawn.asPng());
}
