import { rateIndicator } from '../../../schemas/indicators/rate-indicator.js';
import { UNSTATED } from '../../dataset/figures/figure-table.js';
import type { Block, TableBlock, TableRow } from '../briefing-document.js';
import { sourceLine, type BriefingInput } from '../briefing-input.js';
import { changeRateCell, countCell, DASH, decimalCell, NO_VALUE, textCell } from '../cell.js';
import { totalOf, type ComparedFigure } from '../compared-figure.js';
import { comparedRates, type ComparedRate } from '../incidence-rows.js';
import { intervalCell, RATE_DECIMALS, rateText } from '../sentences/rate-text.js';
import { percent } from '../sentences/percentage.js';
import { paragraph, part } from './paragraph.js';

const INCIDENCE = 'work-injury-incidence';

/** 工伤发生率 by place and by industry, with numerator, denominator and interval. */
export function incidence(input: BriefingInput): Block[] {
  const { byPlace, insuredByPlace, bySection, insuredBySection } = input.figures;
  if (totalOf(insuredByPlace, 'employers').now === 0) return [];
  const caption = (by: string) => `${input.year}年工伤发生率（按${by}）`;
  return [
    part('工伤发生率'),
    paragraph(summary(input)),
    rateTable(input, [byPlace, insuredByPlace], { by: 'place', first: '统筹地区', caption: caption('统筹地区') }),
    rateTable(input, [bySection, insuredBySection], {
      by: 'section',
      first: '行业门类',
      caption: caption('行业门类'),
      omitEmpty: true,
    }),
  ];
}

function summary({ year, figures }: BriefingInput): string {
  const { now, before } = comparedRates(INCIDENCE, figures.byPlace, figures.insuredByPlace).total;
  if (now.value === null || now.interval === null) return `${year}年，没有平均参保人数，工伤发生率不计算。`;
  return (
    `${year}年，全省工伤发生率为${rateText(now.value)}（认定、视同工伤${now.numerator}件，平均参保人数${now.denominator ?? DASH}人，` +
    `95%置信区间${rateText(now.interval.low)}至${rateText(now.interval.high)}），${rateChange(now.value, before.value)}。` +
    '发生率按决定日期统计，用于反映工伤认定的规模；目标跟踪使用按事故年度统计的工伤事故发生率，两者口径不同。'
  );
}

export function rateChange(now: number, before: number | null): string {
  if (before === null) return '上年无可比数据';
  if (now === before) return '与上年持平';
  if (before === 0) return '上年同期为0';
  return `同比${now > before ? '上升' : '下降'}${percent(Math.abs(now - before), before)}`;
}

type RateTableOptions = { by: 'place' | 'section'; first: string; caption: string; omitEmpty?: true };

function rateTable(
  input: BriefingInput,
  [cases, insured]: readonly [ComparedFigure, ComparedFigure],
  { by, first, caption, omitEmpty }: RateTableOptions,
): TableBlock {
  const { rows, total } = comparedRates(INCIDENCE, cases, insured);
  const shown = omitEmpty ? rows.filter(({ now }) => now.numerator > 0 || now.denominator !== null) : rows;
  const line = (of: ComparedRate, role: TableRow['role']) =>
    rateRow(of, role, { by, cases, insured, year: input.year });
  return {
    kind: 'table',
    caption,
    columns: [
      { label: first, width: by === 'section' ? 40 : 30, align: 'left' },
      { label: '认定（件）', width: 13, align: 'right', sums: true },
      { label: '平均参保（人）', width: 17, align: 'right', sums: true },
      { label: '发生率（‰）', width: 14, align: 'right' },
      { label: '95%区间（‰）', width: 20, align: 'center' },
      { label: '上年（‰）', width: 12, align: 'right' },
      { label: '增减（%）', width: 13, align: 'right' },
    ],
    rows: [...shown.map((each) => line(each, 'plain')), line(total, 'total')],
    notes: [
      sourceLine(input, cases, insured),
      `“${DASH}”表示没有参保人数或者上年没有可比数据。各${first}的发生率不能相加。`,
      ...(rows.some(({ key }) => key === UNSTATED) ? ['“未填报”为代码空缺或者不在有效代码表内的记录。'] : []),
      ...(shown.length < rows.length ? [`没有认定件数和参保人数的${first}未列出。`] : []),
    ],
  };
}

type RateRowContext = { by: string; cases: ComparedFigure; insured: ComparedFigure; year: number };

function rateRow({ key, label, now, before }: ComparedRate, role: TableRow['role'], of: RateRowContext): TableRow {
  const reference = (indicator: string, row: string, measure: string) => ({
    ...{ indicator, year: of.year, key: row, measure },
  });
  const rateKey = role === 'total' ? key : `${of.by}:${key}`;
  return {
    role,
    cells: [
      textCell(label),
      countCell(now.numerator, reference(of.cases.table.indicator.id, key, 'cases')),
      now.denominator === null ? NO_VALUE : countCell(now.denominator),
      decimalCell(now.value, RATE_DECIMALS, reference(rateIndicator(INCIDENCE).id, rateKey, 'rate')),
      intervalCell(now.interval),
      decimalCell(before.value, RATE_DECIMALS),
      now.value === null || before.value === null ? NO_VALUE : changeRateCell(now.value, before.value),
    ],
  };
}
