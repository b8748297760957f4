import type { Plan, PlanTarget } from '../../../schemas/plans/plan.js';
import { DASH, ofOne, rounded, type Fraction } from './arithmetic.js';
import type { FigureBook } from './figure-book.js';
import { accidentRate, rateText } from './rates.js';

/** What a target measures in a year, as printed. */
export function targetValue(book: FigureBook, { of }: PlanTarget, year: number): string {
  if (of !== 'PNEUMOCONIOSIS') return rateText(accidentRate(book, { key: keyOf(of) }, year));
  return newDust(book, year)?.toString() ?? DASH;
}

/** In per cent of the baseline, or of the year before. */
export function targetChange(book: FigureBook, plan: Plan, target: PlanTarget): string {
  const compared = target.kind === 'REDUCTION_OVER_PERIOD' ? plan.baselineYear : book.year - 1;
  const [now, before] = [measured(book, target, book.year), measured(book, target, compared)];
  if (!now || !before || before.over === 0) return DASH;
  const difference = now.over * before.under - before.over * now.under;
  return rounded({ over: difference * 100, under: before.over * now.under }, 1);
}

function measured(book: FigureBook, { of }: PlanTarget, year: number): Fraction | null {
  if (of === 'PNEUMOCONIOSIS') {
    const cases = newDust(book, year);
    return cases === null ? null : ofOne(cases);
  }
  const { cases, insuredTwice } = accidentRate(book, { key: keyOf(of) }, year);
  return insuredTwice === 0 ? null : { over: cases, under: insuredTwice };
}

const keyOf = (of: PlanTarget['of']): string => (of === 'ALL' ? 'TOTAL' : 'KEY');

/** A year without any diagnosis is not known. */
function newDust(book: FigureBook, year: number): number | null {
  if (book.value('new-occupational-diseases-by-category', year, 'TOTAL', 'cases') === 0) return null;
  return book.value('new-pneumoconiosis-by-stage', year, 'TOTAL', 'cases');
}
