import type { Population } from './population.js';
import { accidentInjuriesByKeyIndustry } from './populations/accident-injuries-by-key-industry.js';
import {
  accidentsByGrade,
  accidentsByReportGroup,
  accidentsByType,
  casualtiesByHarmGrade,
} from './populations/accidents-in-groups.js';
import { determinationsDecided } from './populations/determinations-decided.js';
import { determinationsOnTime } from './populations/determinations-on-time.js';
import { determinationsRecognisedByMonth } from './populations/determinations-recognised-by-month.js';
import { determinationsRecognisedByPlace } from './populations/determinations-recognised-by-place.js';
import { determinationsRecognisedBySection } from './populations/determinations-recognised-by-section.js';
import { determinationsRecognisedBySituation } from './populations/determinations-recognised-by-situation.js';
import {
  insuredByKeyIndustry,
  insuredByPlace,
  insuredByRiskClass,
  insuredBySection,
} from './populations/insured-employers.js';
import { largerAccidents } from './populations/larger-accidents.js';
import { casualtiesCourse, diagnosesCourse } from './populations/linked-records.js';
import { newDiseasesByCategory, newDiseasesByPlace, newDiseasesBySection } from './populations/new-diseases.js';
import { newPneumoconiosisByExposure, newPneumoconiosisByStage } from './populations/new-pneumoconiosis.js';
import { suspectedDiseasesByCategory, suspectedDiseasesCourse } from './populations/suspected-diseases.js';

/** The SQL of every indicator, in the order in which the briefing tells them. */
const populations: readonly Population[] = [
  insuredByPlace,
  insuredByRiskClass,
  insuredBySection,
  insuredByKeyIndustry,
  determinationsDecided,
  determinationsOnTime,
  determinationsRecognisedBySituation,
  determinationsRecognisedByPlace,
  determinationsRecognisedBySection,
  determinationsRecognisedByMonth,
  accidentInjuriesByKeyIndustry,
  newDiseasesByCategory,
  newDiseasesBySection,
  newDiseasesByPlace,
  newPneumoconiosisByStage,
  newPneumoconiosisByExposure,
  suspectedDiseasesByCategory,
  suspectedDiseasesCourse,
  accidentsByReportGroup,
  accidentsByGrade,
  accidentsByType,
  largerAccidents,
  casualtiesByHarmGrade,
  casualtiesCourse,
  diagnosesCourse,
];

/** @throws Error when an indicator has a definition and no SQL: a programmer's error */
export function populationOf(indicatorId: string): Population {
  const population = populations.find((candidate) => candidate.indicatorId === indicatorId);
  if (!population) {
    throw new Error(`Indicator "${indicatorId}" has no population: add one to services/dataset/figures/populations.`);
  }
  return population;
}
