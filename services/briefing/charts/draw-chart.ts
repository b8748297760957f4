import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from './chart.js';
import { chartOptions } from './chart-options.js';
import { CHART_WIDTH } from './chart-style.js';

export type Picture = { readonly svg: string; readonly width: number; readonly height: number };

/**
 * A chart as SVG, drawn without a browser. The same chart gives the same text.
 *
 * @param name prefix of the ids inside, which must differ from those of other charts of the page
 */
export function drawChart(chart: Chart, name: string): Picture {
  use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);
  const { option, height } = chartOptions(chart);
  const canvas = init(null, null, { renderer: 'svg', ssr: true, width: CHART_WIDTH, height });
  try {
    canvas.setOption(option);
    return { svg: withOwnIds(canvas.renderToSVGString(), name), width: CHART_WIDTH, height };
  } finally {
    canvas.dispose();
  }
}

/** The library numbers ids and classes through the life of the process; its classes serve the pointer only. */
function withOwnIds(svg: string, name: string): string {
  const ids = new Map<string, string>();
  const ownId = (id: string): string => {
    const own = ids.get(id) ?? `${name}-${ids.size + 1}`;
    ids.set(id, own);
    return own;
  };
  return svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/ class="zr\d+-cls-\d+"/g, '')
    .replace(/zr\d+-[a-z]+\d+/g, ownId);
}
