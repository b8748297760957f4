import { share } from './arithmetic.js';
import type { FigureBook } from './figure-book.js';

type Toll = { readonly accidents: number; readonly deaths: number };
type Compared = { readonly now: Toll; readonly before: Toll };

/** Sentences of the accident bulletins, each with the name of what it speaks of, and those on the road and the dead. */
export function accidentPhrases(book: FigureBook): string[] {
  const all = comparedIn(book, 'accidents-by-report-group', 'TOTAL');
  const road = comparedIn(book, 'accidents-by-report-group', '11').now;
  const listed = book.value('casualties-by-harm-grade', book.year, '3', 'persons');
  return [
    ...namesIn(book, 'accidents-by-report-group').map(
      ([key, label]) => `${label}${sentence(comparedIn(book, 'accidents-by-report-group', key), '事故')}`,
    ),
    ...namesIn(book, 'accidents-by-grade').map(([key, label]) =>
      sentence(comparedIn(book, 'accidents-by-grade', key), key === 'UNSTATED' ? `等级${label}的事故` : label),
    ),
    `全省${sentence(all, '事故')}`,
    `全省${sentence(comparedIn(book, 'larger-accidents', 'TOTAL'), '较大以上事故')}`,
    `道路运输业事故${road.accidents}起，占${share(road.accidents, all.now.accidents)}%`,
    `其中死亡${listed}人`,
    `事故报表的死亡人数为${all.now.deaths}人，相差${Math.abs(listed - all.now.deaths)}人`,
  ];
}

function namesIn({ lines, year }: FigureBook, indicator: string): [key: string, label: string][] {
  const own = lines.filter((line) => line.indicator === indicator && line.year === year && line.key !== 'TOTAL');
  return [...new Map(own.map(({ key, label }) => [key, label]))];
}

function comparedIn(book: FigureBook, indicator: string, key: string): Compared {
  const at = (year: number): Toll => ({
    accidents: book.value(indicator, year, key, 'accidents'),
    deaths: book.value(indicator, year, key, 'deaths'),
  });
  return { now: at(book.year), before: at(book.year - 1) };
}

function sentence({ now, before }: Compared, noun: string): string {
  if (now.accidents === 0) {
    if (before.accidents === 0) return `无${noun}，同比持平`;
    return `无${noun}，同比减少${before.accidents}起${before.deaths > 0 ? `、少死亡${before.deaths}人` : ''}`;
  }
  const happened = `发生${noun}${now.accidents}起、死亡${now.deaths}人`;
  if (before.accidents === 0) return `${happened}，上年同期无${noun}`;
  const [accidents, deaths] = [now.accidents - before.accidents, now.deaths - before.deaths];
  if (accidents === 0 && deaths === 0) return `${happened}，同比持平`;
  const first = accidents === 0 ? '起数持平' : `${accidents > 0 ? '增加' : '减少'}${Math.abs(accidents)}起`;
  const second = deaths === 0 ? '死亡人数持平' : `${deaths > 0 ? '多' : '少'}死亡${Math.abs(deaths)}人`;
  return [`${happened}，同比${first}、${second}`, ...changes(now, before)].join('，');
}

/** Both changes in one 分别 if they go the same way. */
function changes(now: Toll, before: Toll): string[] {
  const of = (measure: keyof Toll) => {
    const difference = now[measure] - before[measure];
    if (difference === 0 || before[measure] === 0) return null;
    return { way: difference > 0 ? '上升' : '下降', size: `${share(Math.abs(difference), before[measure])}%` };
  };
  const [accidents, deaths] = [of('accidents'), of('deaths')];
  if (accidents && deaths && accidents.way === deaths.way) {
    return [`分别${accidents.way}${accidents.size}和${deaths.size}`];
  }
  return [
    ...(accidents ? [`事故起数${accidents.way}${accidents.size}`] : []),
    ...(deaths ? [`死亡人数${deaths.way}${deaths.size}`] : []),
    ...(before.deaths === 0 && now.deaths > 0 ? ['上年同期死亡人数为0'] : []),
  ];
}
