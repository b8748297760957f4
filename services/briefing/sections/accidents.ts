import { TOTAL, UNSTATED, type FigureValues } from '../../dataset/figures/figure-table.js';
import type { Block } from '../briefing-document.js';
import { sourceLine, type BriefingInput } from '../briefing-input.js';
import { countCell, DASH, textCell } from '../cell.js';
import { totalOf } from '../compared-figure.js';
import { accidentSentence, type Toll } from '../sentences/accident-sentence.js';
import { chineseDate } from '../sentences/chinese-date.js';
import { percent } from '../sentences/percentage.js';
import { SMALL, SMALL_REMARK, yearOnYear } from '../sentences/year-on-year.js';
import { accidentTable } from './accident-table.js';
import { leadingRows } from './leading-rows.js';
import { paragraph, part, section } from './paragraph.js';
import { yearOnYearTable } from './year-on-year-table.js';

/** Code of 死亡 in the list harm-grade. */
const DEATH = '3';

/** Row of Jilin's table that dominates the reports (domain facts, item 7). */
const ROAD = '11';

/** 生产安全事故情况: totals, Jilin's table, grades, types, list of the larger ones, casualties. */
export function accidents(input: BriefingInput): Block[] {
  const { figures, year } = input;
  return [
    section('生产安全事故情况'),
    part('总体情况'),
    paragraph(overall(input)),
    part('行业情况'),
    ...industries(input).map(paragraph),
    accidentTable(figures.accidents, {
      caption: `${year}年生产安全事故行业分布`,
      first: '行业',
      larger: figures.larger,
      source: sourceLine(input, figures.accidents),
    }),
    part('事故等级'),
    paragraph(grades(input)),
    accidentTable(figures.byGrade, {
      caption: `${year}年生产安全事故等级分布`,
      first: '事故等级',
      source: sourceLine(input, figures.byGrade),
    }),
    part('事故类别'),
    ...types(input),
    part('较大以上事故'),
    ...largerAccidents(input),
    part('伤亡人员'),
    ...casualties(input),
  ];
}

function types(input: BriefingInput): Block[] {
  const { byType } = input.figures;
  const rows = leadingRows(byType, '起', { measure: 'accidents' });
  return [
    ...(rows === '' ? [] : [paragraph(`从事故类别看，起数居前的是：${rows}。`)]),
    accidentTable(byType, {
      caption: `${input.year}年生产安全事故类别分布`,
      first: '事故类别',
      omitEmpty: true,
      source: sourceLine(input, byType),
    }),
  ];
}

/** People one by one; their deaths are set beside the accidents' own, which are the official ones. */
function casualties(input: BriefingInput): Block[] {
  const { figures, year } = input;
  const { now, before } = totalOf(figures.casualties, 'persons');
  if (now === 0) return [paragraph(`截至数据截止时间，尚无${year}年度事故伤亡人员的逐人登记。`)];
  const listed = figures.casualties.rows.find(({ key }) => key === DEATH)?.now['persons'] ?? 0;
  const reported = figures.accidents.total.now['deaths'] ?? 0;
  const fits =
    listed === reported
      ? '与事故报表的死亡人数一致'
      : `事故报表的死亡人数为${reported}人，相差${Math.abs(listed - reported)}人，死亡人数以事故报表为准`;
  return [
    paragraph(
      `${year}年，逐人登记的事故伤亡人员${now}人，${yearOnYear(now, before, '人')}。其中死亡${listed}人，${fits}。`,
    ),
    yearOnYearTable(figures.casualties, {
      caption: `${year}年生产安全事故伤亡人员伤害程度分布`,
      first: '伤害程度',
      source: sourceLine(input, figures.casualties),
    }),
  ];
}

function overall({ figures, year }: BriefingInput): string {
  const now = toll(figures.accidents.total.now);
  const before = toll(figures.accidents.total.before);
  const small = now.accidents > 0 && Math.min(now.accidents, now.deaths, before.accidents, before.deaths) < SMALL;
  const road = toll(figures.accidents.rows.find(({ key }) => key === ROAD)?.now ?? {});
  const roadShare =
    road.accidents > 0
      ? `其中，道路运输业事故${road.accidents}起，占${percent(road.accidents, now.accidents)}，与工伤认定件数不是同一口径，不得互相推算。`
      : '';
  return `${year}年，全省${accidentSentence(now, before)}${small ? `（${SMALL_REMARK}）` : ''}。${roadShare}`;
}

/** One paragraph a heading of Jilin's table; its rows follow as 其中. */
function industries({ figures }: BriefingInput): string[] {
  const { groups, rows } = figures.accidents;
  return [
    ...groups.map(({ key, label, now, before }) => {
      const members = rows.filter(({ group }) => group === key);
      const own = `${label}${accidentSentence(toll(now), toll(before))}。`;
      if (members.length < 2) return own;
      const each = members.map((row) => `${row.label}${accidentSentence(toll(row.now), toll(row.before ?? {}))}`);
      return `${own}其中，${each.join('；')}。`;
    }),
    ...rows
      .filter(({ key }) => key === UNSTATED)
      .map(({ label, now, before }) => `行业分组${label}的，${accidentSentence(toll(now), toll(before ?? {}))}。`),
  ];
}

function grades({ figures }: BriefingInput): string {
  const each = figures.byGrade.rows.map(({ key, label, now, before }) =>
    accidentSentence(toll(now), toll(before ?? {}), key === UNSTATED ? `等级${label}的事故` : label),
  );
  return `${each.join('；')}。`;
}

function largerAccidents(input: BriefingInput): Block[] {
  const { larger } = input.figures;
  const now = toll(larger.total.now);
  const deathsOf = (key: string) => ({
    indicator: larger.table.indicator.id,
    year: input.year,
    key,
    measure: 'deaths',
  });
  const summary = paragraph(
    `${input.year}年，全省${accidentSentence(now, toll(larger.total.before), '较大以上事故')}。`,
  );
  if (now.accidents === 0) return [summary];
  return [
    summary,
    {
      kind: 'table',
      caption: `${input.year}年较大以上生产安全事故`,
      columns: [
        { label: '事故编号', width: 20, align: 'left' },
        { label: '发生日期', width: 27, align: 'left' },
        { label: '发生地点', width: 26, align: 'left' },
        { label: '行业', width: 26, align: 'left' },
        { label: '等级', width: 15, align: 'left' },
        { label: '死亡（人）', width: 13, align: 'right', sums: true },
      ],
      rows: [
        ...larger.table.rows.map(({ key, label, texts = {}, values }) => ({
          role: 'plain' as const,
          cells: [
            textCell(label),
            textCell(chineseDate(texts['date'] ?? '')),
            ...['place', 'industry', 'grade'].map((name) => textCell(texts[name] ?? DASH)),
            countCell(values['deaths'] ?? 0, deathsOf(key)),
          ],
        })),
        {
          role: 'total',
          cells: [
            ...['合计', `${now.accidents}起`, DASH, DASH, DASH].map(textCell),
            countCell(now.deaths, deathsOf(TOTAL)),
          ],
        },
      ],
      notes: [sourceLine(input, larger)],
    },
  ];
}

const toll = (values: FigureValues): Toll => ({ accidents: values['accidents'] ?? 0, deaths: values['deaths'] ?? 0 });
