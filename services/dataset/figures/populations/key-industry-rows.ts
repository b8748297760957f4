import { codeList, type CodeEntry } from '../../../../schemas/code-lists/code-list.js';
import type { ClassifiedCode } from '../classification.js';
import type { PopulationRow } from '../population.js';

/** Subtotal of the key industries; the rest of the province is a row of its own. */
export const KEY_INDUSTRIES = 'KEY';
const OTHER = 'OTHER';

const OPEN = { from: '-infinity', to: 'infinity' };

export const keyIndustryGroups = () => [{ key: KEY_INDUSTRIES, label: '重点行业小计' }];

/** Key industries in force on any day of the year, then all others. */
export function keyIndustryRows(year: number): readonly PopulationRow[] {
  const inForce = codeList('key-industry').entries.filter(
    ({ validFrom = '', validTo = '9999' }) => validFrom <= `${year}-12-31` && validTo >= `${year}-01-01`,
  );
  return [
    ...inForce.map(({ code, name }) => ({ key: code, label: name, group: KEY_INDUSTRIES })),
    { key: OTHER, label: '其他行业' },
  ];
}

/** A class may change its key industry on the day on which the list of key industries changes: 快递 is 即时配送 from 2026. */
export function keyIndustryClassification(): readonly ClassifiedCode[] {
  const { entries } = codeList('key-industry');
  const starts = [...new Set(entries.map(({ validFrom }) => validFrom ?? OPEN.from))].sort(openFirst);
  return starts.flatMap((from, index) => {
    const to = starts[index + 1] ? dayBefore(starts[index + 1] ?? '') : OPEN.to;
    const listed = entries.filter(({ validFrom = OPEN.from }) => validFrom === OPEN.from || validFrom <= from);
    return codeList('industry').entries.map(({ code }) => ({ code, row: keyIndustryOf(code, listed), from, to }));
  });
}

/** A class named by itself counts before its division: 5435 危险货物道路运输 is 危险化学品, not 交通运输. */
function keyIndustryOf(industry: string, listed: readonly CodeEntry[]): string {
  const named =
    (attribute: string, code: string) =>
    ({ attributes }: CodeEntry) => {
      const codes = attributes?.[attribute];
      return Array.isArray(codes) && (codes as readonly unknown[]).includes(code);
    };
  const byClass = listed.find(named('classes', industry));
  const byDivision = listed.find(
    (entry) => named('divisions', industry.slice(0, 2))(entry) && !named('excludedGroups', industry.slice(0, 3))(entry),
  );
  return (byClass ?? byDivision)?.code ?? OTHER;
}

const openFirst = (a: string, b: string): number =>
  Number(b === OPEN.from) - Number(a === OPEN.from) || (a < b ? -1 : 1);

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
