import type { Population } from './population.js';
import { accidentsByGrade } from './populations/accidents-by-grade.js';
import { accidentsByReportGroup } from './populations/accidents-by-report-group.js';
import { determinationsDecided } from './populations/determinations-decided.js';
import { determinationsRecognisedByPlace } from './populations/determinations-recognised-by-place.js';
import { determinationsRecognisedBySituation } from './populations/determinations-recognised-by-situation.js';
import { largerAccidents } from './populations/larger-accidents.js';
import { newDiseasesByCategory } from './populations/new-diseases-by-category.js';
import { newPneumoconiosisByStage } from './populations/new-pneumoconiosis-by-stage.js';
import { suspectedDiseasesByCategory } from './populations/suspected-diseases-by-category.js';

/** The SQL of every indicator, in the order in which the briefing tells them. */
const populations: readonly Population[] = [
  determinationsDecided,
  determinationsRecognisedBySituation,
  determinationsRecognisedByPlace,
  newDiseasesByCategory,
  newPneumoconiosisByStage,
  suspectedDiseasesByCategory,
  accidentsByReportGroup,
  accidentsByGrade,
  largerAccidents,
];

/** @throws Error when an indicator has a definition and no SQL: a programmer's error */
export function populationOf(indicatorId: string): Population {
  const population = populations.find((candidate) => candidate.indicatorId === indicatorId);
  if (!population) {
    throw new Error(`Indicator "${indicatorId}" has no population: add one to services/dataset/figures/populations.`);
  }
  return population;
}
