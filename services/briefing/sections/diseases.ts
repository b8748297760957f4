import type { Block } from '../briefing-document.js';
import { sourceLine, type BriefingInput } from '../briefing-input.js';
import type { ComparedFigure } from '../compared-figure.js';
import { percent } from '../sentences/percentage.js';
import { ranking } from '../sentences/ranking.js';
import { yearOnYear } from '../sentences/year-on-year.js';
import { yearOnYearTable } from './year-on-year-table.js';

/** 二、职业病情况: confirmed cases by category, pneumoconiosis by stage, suspected cases apart. */
export function diseases(input: BriefingInput): Block[] {
  const { figures, year } = input;
  return [
    { kind: 'heading', level: 1, text: '二、职业病情况' },
    { kind: 'heading', level: 2, text: '（一）新发职业病' },
    { kind: 'paragraph', text: confirmed(input) },
    yearOnYearTable(figures.diseases, {
      caption: `${year}年新发职业病类别分布`,
      first: '职业病类别',
      labelWidth: 42,
      source: sourceLine(input, figures.diseases),
    }),
    { kind: 'heading', level: 2, text: '（二）尘肺病期别' },
    { kind: 'paragraph', text: stages(input) },
    yearOnYearTable(figures.pneumoconiosis, {
      caption: `${year}年新发尘肺病期别分布`,
      first: '期别',
      source: sourceLine(input, figures.pneumoconiosis),
    }),
    { kind: 'heading', level: 2, text: '（三）疑似职业病' },
    { kind: 'paragraph', text: suspected(input) },
  ];
}

function confirmed({ figures, year }: BriefingInput): string {
  const { now, before } = cases(figures.diseases);
  const dust = cases(figures.pneumoconiosis).now;
  if (now === 0) return `${year}年，全省无新诊断职业病病例，${yearOnYear(now, before, '例')}。`;
  const rows = figures.diseases.rows.map((row) => ({ label: row.label, value: row.now['cases'] ?? 0 }));
  const shareOfDust = dust > 0 ? `其中，尘肺病${dust}例，占${percent(dust, now)}。` : '其中，无尘肺病病例。';
  return (
    `${year}年，全省新诊断职业病${now}例，${yearOnYear(now, before, '例')}。${shareOfDust}` +
    `从类别看，例数居前的是：${ranking(rows, '例', now)}。`
  );
}

function stages({ figures, year }: BriefingInput): string {
  const { now, before } = cases(figures.pneumoconiosis);
  if (now === 0) return `${year}年，全省无新诊断尘肺病病例，${yearOnYear(now, before, '例')}。`;
  const byStage = figures.pneumoconiosis.rows.map((row) => `${row.label}${row.now['cases'] ?? 0}例`).join('、');
  return `${year}年，全省新诊断尘肺病${now}例，${yearOnYear(now, before, '例')}。其中，${byStage}。`;
}

function suspected({ figures, year }: BriefingInput): string {
  const { now, before } = cases(figures.suspected);
  if (now === 0) return `${year}年，全省无疑似职业病报告，${yearOnYear(now, before, '例')}。`;
  const rows = figures.suspected.rows.map((row) => ({ label: row.label, value: row.now['cases'] ?? 0 }));
  return (
    `${year}年，全省报告疑似职业病${now}例，${yearOnYear(now, before, '例')}。` +
    `例数居前的是：${ranking(rows, '例', now)}。疑似职业病尚待诊断，不计入新发职业病。`
  );
}

function cases(figure: ComparedFigure): { now: number; before: number } {
  return { now: figure.total.now['cases'] ?? 0, before: figure.total.before['cases'] ?? 0 };
}
