import type { Block, ChartBlock, TableBlock, TableRow } from '../briefing-document.js';
import { sourceLine, type BriefingInput } from '../briefing-input.js';
import { countCell, DASH, NO_VALUE, shareCell, textCell, type Cell } from '../cell.js';
import { amountOf, totalOf, type ComparedFigure, type ComparedRow } from '../compared-figure.js';
import { percent } from '../sentences/percentage.js';
import { pointsChange } from '../sentences/points-change.js';
import { yearOnYear } from '../sentences/year-on-year.js';
import { leadingRows } from './leading-rows.js';
import { paragraph, part } from './paragraph.js';
import { countsSomething, yearOnYearTable } from './year-on-year-table.js';

/** 工伤认定: decisions of the year, in time or not, by situation, pooling area, industry and month. */
export function determinations(input: BriefingInput): Block[] {
  const { bySituation, byPlace, bySection, byMonth, onTime } = input.figures;
  const table = (figure: ComparedFigure, by: string, more: object) =>
    yearOnYearTable(figure, {
      caption: `${input.year}年认定（视同）工伤${by}分布`,
      first: by,
      source: sourceLine(input, figure),
      ...more,
    });
  return [
    part('工伤认定总体情况'),
    paragraph(decisions(input)),
    paragraph(timeliness(input)),
    onTimeTable(onTime, `${input.year}年工伤认定决定按期情况`, sourceLine(input, onTime)),
    part('认定情形'),
    ...leading(bySituation, '从认定情形看，件数居前的是：'),
    ...situationChart(input),
    table(bySituation, '情形', { first: '《工伤保险条例》所列情形', labelWidth: 60, mayBreak: true }),
    part('地区分布'),
    ...leading(byPlace, '从统筹地区看，件数居前的是：'),
    table(byPlace, '地区', { first: '统筹地区' }),
    part('行业分布'),
    ...leading(bySection, '从用人单位所属行业门类看，件数居前的是：'),
    table(bySection, '行业', { first: '行业门类', labelWidth: 46, omitEmpty: true }),
    part('月度分布'),
    ...leading(byMonth, '从作出决定的月份看，件数居前的是：'),
    table(byMonth, '月度', { first: '月份' }),
  ];
}

function decisions({ year, figures }: BriefingInput): string {
  const { decided, bySituation } = figures;
  const all = totalOf(decided);
  const recognised = totalOf(bySituation);
  if (all.now === 0) return `${year}年，全省未作出工伤认定决定，${yearOnYear(0, all.before, '件')}。`;
  const byConclusion = decided.rows.map(({ label, now }) => `${label}${now['cases'] ?? 0}件`).join('、');
  return (
    `${year}年，全省共作出工伤认定决定${all.now}件，${yearOnYear(all.now, all.before, '件')}。其中，${byConclusion}。` +
    `认定（视同）工伤${recognised.now}件，${yearOnYear(recognised.now, recognised.before, '件')}。`
  );
}

function timeliness({ figures }: BriefingInput): string {
  const assessable = totalOf(figures.onTime, 'assessable');
  const onTime = totalOf(figures.onTime, 'ontime');
  const unknown = totalOf(figures.onTime, 'decided').now - assessable.now;
  if (assessable.now === 0) return '本年度没有可以评估办理时限的工伤认定决定。';
  const change = pointsChange(
    { part: onTime.now, whole: assessable.now },
    { part: onTime.before, whole: assessable.before },
  );
  return (
    `可以评估办理时限的决定${assessable.now}件，扣除中止期间后在受理之日起60日内作出的${onTime.now}件，` +
    `按期率${percent(onTime.now, assessable.now)}，${change}；超期${assessable.now - onTime.now}件。` +
    (unknown > 0 ? `另有${unknown}件没有受理日期，未作评估。` : '')
  );
}

function onTimeTable(figure: ComparedFigure, caption: string, source: string): TableBlock {
  const { year } = figure.table;
  const count = (label: string, width: number) => ({ label, width, align: 'right' as const, sums: true as const });
  const share = (label: string) => ({ label, width: 17, align: 'right' as const });
  return {
    kind: 'table',
    caption,
    columns: [
      { label: '统筹地区', width: 30, align: 'left' },
      count('决定（件）', 13),
      count('可评估（件）', 14),
      count('按期（件）', 13),
      count('超期（件）', 13),
      share(`${year}年按期率（%）`),
      share(`${year - 1}年按期率（%）`),
    ],
    rows: [
      ...figure.rows.map((row) => onTimeRow(figure, row.label, row, 'plain')),
      onTimeRow(figure, '合计', figure.total, 'total'),
    ],
    notes: [source, `“${DASH}”表示没有可以评估的决定，不计算按期率。`],
  };
}

function onTimeRow(
  figure: ComparedFigure,
  label: string,
  line: Pick<ComparedRow, 'key' | 'now' | 'before'>,
  role: TableRow['role'],
): TableRow {
  const cell = (measure: string): Cell => {
    const { now, figure: reference } = amountOf(figure, line, measure);
    return countCell(now, reference);
  };
  const { now, before } = line;
  const late = (now['assessable'] ?? 0) - (now['ontime'] ?? 0);
  return {
    role,
    cells: [
      textCell(label),
      ...['decided', 'assessable', 'ontime'].map(cell),
      countCell(late),
      shareCell(now['ontime'] ?? 0, now['assessable'] ?? 0),
      before ? shareCell(before['ontime'] ?? 0, before['assessable'] ?? 0) : NO_VALUE,
    ],
  };
}

/** A situation's label is its citation and its long text. */
const citation = (label: string): string => label.split('\u3000')[0] ?? label;

function leading(figure: ComparedFigure, opening: string): Block[] {
  const rows = leadingRows(figure, '件', { short: citation });
  return rows === '' ? [] : [paragraph(`${opening}${rows}。`)];
}

function situationChart(input: BriefingInput): ChartBlock[] {
  const { year, figures } = input;
  const rows = figures.bySituation.rows.filter(countsSomething);
  if (rows.length === 0) return [];
  return [
    {
      kind: 'chart',
      caption: `${year}年和${year - 1}年认定（视同）工伤情形对比`,
      description: `各情形件数的条形图，${year}年与${year - 1}年并列，数值见同名表。`,
      chart: {
        kind: 'bars',
        unit: '件',
        categories: rows.map(({ label }) => citation(label)),
        series: [
          { name: `${year}年`, values: rows.map(({ now }) => now['cases'] ?? 0) },
          { name: `${year - 1}年`, values: rows.map(({ before }) => before?.['cases'] ?? null) },
        ],
      },
      notes: [sourceLine(input, figures.bySituation)],
    },
  ];
}
