import { planOf, type Plan } from '../../../schemas/plans/plan.js';
import { shanghaiMidnight } from '../../../schemas/period.js';
import type { Block, TableBlock } from '../briefing-document.js';
import { sourceLine, type BriefingInput } from '../briefing-input.js';
import { DASH, decimal, decimalCell, NO_VALUE, textCell, type Cell } from '../cell.js';
import { RATE_DECIMALS, rateText } from '../sentences/rate-text.js';
import { judgeTarget, type Judged, type Verdict } from '../targets/judge-target.js';
import { measuredOf, ratesByYear } from '../targets/measured-years.js';
import { paragraph, part, section } from './paragraph.js';
import { keyIndustryTable, rateChart, rateYearsTable } from './target-rates.js';

const VERDICTS: Readonly<Record<Verdict, string>> = {
  MET: '达到目标',
  NOT_MET: '未达到目标',
  ON_TRACK: '符合进度',
  BEHIND: '慢于进度',
  DOWN: '下降',
  SAME: '持平',
  UP: '上升',
  NO_DATA: '缺少数据，无法评估',
  YEAR_RUNNING: '年度未结束，暂不评估',
};

/** 目标完成情况: the targets of the plan that covers the year; left out for a year without a plan. */
export function targets(input: BriefingInput): Block[] {
  const plan = planOf(input.year);
  if (!plan) return [];
  const ended = input.asOf >= shanghaiMidnight(`${input.year + 1}-01-01`);
  const judged = plan.targets.map((target) =>
    judgeTarget(plan, target, measuredOf(input.history, plan, target, input.year), { year: input.year, ended }),
  );
  return [
    section('目标完成情况'),
    part('总体评估'),
    paragraph(opening(plan)),
    ...judged.map((each, index) => paragraph(`${index + 1}.${sentence(each, plan, input.year)}`)),
    targetTable(input, plan, judged),
    ...rates(input, plan),
  ];
}

function opening({ document, confirmed, baselineYear }: Plan): string {
  const standing = confirmed ? '' : '（该计划的指标取自二手资料，待确认）';
  return (
    `对照${document}${standing}，以${baselineYear}年为基期评估。工伤事故发生率只计事故伤害，不计职业病和突发疾病，按事故发生年度统计；` +
    '工伤认定的申请时限为一年，近年发生率会随认定办理上升，下列评估为截至数据截止时间的结果，应待认定办结后复核。'
  );
}

function sentence({ target, measured, change, asked, verdict }: Judged, plan: Plan, year: number): string {
  const name = `“${target.label}”`;
  if (change === null || measured.now === null) {
    const lacks = measured.now === null ? `${year}年` : comparedYear(target.kind, plan, year);
    return `${name}：缺少${lacks}数据，无法评估。`;
  }
  const from = comparedYear(target.kind, plan, year);
  const value = target.of === 'PNEUMOCONIOSIS' ? `新发尘肺病${measured.now}例` : rateText(measured.now);
  const changed = change === 0 ? '持平' : `${change < 0 ? '下降' : '上升'}${decimal(Math.abs(change), 1)}%`;
  const wanted = asked === null ? '' : `，本年度要求降幅${decimal(-asked, 1)}%`;
  return `${name}：${year}年${value}，比${from}${changed}${wanted}，评估为${VERDICTS[verdict]}。`;
}

const comparedYear = (kind: Judged['target']['kind'], plan: Plan, year: number): string =>
  kind === 'REDUCTION_OVER_PERIOD' ? `基期（${plan.baselineYear}年）` : `上年（${year - 1}年）`;

function targetTable(input: BriefingInput, plan: Plan, judged: readonly Judged[]): TableBlock {
  const { year, figures } = input;
  return {
    kind: 'table',
    caption: `${year}年工伤预防目标完成情况`,
    columns: [
      { label: '目标', width: 32, align: 'left' },
      { label: '范围', width: 32, align: 'left' },
      { label: `基期${plan.baselineYear}年`, width: 13, align: 'right' },
      { label: `${year - 1}年`, width: 12, align: 'right' },
      { label: `${year}年`, width: 12, align: 'right' },
      { label: '变化（%）', width: 13, align: 'right' },
      { label: '评估', width: 20, align: 'center' },
    ],
    rows: judged.map(({ target, measured, change, verdict }) => ({
      role: 'plain' as const,
      cells: [
        textCell(target.label),
        textCell(target.scope),
        ...[measured.baseline, measured.before, measured.now].map((value) => valueCell(value, target.of)),
        change === null ? NO_VALUE : decimalCell(change, 1),
        textCell(VERDICTS[verdict]),
      ],
    })),
    notes: [
      sourceLine(input, figures.insuredByPlace, figures.decided, figures.pneumoconiosis),
      `发生率单位为‰，尘肺病为例。“变化”为与目标所比年度相比；“${DASH}”表示缺少数据，不计算。`,
      '期间目标在期末年度评估是否达到，之前年度与各年平均分摊的进度比较。“左右”由会议研判，本表按所列百分数评估。',
      ...(judged.some(({ target }) => target.of === 'PNEUMOCONIOSIS')
        ? ['尘肺病等职业病发生率缺少接触人数，以新发尘肺病例数的升降代替。']
        : []),
    ],
  };
}

const valueCell = (value: number | null, of: Judged['target']['of']): Cell =>
  decimalCell(value, of === 'PNEUMOCONIOSIS' ? 0 : RATE_DECIMALS);

/** Left out while no year has a denominator. */
function rates(input: BriefingInput, plan: Plan): Block[] {
  const years = ratesByYear(input.history);
  if (years.every(({ all }) => all.value === null)) return [];
  return [
    part('工伤事故发生率变化'),
    ...rateChart(input, plan, years),
    rateYearsTable(input, plan, years),
    keyIndustryTable(input, plan),
  ];
}
