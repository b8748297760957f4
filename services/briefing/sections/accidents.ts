import type { Block } from '../briefing-document.js';
import { sourceLine, type BriefingInput } from '../briefing-input.js';
import { accidentSentence, type Toll } from '../sentences/accident-sentence.js';
import { chineseDate } from '../sentences/chinese-date.js';
import { percent } from '../sentences/percentage.js';
import { SMALL, SMALL_REMARK } from '../sentences/year-on-year.js';
import { UNSTATED, type FigureValues } from '../../dataset/figures/figure-table.js';
import { accidentTable } from './accident-table.js';
import { DASH } from './year-on-year-table.js';

/** Row of Jilin's table that dominates the reports (domain facts, item 7). */
const ROAD = '11';

/** 三、生产安全事故情况: totals, Jilin's table, grades, list of the larger ones. */
export function accidents(input: BriefingInput): Block[] {
  const { figures, year } = input;
  return [
    { kind: 'heading', level: 1, text: '三、生产安全事故情况' },
    { kind: 'heading', level: 2, text: '（一）总体情况' },
    { kind: 'paragraph', text: overall(input) },
    { kind: 'heading', level: 2, text: '（二）行业情况' },
    ...industries(input).map((text): Block => ({ kind: 'paragraph', text })),
    accidentTable(figures.accidents, {
      caption: `${year}年生产安全事故行业分布`,
      first: '行业',
      larger: figures.larger,
      source: sourceLine(input, figures.accidents),
    }),
    { kind: 'heading', level: 2, text: '（三）事故等级' },
    { kind: 'paragraph', text: grades(input) },
    accidentTable(figures.byGrade, {
      caption: `${year}年生产安全事故等级分布`,
      first: '事故等级',
      source: sourceLine(input, figures.byGrade),
    }),
    { kind: 'heading', level: 2, text: '（四）较大以上事故' },
    ...largerAccidents(input),
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
  const summary: Block = {
    kind: 'paragraph',
    text: `${input.year}年，全省${accidentSentence(now, toll(larger.total.before), '较大以上事故')}。`,
  };
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
        { label: '死亡（人）', width: 13, align: 'right' },
      ],
      rows: [
        ...larger.table.rows.map(({ label, texts = {}, values }) => ({
          role: 'plain' as const,
          cells: [
            label,
            chineseDate(texts['date'] ?? ''),
            texts['place'] ?? DASH,
            texts['industry'] ?? DASH,
            texts['grade'] ?? DASH,
            String(values['deaths'] ?? 0),
          ],
        })),
        { role: 'total', cells: ['合计', `${now.accidents}起`, DASH, DASH, DASH, String(now.deaths)] },
      ],
      notes: [sourceLine(input, larger)],
    },
  ];
}

const toll = (values: FigureValues): Toll => ({ accidents: values['accidents'] ?? 0, deaths: values['deaths'] ?? 0 });
