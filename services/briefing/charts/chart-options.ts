import type { EChartsCoreOption } from 'echarts/core';
import { decimal } from '../cell.js';
import type { Chart, ChartSeries } from './chart.js';
import { CHART_FONTS, COLOURS, FONT_SIZE, MARKS } from './chart-style.js';

type Drawn = { readonly option: EChartsCoreOption; readonly height: number };

/** How each kind of chart is drawn; nothing moves and nothing reacts. */
export function chartOptions(chart: Chart): Drawn {
  switch (chart.kind) {
    case 'lines':
      return { height: 320, option: { ...frame(chart.unit), ...upright(chart.steps), series: lines(chart) } };
    case 'stack':
      return { height: 340, option: { ...frame(chart.unit), ...upright(chart.steps), series: stack(chart.series) } };
    case 'bars':
      return { height: 90 + 38 * chart.categories.length, option: { ...frame(chart.unit), ...lying(chart) } };
  }
}

const TEXT = { fontFamily: CHART_FONTS, fontSize: FONT_SIZE, color: '#222222' };

const frame = (unit: string) => ({
  animation: false,
  color: [...COLOURS],
  textStyle: TEXT,
  legend: { top: 0, left: 'center', textStyle: TEXT, itemWidth: 26, itemHeight: 12, selectedMode: false },
  title: {
    text: `单位：${unit}`,
    right: 4,
    bottom: 0,
    textStyle: { ...TEXT, fontSize: FONT_SIZE - 1, fontWeight: 400 },
  },
  grid: { left: 8, right: 40, top: 52, bottom: 26, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
});

const AXIS = { axisLabel: TEXT, axisLine: { show: true, lineStyle: { color: '#666666' } }, axisTick: { show: false } };
const SPLIT = { splitLine: { lineStyle: { color: '#dddddd' } } };

const upright = (steps: readonly string[]) => ({
  xAxis: { type: 'category', data: [...steps], ...AXIS },
  yAxis: { type: 'value', min: 0, ...AXIS, ...SPLIT },
});

function lines({ series, decimals }: Extract<Chart, { kind: 'lines' }>): object[] {
  const measured = series.filter(({ dashed }) => !dashed);
  return series.map((each) => {
    // An aim has the colour of the line before it, which it belongs to.
    const colour =
      COLOURS[each.dashed ? Math.max(0, measured.indexOf(lineBefore(series, each))) : measured.indexOf(each)];
    return {
      ...{ type: 'line', name: each.name, data: [...each.values], silent: true, connectNulls: false, color: colour },
      symbol: each.dashed ? 'none' : MARKS[measured.indexOf(each) % MARKS.length],
      symbolSize: 8,
      lineStyle: { width: each.dashed ? 1.5 : 2.5, type: each.dashed ? 'dashed' : 'solid', color: colour },
      ...(each.dashed ? {} : { label: valueLabel('top', (value) => decimal(value, decimals)) }),
    };
  });
}

function lineBefore(series: readonly ChartSeries[], aim: ChartSeries): ChartSeries {
  return series.slice(0, series.indexOf(aim)).findLast(({ dashed }) => !dashed) ?? aim;
}

function stack(series: readonly ChartSeries[]): object[] {
  return series.map((each, index) => ({
    ...{ type: 'bar', stack: 'all', name: each.name, data: [...each.values], silent: true, barWidth: 44 },
    label: {
      ...valueLabel('inside', (value) => (value > 0 ? String(value) : '')),
      color: index < 3 ? '#ffffff' : '#222222',
      hideOverlap: true,
    },
  }));
}

function lying({ categories, series }: Extract<Chart, { kind: 'bars' }>): object {
  return {
    xAxis: { type: 'value', min: 0, ...AXIS, ...SPLIT },
    yAxis: { type: 'category', inverse: true, data: [...categories], ...AXIS },
    series: series.map((each) => ({
      ...{ type: 'bar', name: each.name, data: [...each.values], silent: true, barWidth: 12 },
      label: valueLabel('right', String),
    })),
  };
}

const valueLabel = (position: string, text: (value: number) => string) => ({
  ...TEXT,
  ...{ show: true, position, fontSize: FONT_SIZE - 1 },
  formatter: ({ value }: { value: number | null }) => (typeof value === 'number' ? text(value) : ''),
});
