import { gaps } from '../../../schemas/gaps/gap.js';
import { planOf } from '../../../schemas/plans/plan.js';
import { interval, rounded, share } from './arithmetic.js';
import { accidentPhrases } from './accident-phrases.js';
import { unitOf, type FigureBook, type FigureLine } from './figure-book.js';
import { incidence, rateText, type RateOf } from './rates.js';
import { targetChange, targetValue } from './targets.js';

/** What sentences may say of the figures, with the words around the numbers. */
export function expectedPhrases(book: FigureBook): string[] {
  return [
    ...lines(book).flatMap((line) => [...rowPhrases(book, line), ...totalPhrases(book, line)]),
    ...decisions(book),
    ...insurance(book),
    ...diseases(book),
    ...accidentPhrases(book),
    ...courses(book),
    ...notFiled(book),
    ...targets(book),
    `数据集校验值：${book.digest}`,
  ];
}

/** Of the year of the briefing. */
const lines = ({ lines: all, year }: FigureBook): FigureLine[] => all.filter((line) => line.year === year);

const total = (book: FigureBook, indicator: string, measure = 'cases', year = book.year): number =>
  book.value(indicator, year, 'TOTAL', measure);

/** `长春市408件（占37.8%）`, `认定工伤1028件`; of a situation the citation without its text. */
function rowPhrases(book: FigureBook, line: FigureLine): string[] {
  if (line.key === 'TOTAL') return [];
  const named = `${line.label.split('\u3000')[0]}${line.value}${unitOf(line)}`;
  const all = total(book, line.indicator, line.measure);
  const unstated = line.key === 'UNSTATED' ? [`另有${line.value}${unitOf(line)}未填报`] : [];
  return [`${named}（占${share(line.value, all)}%）`, named, ...unstated];
}

/** `1086件，同比减少41件，下降3.6%`. */
function totalPhrases(book: FigureBook, line: FigureLine): string[] {
  if (line.key !== 'TOTAL') return [];
  const unit = unitOf(line);
  const before = total(book, line.indicator, line.measure, book.year - 1);
  return [`${line.value}${unit}，${yearOnYear(line.value, before, unit)}`, yearOnYear(line.value, before, unit)];
}

function yearOnYear(now: number, before: number, unit: string): string {
  if (now === before) return '与上年持平';
  if (before === 0) return '上年同期为0';
  const [more, up] = now > before ? ['增加', '上升'] : ['减少', '下降'];
  const size = Math.abs(now - before);
  return `同比${more}${size}${unit}，${up}${share(size, before)}%`;
}

function decisions(book: FigureBook): string[] {
  const of = (measure: string, year = book.year) => total(book, 'determinations-on-time-by-place', measure, year);
  const tenths = (year: number) =>
    Number(rounded({ over: of('ontime', year) * 1000, under: of('assessable', year) }, 0));
  if (of('assessable') === 0) return [];
  const points = of('assessable', book.year - 1) === 0 ? 0 : tenths(book.year) - tenths(book.year - 1);
  return [
    `可以评估办理时限的决定${of('assessable')}件，`,
    `60日内作出的${of('ontime')}件，按期率${share(of('ontime'), of('assessable'))}%`,
    `同比${points > 0 ? '提高' : '下降'}${(Math.abs(points) / 10).toFixed(1)}个百分点`,
    `超期${of('assessable') - of('ontime')}件`,
    `另有${of('decided') - of('assessable')}件没有受理日期`,
  ];
}

const HIGHER_RISKS = ['6', '7', '8'];

function insurance(book: FigureBook): string[] {
  const closing = (key: string) => book.value('insured-by-risk-class', book.year, key, 'closing');
  const higher = HIGHER_RISKS.reduce((sum, key) => sum + closing(key), 0);
  const row = { indicator: 'determinations-recognised-by-place', key: 'TOTAL' };
  const [now, before] = [incidence(book, row, book.year), incidence(book, row, book.year - 1)];
  const mean = rounded({ over: now.insuredTwice, under: 2 }, now.insuredTwice % 2);
  const { low, high } = interval(now.cases);
  const limit = (cases: number) => ((cases * 2000) / now.insuredTwice).toFixed(2);
  return [
    `六类、七类、八类行业年末参保${higher}人，占${share(higher, closing('TOTAL'))}%`,
    `全省工伤发生率为${rateText(now)}‰（认定、视同工伤${now.cases}件，平均参保人数${mean}人，`,
    `95%置信区间${limit(low)}‰至${limit(high)}‰）`,
    changeOfRates(now, before),
  ];
}

function changeOfRates(now: RateOf, before: RateOf): string {
  const difference = now.cases * before.insuredTwice - before.cases * now.insuredTwice;
  const size = share(Math.abs(difference), before.cases * now.insuredTwice);
  return `，同比${difference > 0 ? '上升' : '下降'}${size}%。发生率按决定日期统计`;
}

function diseases(book: FigureBook): string[] {
  const all = total(book, 'new-occupational-diseases-by-category');
  const dust = total(book, 'new-pneumoconiosis-by-stage');
  const byYears = (year: number, key: string) => book.value('new-pneumoconiosis-by-exposure', year, key, 'cases');
  const stated = (year: number) => byYears(year, 'TOTAL') - byYears(year, 'UNSTATED');
  const short = (year: number) => byYears(year, 'Y0');
  const shareOfShort = (year: number) => share(short(year), stated(year));
  return [
    `其中，尘肺病${dust}例，占${share(dust, all)}%`,
    `接触工龄已填报的${stated(book.year)}例新发尘肺病中，工龄不足5年的${short(book.year)}例，占${shareOfShort(book.year)}%`,
    `上年为${shareOfShort(book.year - 1)}%`,
  ];
}

function courses(book: FigureBook): string[] {
  const suspected = (measure: string) => total(book, 'suspected-diseases-course', measure);
  return [
    ...chain(book, 'casualties-course-by-harm-grade', 'persons', '逐人登记的伤亡人员'),
    ...chain(book, 'diagnoses-course-by-category', 'diagnosed', '新诊断的职业病'),
    `劳动者身份可以比对的${suspected('traceable')}例；`,
    `已确诊${suspected('diagnosed')}例`,
    `占可比对的${share(suspected('diagnosed'), suspected('traceable'))}%；其中`,
    // Nobody is diagnosed: nothing more is said.
    `占可比对的${share(suspected('diagnosed'), suspected('traceable'))}%。`,
    `已认定工伤${suspected('recognised')}例，占已确诊的${share(suspected('recognised'), suspected('diagnosed'))}%`,
  ];
}

function chain(book: FigureBook, indicator: string, all: string, noun: string): string[] {
  const of = (measure: string) => total(book, indicator, measure);
  const unit = unitOf({ indicator, measure: all });
  return [
    `${noun}${of(all)}${unit}，其中身份可以比对的${of('traceable')}${unit}；`,
    `已申请工伤认定${of('filed')}${unit}（占可比对的${share(of('filed'), of('traceable'))}%），已认定（视同）工伤${of('recognised')}${unit}`,
    `已申请工伤认定${of('filed')}${unit}，已认定（视同）工伤${of('recognised')}${unit}`,
  ];
}

function notFiled({ gaps: all }: FigureBook): string[] {
  const of = (state: string) => all.find((line) => line.place === 'TOTAL' && line.state === state)?.value ?? 0;
  const sum = (gaps().get('G1')?.states ?? []).reduce((total, { code }) => total + of(code), 0);
  return [
    `历年确诊职业病${sum}例中，`,
    `已申请工伤认定或者诊断已改变的${of('CLOSED')}例`,
    `超过30日未申请的${of('AMBER')}例，超过1年未申请的${of('RED')}例；未到期的${of('NOT_DUE')}例`,
    `另有${of('NOT_ASSESSABLE')}例因`,
  ];
}

function targets(book: FigureBook): string[] {
  const plan = planOf(book.year);
  return (plan?.targets ?? []).flatMap((target) => {
    if (!plan) return [];
    const value = targetValue(book, target, book.year);
    const changed = targetChange(book, plan, target);
    const years = target.kind === 'REDUCTION_OVER_PERIOD' ? book.year - plan.baselineYear : 1;
    const period = target.kind === 'REDUCTION_OVER_PERIOD' ? plan.lastYear - plan.baselineYear : 1;
    const asked = rounded({ over: (target.percent ?? 0) * years, under: period }, 1);
    return [
      target.of === 'PNEUMOCONIOSIS' ? `${book.year}年新发尘肺病${value}例，比` : `${book.year}年${value}‰，比`,
      `${changed.startsWith('-') ? '下降' : '上升'}${changed.replace('-', '')}%，`,
      `本年度要求降幅${asked}%`,
    ];
  });
}
