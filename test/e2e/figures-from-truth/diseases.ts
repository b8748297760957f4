import type { DiseaseStatement } from '../../../services/demo-province/exports/statement.js';
import { yearOf } from './days.js';
import { UNSTATED, type Count } from './figures.js';
import { diseaseCategoryOf, poolingAreaOf, sectionOf } from './roll-up.js';
import type { StandingRecords } from './standing-records.js';

export type Diagnosis = DiseaseStatement & { readonly diagnosedOn: string };

/** Found by a diagnosis; re-assessments and progressions are no new cases. */
export function isDiagnosis(card: DiseaseStatement): card is Diagnosis {
  return card.reportKind === 'DIAGNOSED' && card.diagnosedOn !== null;
}

export function isSuspicion({ reportKind }: DiseaseStatement): boolean {
  return reportKind === 'SUSPECTED';
}

/** By the catalogue of the day of diagnosis, of a suspicion of its report. */
export function categoryOf({ category, diagnosedOn, reportedOn }: DiseaseStatement): string {
  return diseaseCategoryOf(category, diagnosedOn ?? reportedOn);
}

/** New cases by the year of diagnosis, suspicions by that of the report. */
export function diseases(records: StandingRecords): Count[] {
  const cards = records('occupational-disease').map(({ says }) => says);
  return [
    ...cards.filter(isDiagnosis).flatMap(newCase),
    ...cards.filter(isSuspicion).map((card) => ({
      indicator: 'suspected-occupational-diseases-by-category',
      year: yearOf(card.reportedOn),
      keys: [categoryOf(card)],
      measures: { cases: 1 },
    })),
  ];
}

function newCase(card: Diagnosis): Count[] {
  const counted = { year: yearOf(card.diagnosedOn), measures: { cases: 1 } };
  const area = poolingAreaOf(card.division, card.diagnosedOn);
  return [
    { ...counted, indicator: 'new-occupational-diseases-by-category', keys: [categoryOf(card)] },
    { ...counted, indicator: 'new-occupational-diseases-by-industry-section', keys: [sectionOf(card.industry)] },
    { ...counted, indicator: 'new-occupational-diseases-by-place', keys: [area] },
    ...(card.pneumoconiosis
      ? [
          { ...counted, indicator: 'new-pneumoconiosis-by-stage', keys: [card.stage ?? UNSTATED] },
          { ...counted, indicator: 'new-pneumoconiosis-by-exposure', keys: [bandOf(card.exposureMonths)] },
        ]
      : []),
  ];
}

/** Bands of years of exposure, named by the year that they begin with. */
function bandOf(months: number): string {
  const from = [20, 10, 5, 0].find((years) => months >= years * 12) ?? 0;
  return `Y${from}`;
}
