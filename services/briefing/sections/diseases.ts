import { UNDER_FIVE_YEARS } from '../../dataset/figures/populations/new-pneumoconiosis.js';
import { UNSTATED } from '../../dataset/figures/figure-table.js';
import type { Block } from '../briefing-document.js';
import { sourceLine, type BriefingInput } from '../briefing-input.js';
import { totalOf } from '../compared-figure.js';
import { percent } from '../sentences/percentage.js';
import { yearOnYear } from '../sentences/year-on-year.js';
import { courseTable } from './course-table.js';
import { diseaseYears } from './disease-years.js';
import { leadingRows } from './leading-rows.js';
import { paragraph, part, section } from './paragraph.js';
import { yearOnYearTable, type YearOnYearOptions } from './year-on-year-table.js';

type Name = 'diseases' | 'pneumoconiosis' | 'exposure' | 'diseasesBySection' | 'diseasesByPlace';

/** 职业病情况: confirmed cases, pneumoconiosis by stage and exposure, where they come from, what became of suspicions. */
export function diseases(input: BriefingInput): Block[] {
  const { figures, year } = input;
  const table = (name: Name, caption: string, more: Partial<YearOnYearOptions> & { first: string }) =>
    yearOnYearTable(figures[name], {
      caption: `${year}年${caption}`,
      source: sourceLine(input, figures[name]),
      ...more,
    });
  return [
    section('职业病情况'),
    part('新发职业病'),
    paragraph(confirmed(input)),
    table('diseases', '新发职业病类别分布', { first: '职业病类别', labelWidth: 42 }),
    ...diseaseYears(input),
    part('尘肺病期别和接触工龄'),
    paragraph(stages(input)),
    table('pneumoconiosis', '新发尘肺病期别分布', { first: '期别' }),
    ...exposure(input),
    table('exposure', '新发尘肺病接触工龄分布', { first: '接触工龄' }),
    part('行业和地区分布'),
    ...leading(input, 'diseasesBySection', '从用人单位所属行业门类看，新发职业病例数居前的是：'),
    table('diseasesBySection', '新发职业病行业分布', { first: '行业门类', labelWidth: 46, omitEmpty: true }),
    ...leading(input, 'diseasesByPlace', '从地区看，新发职业病例数居前的是：'),
    table('diseasesByPlace', '新发职业病地区分布', { first: '地区' }),
    part('疑似职业病及其转归'),
    paragraph(suspected(input)),
    ...course(input),
  ];
}

function confirmed({ figures, year }: BriefingInput): string {
  const { now, before } = totalOf(figures.diseases);
  const dust = totalOf(figures.pneumoconiosis).now;
  if (now === 0) return `${year}年，全省无新诊断职业病病例，${yearOnYear(now, before, '例')}。`;
  const rows = leadingRows(figures.diseases, '例');
  const shareOfDust = dust > 0 ? `其中，尘肺病${dust}例，占${percent(dust, now)}。` : '其中，无尘肺病病例。';
  return (
    `${year}年，全省新诊断职业病${now}例，${yearOnYear(now, before, '例')}。${shareOfDust}` +
    `${rows === '' ? '' : `从类别看，例数居前的是：${rows}。`}没有接触职业病危害因素劳动者人数，职业病发病率不计算，只列例数。`
  );
}

function stages({ figures, year }: BriefingInput): string {
  const { now, before } = totalOf(figures.pneumoconiosis);
  if (now === 0) return `${year}年，全省无新诊断尘肺病病例，${yearOnYear(now, before, '例')}。`;
  const byStage = figures.pneumoconiosis.rows.map((row) => `${row.label}${row.now['cases'] ?? 0}例`).join('、');
  return `${year}年，全省新诊断尘肺病${now}例，${yearOnYear(now, before, '例')}。其中，${byStage}。`;
}

/** 接尘工龄不足5年新发尘肺占比, of those whose years are stated. */
function exposure({ figures }: BriefingInput): Block[] {
  const countOf = (row: string, which: 'now' | 'before'): number =>
    figures.exposure.rows.find(({ key }) => key === row)?.[which]?.['cases'] ?? 0;
  const stated = totalOf(figures.exposure).now - countOf(UNSTATED, 'now');
  if (stated === 0) return [];
  const short = countOf(UNDER_FIVE_YEARS, 'now');
  const before = totalOf(figures.exposure).before - countOf(UNSTATED, 'before');
  const lastYear = before > 0 ? `，上年为${percent(countOf(UNDER_FIVE_YEARS, 'before'), before)}` : '';
  return [
    paragraph(
      `接触工龄已填报的${stated}例新发尘肺病中，工龄不足5年的${short}例，占${percent(short, stated)}${lastYear}。`,
    ),
  ];
}

function leading({ figures }: BriefingInput, name: Name, opening: string): Block[] {
  const rows = leadingRows(figures[name], '例');
  return rows === '' ? [] : [paragraph(`${opening}${rows}。`)];
}

function suspected({ figures, year }: BriefingInput): string {
  const { now, before } = totalOf(figures.suspected);
  if (now === 0) return `${year}年，全省无疑似职业病报告，${yearOnYear(now, before, '例')}。`;
  const rows = leadingRows(figures.suspected, '例');
  return (
    `${year}年，全省报告疑似职业病${now}例，${yearOnYear(now, before, '例')}。` +
    `${rows === '' ? '' : `例数居前的是：${rows}。`}疑似职业病尚待诊断，不计入新发职业病。`
  );
}

/** 疑似 → 确诊 → 认定 of the same people, as far as they are known. */
function course(input: BriefingInput): Block[] {
  const figure = input.figures.suspectedCourse;
  const of = (measure: string) => totalOf(figure, measure).now;
  if (of('suspected') === 0) return [];
  const rate = of('traceable') > 0 ? `，占可比对的${percent(of('diagnosed'), of('traceable'))}` : '';
  const recognised =
    of('diagnosed') > 0
      ? `；其中已认定工伤${of('recognised')}例，占已确诊的${percent(of('recognised'), of('diagnosed'))}`
      : '';
  return [
    paragraph(
      `上述疑似报告中，劳动者身份可以比对的${of('traceable')}例；截至数据截止时间，已确诊${of('diagnosed')}例${rate}${recognised}。`,
    ),
    courseTable(figure, {
      caption: `${input.year}年疑似职业病报告的后续情况`,
      first: '职业病类别',
      source: sourceLine(input, figure),
      shares: [
        { label: '确诊比例（%）', part: 'diagnosed', whole: 'traceable' },
        { label: '认定比例（%）', part: 'recognised', whole: 'diagnosed' },
      ],
    }),
  ];
}
