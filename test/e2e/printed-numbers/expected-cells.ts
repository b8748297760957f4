import { planOf } from '../../../schemas/plans/plan.js';
import { poolingAreaOf } from '../figures-from-truth/roll-up.js';
import { change, DASH, interval, ofOne, rounded, share, signed, type Fraction } from './arithmetic.js';
import { definitionOf } from './definitions.js';
import type { FigureBook } from './figure-book.js';
import type { PrintedCell, PrintedTable } from './printed-briefing.js';
import { accidentRate, incidence, rateText, type RateOf } from './rates.js';
import { targetChange, targetValue } from './targets.js';

/** Rows that a department's intake has taken in, by its books; `label` is its Chinese name. */
export type Intake = {
  readonly label: string;
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
};

export type CellAt = {
  readonly book: FigureBook;
  readonly intakes: readonly Intake[];
  readonly table: PrintedTable;
  readonly row: readonly PrintedCell[];
  readonly column: number;
};

/** What a cell of a column has to say; null where the rule does not know this cell. */
type CellRule = (at: CellAt) => string | null;

/** Columns of text, whose digits are names: of rows, records, years, targets. Definitions are compared word by word. */
const TEXT =
  /^(统筹地区|行业|行业门类|行业风险类别|职业病类别|《工伤保险条例》所列情形|月份|期别|接触工龄|地区|伤害程度|事故等级|事故类别|范围|年度|目标|评估|指标|来源|时间口径|报送部门|事故编号|发生日期|发生地点|等级)$/;

/** By heading; the first that matches and knows the cell. */
const RULES: readonly (readonly [heading: RegExp, rule: CellRule])[] = [
  [/./, anchored],
  [/./, anchoredRate],
  [/./, anchoredGap],
  [/增减$/, difference],
  [/上年（‰）$/, lastYearsRate],
  [/增减（%）$/, rateChange],
  [/增减（%）$/, countChange],
  [/\d年（[件例人起]）$|\d年$/, noSuchRow],
  [/^占比（%）$/, shareOfColumn],
  [/^超期（件）$/, late],
  [/按期率（%）$/, onTimeShare],
  [/^(申请|认定|确诊)比例（%）$/, shareOfCourse],
  [/^平均参保（人）$/, meanInsured],
  [/^发生率（‰）$/, anchoredRate],
  [/^95%区间（‰）$/, rateInterval],
  [/^较上年（%）$/, againstYearBefore],
  [/^较基期（%）$/, againstBaseline],
  [/^基期\d{4}年（‰）$/, baselineRate],
  [/^目标线（‰）$/, aim],
  [/^合计（例）$/, sumOfStates],
  [/年$/, targetIn],
  [/^变化（%）$/, targetMoved],
  [/（条）$/, rowsOfDepartment],
  [/^退回占比（%）$/, shareRefused],
  [/^未填报占比（%）$/, shareUnstated],
  [/^(版本|口径)$/, wordsOfDefinition],
];

/** Undefined: no rule knows the cell. */
export function expectedText(at: CellAt): string | undefined {
  const heading = at.table.headings[at.column] ?? '';
  if (TEXT.test(heading)) return at.row[at.column]?.text;
  for (const [headings, rule] of RULES) {
    if (!headings.test(heading)) continue;
    const text = rule(at);
    if (text !== null) return text;
  }
  return undefined;
}

function anchored({ book, row, column }: CellAt): string | null {
  const figure = row[column]?.figure;
  if (!figure || !book.has(figure.indicator, figure.year, figure.key)) return null;
  return String(book.value(figure.indicator, figure.year, figure.key, figure.measure));
}

function anchoredRate(at: CellAt): string | null {
  const rate = rateInRow(at);
  return rate && at.row[at.column]?.figure?.measure === 'rate' ? rateText(rate) : rate === null ? null : dashOf(at);
}

/** A rate without a denominator has no anchor. */
function dashOf({ table, column }: CellAt): string | null {
  return table.headings[column] === '发生率（‰）' ? DASH : null;
}

function anchoredGap({ book, row, column }: CellAt): string | null {
  const figure = row[column]?.figure;
  if (figure?.indicator !== 'G1') return null;
  return String(gapCount(book, figure.key, figure.measure));
}

function gapCount({ gaps }: FigureBook, area: string, state: string): number {
  const areaOf = (place: string | null, asOf: string): string =>
    place === 'TOTAL' ? place : place === null ? 'UNSTATED' : poolingAreaOf(place, asOf);
  return gaps
    .filter((line) => line.state === state && areaOf(line.place, line.asOf) === area)
    .reduce((sum, { value }) => sum + value, 0);
}

const numberIn = (cell: PrintedCell | undefined): number | null =>
  cell && /^\d+$/.test(cell.text) ? Number(cell.text) : null;

function difference({ row, column }: CellAt): string | null {
  const [now, before] = [numberIn(row[column - 2]), numberIn(row[column - 1])];
  if (now === null || before === null) return DASH;
  return row[column - 2]?.figure ? signed(now - before) : null;
}

function countChange({ row, column }: CellAt): string | null {
  const [now, before] = [numberIn(row[column - 3]), numberIn(row[column - 2])];
  return now === null || before === null ? DASH : change(ofOne(now), ofOne(before));
}

/** Last year's catalogue had no such row. */
function noSuchRow({ book, row, column }: CellAt): string | null {
  const now = row[column - 1]?.figure ?? row.find(({ figure }) => figure)?.figure;
  if (!now) return null;
  const year = row[column - 1]?.figure ? now.year - 1 : now.year;
  return book.has(now.indicator, year, now.key) ? '0' : DASH;
}

function shareOfColumn({ table, row, column }: CellAt): string | null {
  const counted = column >= 5 ? 1 : 2;
  const total = table.rows.at(-1)?.[counted];
  const [part, all] = [numberIn(row[counted]), numberIn(total)];
  return part === null || all === null ? null : share(part, all);
}

/** Of the records of an indicator those without a code. */
function shareUnstated({ row }: CellAt): string | null {
  const [all, unstated] = [numberIn(row[1]), numberIn(row[2])];
  return all === null || unstated === null ? null : share(unstated, all);
}

function late({ row }: CellAt): string | null {
  const [assessable, ontime] = [numberIn(row[2]), numberIn(row[3])];
  return assessable === null || ontime === null ? null : String(assessable - ontime);
}

function onTimeShare({ book, table, row, column }: CellAt): string | null {
  const figure = row[1]?.figure;
  if (!figure) return null;
  const of = (measure: string) =>
    book.value(figure.indicator, Number(table.headings[column]?.slice(0, 4)), figure.key, measure);
  return share(of('ontime'), of('assessable'));
}

/** Of a course: applied for and recognised in those who can be traced, or recognised in the diagnosed. */
function shareOfCourse({ table, row, column }: CellAt): string | null {
  const of = (heading: RegExp) => numberIn(row[table.headings.findIndex((each) => heading.test(each))]);
  const suspected = table.headings.some((heading) => heading.startsWith('疑似报告'));
  const [part, all] = /^认定/.test(table.headings[column] ?? '')
    ? [of(/^已认定/), suspected ? of(/^已确诊/) : of(/^身份可比对/)]
    : [of(/^已(申请|确诊)/), of(/^身份可比对/)];
  return part === null || all === null ? null : share(part, all);
}

/** The rate of the row: by the anchor of its cases. */
function rateInRow({ book, row }: CellAt, year?: number): RateOf | null {
  const figure = row.find((cell) => cell.figure?.measure === 'cases')?.figure;
  if (!figure) return null;
  const of = figure.indicator === 'accident-injuries-by-key-industry' ? accidentRate : incidence;
  return of(book, figure, year ?? figure.year);
}

function meanInsured(at: CellAt): string | null {
  const rate = rateInRow(at);
  if (!rate) return null;
  if (rate.insuredTwice === 0) return DASH;
  return rounded({ over: rate.insuredTwice, under: 2 }, rate.insuredTwice % 2);
}

function rateInterval(at: CellAt): string | null {
  const rate = rateInRow(at);
  if (!rate) return null;
  if (rate.insuredTwice === 0) return DASH;
  const { low, high } = interval(rate.cases);
  return [low, high].map((cases) => ((cases * 2000) / rate.insuredTwice).toFixed(2)).join('～');
}

function lastYearsRate(at: CellAt): string | null {
  const figure = at.row[1]?.figure;
  const rate = figure && rateInRow(at, figure.year - 1);
  return rate ? rateText(rate) : null;
}

function rateChange(at: CellAt): string | null {
  const figure = at.row[1]?.figure;
  if (!at.table.headings.includes('发生率（‰）') || !figure) return null;
  return changeOf(rateInRow(at), rateInRow(at, figure.year - 1));
}

function changeOf(now: RateOf | null, before: RateOf | null): string | null {
  if (!now || !before) return null;
  return now.insuredTwice === 0 || before.insuredTwice === 0 ? DASH : change(fraction(now), fraction(before));
}

const fraction = ({ cases, insuredTwice }: RateOf): Fraction => ({ over: cases, under: insuredTwice });

/** Of a table of years: the first year of each scope has nothing before it. */
function againstYearBefore(at: CellAt): string | null {
  const { table, row } = at;
  const figure = row[2]?.figure;
  if (!figure) return null;
  const isFirst = !table.rows.some(
    (other) => other[0]?.text === row[0]?.text && other[2]?.figure?.year === figure.year - 1,
  );
  return isFirst ? DASH : changeOf(rateInRow(at), rateInRow(at, figure.year - 1));
}

const baselineYear = (book: FigureBook): number => planOf(book.year)?.baselineYear ?? 0;

function baselineRate(at: CellAt): string | null {
  const rate = rateInRow(at, baselineYear(at.book));
  return rate ? rateText(rate) : null;
}

function againstBaseline(at: CellAt): string | null {
  return changeOf(rateInRow(at), rateInRow(at, baselineYear(at.book)));
}

/** From the baseline by an equal share of the period, or by the same part every year. */
function aim(at: CellAt): string | null {
  const { book, row } = at;
  const plan = planOf(book.year);
  const figure = row[2]?.figure;
  const from = rateInRow(at, baselineYear(book));
  if (!plan || !figure || !from) return null;
  const target = plan.targets.find(({ of }) => of === (figure.key === 'TOTAL' ? 'ALL' : 'KEY_INDUSTRIES'));
  if (from.insuredTwice === 0 || !target || target.percent === null || figure.year < plan.baselineYear) return DASH;
  const years = figure.year - plan.baselineYear;
  const left =
    target.kind === 'REDUCTION_EVERY_YEAR'
      ? (1 - target.percent / 100) ** years
      : 1 - (target.percent / 100) * (years / (plan.lastYear - plan.baselineYear));
  return (((from.cases * 2000) / from.insuredTwice) * left).toFixed(2);
}

function sumOfStates({ row, column }: CellAt): string | null {
  return String(row.slice(1, column).reduce((sum, { text }) => sum + Number(text), 0));
}

/** Definitions are printed word for word, their numbers with them. */
function wordsOfDefinition({ table, row, column }: CellAt): string | null {
  const said = definitionOf(row[0]?.text ?? '');
  return said?.[table.headings[column] === '版本' ? 'version' : 'definition'] ?? null;
}

function targetIn({ book, table, row, column }: CellAt): string | null {
  const target = targetOf(book, row);
  const year = Number(/(\d{4})年$/.exec(table.headings[column] ?? '')?.[1]);
  return target ? targetValue(book, target, year) : null;
}

function targetMoved({ book, row }: CellAt): string | null {
  const plan = planOf(book.year);
  const target = targetOf(book, row);
  return plan && target ? targetChange(book, plan, target) : null;
}

const targetOf = ({ year }: FigureBook, row: readonly PrintedCell[]) =>
  planOf(year)?.targets.find(({ label }) => label === row[0]?.text);

function rowsOfDepartment({ intakes, table, row, column }: CellAt): string | null {
  const { accepted, unchanged, rejected } = intakeOf(intakes, row[0]?.text);
  const counts: Readonly<Record<string, number>> = {
    采纳: accepted,
    内容未变: unchanged,
    退回: rejected,
    合计: accepted + unchanged + rejected,
  };
  return counts[table.headings[column]?.replace('（条）', '') ?? '']?.toString() ?? null;
}

function shareRefused({ intakes, row }: CellAt): string {
  const { accepted, unchanged, rejected } = intakeOf(intakes, row[0]?.text);
  return share(rejected, accepted + unchanged + rejected);
}

function intakeOf(intakes: readonly Intake[], label: string | undefined): Omit<Intake, 'label'> {
  const meant = label === '合计' ? intakes : intakes.filter((one) => one.label === label);
  const sum = (of: (one: Intake) => number) => meant.reduce((total, one) => total + of(one), 0);
  return {
    accepted: sum((one) => one.accepted),
    unchanged: sum((one) => one.unchanged),
    rejected: sum((one) => one.rejected),
  };
}
