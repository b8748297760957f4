import { codeList } from '../../schemas/code-lists/code-list.js';
import type { Day, Moment } from './calendar.js';

/** A prefecture, or 长白山, which is its own pooling area. */
export type Prefecture = {
  readonly unit: string;
  readonly name: string;
  /** As in document numbers, e.g. 长 of 长人社工认. */
  readonly abbreviation: string;
  /** Persons by the 2020 census, the weight of everything that happens there. */
  readonly population: number;
  readonly divisions: readonly string[];
};

/** The years of birth for which every abolished address code is impossible in life. */
export const BIRTH_YEARS = { from: 1984, to: 2007 } as const;

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  '220100': '长',
  '220200': '吉市',
  '220300': '四',
  '220400': '辽',
  '220500': '通',
  '220600': '白山',
  '220700': '松',
  '220800': '白城',
  '222400': '延州',
  'JLX-CBS': '长白山',
};

/** The ten units that decide on work injuries, largest population share first as the code list has them. */
export function prefectures(): readonly Prefecture[] {
  found ??= readPrefectures();
  return found;
}

let found: readonly Prefecture[] | undefined;

function readPrefectures(): readonly Prefecture[] {
  return codeList('reporting-unit').entries.flatMap((entry) => {
    const abbreviation = ABBREVIATIONS[entry.code];
    const population = entry.attributes?.['population2020'];
    if (abbreviation === undefined || typeof population !== 'number') return [];
    return [{ unit: entry.code, name: entry.name, abbreviation, population, divisions: divisionsOf(entry.code) }];
  });
}

/**
 * Counties in force since before the data begin; the local zones of 长春 are left out, since a registrar or a road has
 * a GB/T 2260 county. 长白山 has none at all: its own local code stands for it.
 */
function divisionsOf(unit: string): string[] {
  const counties = codeList('division').entries.filter(
    (entry) => entry.parent === unit && entry.validTo === undefined && /^\d{6}$/.test(entry.code),
  );
  return counties.length > 0 ? counties.map((entry) => entry.code) : [unit];
}

/**
 * Address codes that nobody can hold: counties abolished before the birth year (德惠地区 and 永吉地区, 1982 only).
 * Format, check digit and history are right, but no number was ever issued with them to anybody so young.
 */
export function abolishedAddressCodes(): readonly string[] {
  const beforeBirths = `${BIRTH_YEARS.from}-01-01`;
  return codeList('division')
    .entries.filter((entry) => /^222[56]\d[1-9]$/.test(entry.code) && (entry.validTo ?? '9999') < beforeBirths)
    .map((entry) => entry.code);
}

/** Counties that were given another code, by the newer one. */
const EARLIER_CODES: Readonly<Record<string, { code: string; before: Day }>> = {
  // 公主岭 left 四平 for 长春.
  '220184': { code: '220381', before: '2020-01-01' },
};

/** The code of a division that was in force on a day, or at a moment of one. */
export function divisionOn(division: string, on: Day | Moment): string {
  const earlier = EARLIER_CODES[division];
  return earlier && on < earlier.before ? earlier.code : division;
}

/** Name of a division as a text names it. */
export function placeName(division: string): string {
  divisionNames ??= new Map(codeList('division').entries.map(({ code, name }) => [code, name]));
  return divisionNames.get(division) ?? division;
}

let divisionNames: ReadonlyMap<string, string> | undefined;
