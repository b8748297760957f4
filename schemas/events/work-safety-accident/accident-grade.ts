import { codeList } from '../../code-lists/code-list.js';

/** What an accident cost, as known at one version; a loss of null is not yet known and decides nothing. */
export type AccidentToll = {
  readonly deaths: number;
  /** Acute industrial poisoning included (Art. 3). */
  readonly seriousInjuries: number;
  readonly directLossFen: number | null;
};

/**
 * Grade of an accident (code list `accident-grade`, 1 一般 … 4 特别重大) by 生产安全事故报告和调查处理条例 (Decree 493) Art. 3:
 * the worst of deaths, serious injuries and direct loss. 以上 includes the figure, 以下 excludes it, so each grade begins
 * at its threshold. The missing count only once they are declared dead.
 */
export function accidentGrade({ deaths, seriousInjuries, directLossFen }: AccidentToll): string {
  const reached = codeList('accident-grade').entries.filter(
    ({ attributes }) =>
      deaths >= threshold(attributes?.['deathsFrom']) ||
      seriousInjuries >= threshold(attributes?.['seriousInjuriesFrom']) ||
      (directLossFen ?? 0) >= threshold(attributes?.['lossFenFrom']),
  );
  // The list runs from the mildest grade, whose thresholds are 0, to the worst.
  return reached.at(-1)?.code ?? '1';
}

function threshold(value: unknown): number {
  return typeof value === 'number' ? value : Number.POSITIVE_INFINITY;
}
