import { codeEntry, codeList, type CodeEntry } from '../../../../schemas/code-lists/code-list.js';
import { classify } from '../classification.js';
import type { PopulationRow } from '../population.js';

const PROVINCE = '220000';

/** Nine prefectures and 长白山, as they report; counties and zones of a prefecture are in it. */
export function poolingAreaRows(): readonly PopulationRow[] {
  const units = codeList('reporting-unit').entries.filter(({ parent }) => parent === undefined);
  return [...units.map(({ code, name }) => ({ key: code, label: name }))];
}

/** Shown only when it counts something: cases that the province's own agency decides. */
export const provincialRow: PopulationRow = { key: PROVINCE, label: '省本级' };

/**
 * Rolls a division up by the list in force on the day: 220381 was 公主岭 of 四平 until 2019, 220184 is 公主岭 of 长春 since.
 */
export function poolingAreaClassification() {
  const areas = new Set(poolingAreaRows().map(({ key }) => key));
  return classify('division', (entry) => areaOf(entry, areas));
}

/** Pooling area of a division, by the list in force on the day; null where there is none. */
export function rollUpDivision(division: string, on: string): string | null {
  const entry = codeEntry('division', division, on);
  return entry ? areaOf(entry, new Set(poolingAreaRows().map(({ key }) => key))) : null;
}

function areaOf(entry: CodeEntry, areas: ReadonlySet<string>): string | null {
  if (entry.code === PROVINCE || areas.has(entry.code)) return entry.code;
  if (entry.parent === undefined || entry.parent === PROVINCE) return null;
  const parent = codeEntry('division', entry.parent);
  return parent ? areaOf(parent, areas) : null;
}
