import type { DemoTruth } from '../demo-truth.js';
import { accidents } from './accidents.js';
import { courses } from './courses.js';
import { determinations } from './determinations.js';
import { diagnosedNotFiled } from './diagnosed-not-filed.js';
import { diseases } from './diseases.js';
import { addTo, nameOf, type Figures, type FiguresFile } from './figures.js';
import { insured } from './insured.js';
import { standingRecords } from './standing-records.js';

const FAMILIES = [insured, determinations, diseases, accidents, courses];

/**
 * What a briefing has to say, reckoned from the truth alone: from `truth.ndjson`, which tells of each row what it says
 * of the world, by the definitions printed in the briefing and the code lists. No SQL, no event, no export and no code
 * of the hub's figures is asked.
 *
 * @returns of the years that the briefing has of each indicator
 */
export function figuresFromTruth(truth: DemoTruth, { years, asOf }: FiguresFile): { figures: Figures; gaps: Figures } {
  const records = standingRecords(truth.lines);
  const figures: Figures = new Map();
  for (const count of FAMILIES.flatMap((family) => family(records))) {
    if (years.has(nameOf(count.indicator, count.year))) addTo(figures, count);
  }
  return { figures, gaps: diagnosedNotFiled(records, truth.manifest.sources, asOf) };
}
