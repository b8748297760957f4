import { codeEntry } from '../../../../schemas/code-lists/code-list.js';
import { UNSTATED_LABEL } from '../figure-table.js';

const PROVINCE = '220000';

/** Prefecture and county as on that day: 长春市朝阳区. The province's name goes without saying. */
export function placeName(division: string, on: string): string {
  const entry = codeEntry('division', division, on);
  if (!entry) return UNSTATED_LABEL;
  if (entry.parent === undefined || entry.parent === PROVINCE) return entry.name;
  return `${placeName(entry.parent, on)}${entry.name}`;
}
