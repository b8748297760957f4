import { DASH, rounded } from './arithmetic.js';
import type { FigureBook } from './figure-book.js';

/** Cases over the mean of the insured at the beginning and at the end of a year, which is kept doubled. */
export type RateOf = { readonly cases: number; readonly insuredTwice: number };

type Row = { readonly indicator: string; readonly key: string };

/** 工伤发生率: recognised and deemed by the year of decision. */
export function incidence(book: FigureBook, { indicator, key }: Row, year: number): RateOf {
  const insured = indicator.endsWith('-by-place') ? 'insured-by-place' : 'insured-by-industry-section';
  return rateOf(book, { cases: indicator, insured, key, year });
}

/** 工伤事故发生率: accidents by their year. */
export function accidentRate(book: FigureBook, { key }: Pick<Row, 'key'>, year: number): RateOf {
  return rateOf(book, { cases: 'accident-injuries-by-key-industry', insured: 'insured-by-key-industry', key, year });
}

function rateOf(book: FigureBook, of: { cases: string; insured: string; key: string; year: number }): RateOf {
  const insured = (measure: string) => book.value(of.insured, of.year, of.key, measure);
  return {
    cases: book.value(of.cases, of.year, of.key, 'cases'),
    insuredTwice: insured('opening') + insured('closing'),
  };
}

export function rateText({ cases, insuredTwice }: RateOf): string {
  return insuredTwice === 0 ? DASH : rounded({ over: cases * 2000, under: insuredTwice }, 2);
}
