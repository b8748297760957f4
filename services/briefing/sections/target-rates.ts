import type { Plan, PlanTarget } from '../../../schemas/plans/plan.js';
import { rateIndicator } from '../../../schemas/indicators/rate-indicator.js';
import { TOTAL } from '../../dataset/figures/figure-table.js';
import { KEY_INDUSTRIES } from '../../dataset/figures/populations/key-industry-rows.js';
import { rate, type Rate } from '../../dataset/figures/rate.js';
import type { FigureTable, FigureValues } from '../../dataset/figures/figure-table.js';
import type { ChartBlock, TableBlock, TableRow } from '../briefing-document.js';
import { sourceLine, type BriefingInput } from '../briefing-input.js';
import { changeRateCell, countCell, DASH, decimalCell, NO_VALUE, textCell, type Cell } from '../cell.js';
import { intervalCell, RATE_DECIMALS } from '../sentences/rate-text.js';
import { aimOf } from '../targets/judge-target.js';
import type { YearOfRates } from '../targets/measured-years.js';

const INCIDENCE = rateIndicator('work-injury-accident-incidence');

type Scope = { readonly of: 'ALL' | 'KEY_INDUSTRIES'; readonly name: string; readonly key: string };

const SCOPES: readonly Scope[] = [
  { of: 'ALL', name: '全省', key: TOTAL },
  { of: 'KEY_INDUSTRIES', name: '重点行业', key: KEY_INDUSTRIES },
];

const rateIn = (scope: Scope, year: YearOfRates): Rate => (scope.of === 'ALL' ? year.all : year.key);

const targetOf = (plan: Plan, { of }: Scope): PlanTarget | undefined => plan.targets.find((each) => each.of === of);

/** Aims by year: from the baseline on, as the plan asks. */
function aims(plan: Plan, scope: Scope, years: readonly YearOfRates[]): (number | null)[] {
  const target = targetOf(plan, scope);
  const baseline = years.find(({ year }) => year === plan.baselineYear);
  const from = baseline ? rateIn(scope, baseline).value : null;
  return years.map(({ year }) => (target && year >= plan.baselineYear ? aimOf(plan, target, from, year) : null));
}

export function rateChart(input: BriefingInput, plan: Plan, years: readonly YearOfRates[]): ChartBlock[] {
  if (years.length < 2) return [];
  const series = SCOPES.flatMap((scope) => {
    const aim = aims(plan, scope, years);
    return [
      { name: `${scope.name}发生率`, values: years.map((year) => rateIn(scope, year).value) },
      ...(aim.some((value) => value !== null)
        ? [{ name: `${scope.name}目标线`, values: aim, dashed: true as const }]
        : []),
    ];
  });
  return [
    {
      kind: 'chart',
      caption: `${years[0]?.year ?? input.year}—${input.year}年工伤事故发生率与目标线`,
      description: '全省和重点行业各年工伤事故发生率的折线图，虚线为目标线，数值见下表。',
      chart: {
        kind: 'lines',
        unit: INCIDENCE.unit,
        decimals: RATE_DECIMALS,
        steps: years.map(({ year }) => `${year}年`),
        series,
      },
      notes: [source(input)],
    },
  ];
}

const source = (input: BriefingInput): string => sourceLine(input, input.figures.insuredByPlace, input.figures.decided);

/** Year by year: all, then the key industries. */
export function rateYearsTable(input: BriefingInput, plan: Plan, years: readonly YearOfRates[]): TableBlock {
  const rows = SCOPES.flatMap((scope) => {
    const aim = aims(plan, scope, years);
    return years.map((year, index) => yearRow(scope, year, years[index - 1], aim[index] ?? null));
  });
  return {
    kind: 'table',
    caption: `${years[0]?.year ?? input.year}—${input.year}年工伤事故发生率`,
    columns: [
      { label: '范围', width: 15, align: 'left' },
      { label: '年度', width: 12, align: 'center' },
      { label: '工伤事故（件）', width: 14, align: 'right' },
      { label: '平均参保（人）', width: 16, align: 'right' },
      { label: '发生率（‰）', width: 13, align: 'right' },
      { label: '95%区间（‰）', width: 18, align: 'center' },
      { label: '较上年（%）', width: 13, align: 'right' },
      { label: '目标线（‰）', width: 13, align: 'right' },
    ],
    rows,
    notes: [
      source(input),
      `目标线由基期（${plan.baselineYear}年）发生率和计划要求的降幅推算；“${DASH}”表示没有参保人数、没有可比数据或者没有定量目标。`,
      '工伤事故件数按事故发生年度统计，近年的件数随认定办理还会增加。',
    ],
  };
}

function yearRow(scope: Scope, year: YearOfRates, before: YearOfRates | undefined, aim: number | null): TableRow {
  const now = rateIn(scope, year);
  const last = before ? rateIn(scope, before).value : null;
  return {
    role: 'plain',
    cells: [
      textCell(scope.name),
      textCell(`${year.year}年`),
      ...rateCells(now, year.year, scope.key),
      now.value === null || last === null ? NO_VALUE : changeRateCell(now.value, last),
      decimalCell(aim, RATE_DECIMALS),
    ],
  };
}

/** Numerator, denominator, rate, interval. */
function rateCells(of: Rate, year: number, key: string): Cell[] {
  const cases = { indicator: 'accident-injuries-by-key-industry', year, key, measure: 'cases' };
  return [
    countCell(of.numerator, cases),
    of.denominator === null ? NO_VALUE : countCell(of.denominator),
    decimalCell(of.value, RATE_DECIMALS, { indicator: INCIDENCE.id, year, key, measure: 'rate' }),
    intervalCell(of.interval),
  ];
}

/** This year against the baseline, by key industry. */
export function keyIndustryTable(input: BriefingInput, plan: Plan): TableBlock {
  const { injuries, insured } = input.history;
  const at = (tables: readonly FigureTable[], year: number) => tables.find((table) => table.year === year);
  const rateAt = (key: string, year: number): Rate =>
    rateOf(valuesAt(at(injuries, year), key), valuesAt(at(insured, year), key));
  const line = (key: string, label: string, role: TableRow['role']): TableRow => {
    const [now, baseline] = [rateAt(key, input.year), rateAt(key, plan.baselineYear)];
    const comparable = now.value !== null && baseline.value !== null;
    return {
      role,
      cells: [
        textCell(label),
        ...rateCells(now, input.year, key),
        decimalCell(baseline.value, RATE_DECIMALS),
        comparable ? changeRateCell(now.value, baseline.value) : NO_VALUE,
      ],
    };
  };
  const table = at(injuries, input.year);
  const members = (table?.rows ?? []).filter(({ group }) => group === KEY_INDUSTRIES);
  const others = (table?.rows ?? []).filter(({ group }) => group === undefined);
  return {
    kind: 'table',
    caption: `${input.year}年重点行业工伤事故发生率`,
    columns: [
      { label: '行业', width: 26, align: 'left' },
      { label: '工伤事故（件）', width: 15, align: 'right', sums: true },
      { label: '平均参保（人）', width: 17, align: 'right' },
      { label: '发生率（‰）', width: 14, align: 'right' },
      { label: '95%区间（‰）', width: 20, align: 'center' },
      { label: `基期${plan.baselineYear}年（‰）`, width: 16, align: 'right' },
      { label: '较基期（%）', width: 14, align: 'right' },
    ],
    rows: [
      line(KEY_INDUSTRIES, '重点行业小计', 'group'),
      ...members.map(({ key, label }) => line(key, label, 'child')),
      ...others.map(({ key, label }) => line(key, label, 'plain')),
      line(TOTAL, '全省合计', 'total'),
    ],
    notes: [source(input), '重点行业与国民经济行业代码的对应关系为建议方案，待确认。'],
  };
}

function valuesAt(table: FigureTable | undefined, key: string): FigureValues {
  if (key === TOTAL) return table?.total ?? {};
  const line = table?.groups.find((group) => group.key === key) ?? table?.rows.find((row) => row.key === key);
  return line?.values ?? {};
}

const rateOf = (cases: FigureValues, headcounts: FigureValues): Rate =>
  rate(
    cases['cases'] ?? 0,
    { opening: headcounts['opening'] ?? 0, closing: headcounts['closing'] ?? 0 },
    INCIDENCE.per,
  );
