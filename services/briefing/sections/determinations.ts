import type { Block } from '../briefing-document.js';
import { sourceLine, type BriefingInput } from '../briefing-input.js';
import type { ComparedFigure } from '../compared-figure.js';
import { ranking } from '../sentences/ranking.js';
import { yearOnYear } from '../sentences/year-on-year.js';
import { yearOnYearTable } from './year-on-year-table.js';

/** 一、工伤认定情况: decisions of the year, by situation and by pooling area. */
export function determinations(input: BriefingInput): Block[] {
  const { bySituation, byPlace } = input.figures;
  return [
    { kind: 'heading', level: 1, text: '一、工伤认定情况' },
    { kind: 'heading', level: 2, text: '（一）总体情况' },
    { kind: 'paragraph', text: decisions(input) },
    { kind: 'heading', level: 2, text: '（二）认定情形' },
    ...leading(bySituation, '从认定情形看，件数居前的是：', (label) => label.split('\u3000')[0] ?? label),
    yearOnYearTable(bySituation, {
      caption: `${input.year}年认定（视同）工伤情形分布`,
      first: '《工伤保险条例》所列情形',
      labelWidth: 60,
      mayBreak: true,
      source: sourceLine(input, bySituation),
    }),
    { kind: 'heading', level: 2, text: '（三）地区分布' },
    ...leading(byPlace, '从统筹地区看，件数居前的是：', (label) => label),
    yearOnYearTable(byPlace, {
      caption: `${input.year}年认定（视同）工伤地区分布`,
      first: '统筹地区',
      source: sourceLine(input, byPlace),
    }),
  ];
}

function decisions({ year, figures }: BriefingInput): string {
  const { decided, bySituation } = figures;
  const all = decided.total.now['cases'] ?? 0;
  const recognised = cases(bySituation);
  const recognisedClause = `认定（视同）工伤${recognised.now}件，${yearOnYear(recognised.now, recognised.before, '件')}。`;
  if (all === 0) return `${year}年，全省未作出工伤认定决定，${yearOnYear(0, cases(decided).before, '件')}。`;
  const byConclusion = decided.rows.map(({ label, now }) => `${label}${now['cases'] ?? 0}件`).join('、');
  return (
    `${year}年，全省共作出工伤认定决定${all}件，${yearOnYear(all, cases(decided).before, '件')}。其中，${byConclusion}。` +
    recognisedClause
  );
}

function cases(figure: ComparedFigure): { now: number; before: number } {
  return { now: figure.total.now['cases'] ?? 0, before: figure.total.before['cases'] ?? 0 };
}

function leading(figure: ComparedFigure, opening: string, short: (label: string) => string): Block[] {
  const total = cases(figure).now;
  if (total === 0) return [];
  const rows = figure.rows.map(({ label, now }) => ({ label: short(label), value: now['cases'] ?? 0 }));
  return [{ kind: 'paragraph', text: `${opening}${ranking(rows, '件', total)}。` }];
}
