import type { EChartsCoreOption } from 'echarts/core';
import { decimal } from '../cell.js';
import type { Chart, ChartSeries } from './chart.js';
import { CHART_FONTS, COLOURS, FONT_SIZE, MARKS } from './chart-style.js';

type LinesChart = Extract<Chart, { kind: 'lines' }>;

type Drawn = { readonly option: EChartsCoreOption; readonly height: number };

/** How each kind of chart is drawn; nothing moves and nothing reacts. */
export function chartOptions(chart: Chart): Drawn {
  switch (chart.kind) {
    case 'lines':
      return { height: 330, option: linesOption(chart) };
    case 'stack':
      return {
        height: 340,
        option: { ...frame(chart.unit), ...upright(chart.steps, { min: 0 }), series: stack(chart.series) },
      };
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
/** Without the thousands' commas, which no other number here has. */
const COUNTS = { ...TEXT, formatter: String };
const SPLIT = { splitLine: { lineStyle: { color: '#dddddd' } } };

const upright = (steps: readonly string[], from: { scale: true } | { min: 0 }) => ({
  xAxis: { type: 'category', data: [...steps], ...AXIS },
  yAxis: { type: 'value', ...from, ...AXIS, ...SPLIT, axisLabel: COUNTS },
});

/** Rates lie close together, far from nought: the table under the chart has their size. */
function linesOption(chart: LinesChart): EChartsCoreOption {
  const framed = frame(chart.unit);
  const axes = upright(chart.steps, { scale: true });
  const ticks = { ...TEXT, formatter: (value: number) => decimal(value, chart.decimals) };
  return {
    ...framed,
    ...axes,
    legend: { ...framed.legend, ...legendOf(chart) },
    yAxis: { ...axes.yAxis, axisLabel: ticks },
    series: lines(chart),
  };
}

function lines({ series, decimals }: LinesChart): object[] {
  const measured = series.filter(({ dashed }) => !dashed);
  return series.map((each) => {
    // An aim has the colour of the line before it, which it belongs to.
    const colour = COLOURS[measured.indexOf(each.dashed ? lineBefore(series, each) : each)] ?? COLOURS[0];
    return {
      ...{ type: 'line', name: each.name, silent: true, connectNulls: false, color: colour },
      data: each.values.map((value, step) => ({
        value,
        label: { position: isHighest(measured, value, step) ? 'top' : 'bottom' },
      })),
      symbol: each.dashed ? 'none' : MARKS[measured.indexOf(each) % MARKS.length],
      symbolSize: 8,
      lineStyle: { width: each.dashed ? 1.5 : 2.5, type: each.dashed ? 'dashed' : 'solid', color: colour },
      ...(each.dashed ? {} : { label: valueLabel('top', (value) => decimal(value, decimals)) }),
    };
  });
}

const isHighest = (measured: readonly ChartSeries[], value: number | null, step: number): boolean =>
  measured.every(({ values }) => (values[step] ?? 0) <= (value ?? 0));

/** The mark of an aim's line is the line itself. */
const legendOf = ({ series }: LinesChart) => ({
  data: series.map(({ name, dashed }) => ({ name, ...(dashed ? { itemStyle: { opacity: 0 } } : {}) })),
});

function lineBefore(series: readonly ChartSeries[], aim: ChartSeries): ChartSeries {
  return series.slice(0, series.indexOf(aim)).findLast(({ dashed }) => !dashed) ?? aim;
}

function stack(series: readonly ChartSeries[]): object[] {
  const totals = (series[0]?.values ?? []).map((_, step) =>
    series.reduce((sum, { values }) => sum + (values[step] ?? 0), 0),
  );
  // A thinner layer has no room for its number.
  const thinnest = Math.max(...totals) / 18;
  return series.map((each, index) => ({
    ...{ type: 'bar', stack: 'all', name: each.name, data: [...each.values], silent: true, barWidth: 44 },
    label: {
      ...valueLabel('inside', (value) => (value >= thinnest ? String(value) : '')),
      color: index < 3 ? '#ffffff' : '#222222',
    },
  }));
}

function lying({ categories, series }: Extract<Chart, { kind: 'bars' }>): object {
  return {
    xAxis: { type: 'value', min: 0, ...AXIS, ...SPLIT, axisLabel: COUNTS },
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
