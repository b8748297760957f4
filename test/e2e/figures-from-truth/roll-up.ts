import { codeList, type CodeEntry } from '../../../schemas/code-lists/code-list.js';
import { UNSTATED } from './figures.js';

/** Row of a division of that day: the prefecture that it belongs to, or 长白山, which reports by itself. */
export function poolingAreaOf(division: string, on: string): string {
  for (let at = entryOn('division', division, on); at; at = entryOn('division', at.parent, on)) {
    if (poolingAreas.has(at.code)) return at.code;
  }
  return UNSTATED;
}

const poolingAreas = new Set(
  codeList('reporting-unit').entries.flatMap(({ code, parent }) => (parent === undefined ? [code] : [])),
);

/** Row of a class of GB/T 4754: the section of its division. */
export function sectionOf(industry: string): string {
  return entryOn('industry-division', industry.slice(0, 2))?.parent ?? UNSTATED;
}

/** Rows and subtotal of a class of GB/T 4754 among the key industries of a day; what names a class goes before its division. */
export function keyIndustriesOf(industry: string, on: string): string[] {
  const inForce = codeList('key-industry').entries.filter((entry) => isInForce(entry, on));
  const names = ({ attributes }: CodeEntry, kind: string, code: string): boolean =>
    ((attributes?.[kind] ?? []) as readonly string[]).includes(code);
  const named =
    inForce.find((entry) => names(entry, 'classes', industry)) ??
    inForce.find(
      (entry) =>
        names(entry, 'divisions', industry.slice(0, 2)) && !names(entry, 'excludedGroups', industry.slice(0, 3)),
    );
  return named ? [named.code, 'KEY'] : ['OTHER'];
}

/** Row of a category of the catalogue of that day: the newest category of the same name (其他职业病 was 10 and is 12). */
export function diseaseCategoryOf(category: string, on: string): string {
  const name = entryOn('occupational-disease-category', category, on)?.name;
  const namesakes = codeList('occupational-disease-category').entries.filter((entry) => entry.name === name);
  return namesakes.at(-1)?.code ?? UNSTATED;
}

/** Rows of a group of Jilin's accident table: itself, and the heading over it. */
export function reportGroupsOf(group: string): string[] {
  return [group, String(entryOn('accident-report-group', group)?.attributes?.['group'])];
}

function entryOn(list: string, code: string | undefined, on?: string): CodeEntry | undefined {
  return codeList(list).entries.find((entry) => entry.code === code && (on === undefined || isInForce(entry, on)));
}

function isInForce({ validFrom = '0000', validTo = '9999' }: CodeEntry, on: string): boolean {
  return validFrom <= on && on <= validTo;
}
