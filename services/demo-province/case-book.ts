import { yearOf } from './calendar.js';
import type { Case } from './determination-case.js';
import { numberedCases } from './determinations.js';
import type { Planted } from './exports/spoiled.js';
import { ofYear, type FaultPlan } from './faults/demo-faults.js';
import { groundCase } from './faults/planting.js';
import { prefectures } from './places.js';
import type { Province } from './province.js';
import type { Random } from './random.js';

/** Applications on their way to the bureaus: those of a year are taken out once, and forgotten. */
export type CaseBook = {
  add(cases: readonly Case[]): void;
  /**
   * Cases first listed in a year, numbered, faulty ones among them: those applied for in it, and with the first year
   * all older ones. Complete once the year after it has happened, because many are decided only then.
   */
  take(random: Random, year: number): Planted<Case>[];
};

export function createCaseBook(province: Province, faults: FaultPlan['cases']): CaseBook {
  const { years, horizon } = province;
  const first = Math.min(...years);
  const waiting = new Map<number, Case[]>();
  return {
    add(cases) {
      for (const one of cases) {
        if (one.course.appliedOn > horizon) continue;
        const year = Math.max(yearOf(one.course.appliedOn), first);
        const ofSame = waiting.get(year);
        if (ofSame) ofSame.push(one);
        else waiting.set(year, [one]);
      }
    },
    take(random, year) {
      const right = (waiting.get(year) ?? []).filter((one) => !isUnopened(one, year, province));
      waiting.delete(year);
      const planted = ofYear(faults, years, year);
      const wrong = planted.map((fault) => groundCase(random, province.nextCase(), fault.ground, year, province));
      const faultOf = new Map(wrong.map((one, i) => [one.index, planted[i] ?? null]));
      return numberedCases([...right, ...wrong]).map((of) => ({ of, fault: faultOf.get(of.index) ?? null }));
    },
  };
}

/** The smallest area had no case in the first of several years, and says so (零报告). */
function isUnopened(one: Case, year: number, { years }: Province): boolean {
  return years.length > 1 && year === Math.min(...years) && one.prefecture.unit === smallestUnit();
}

function smallestUnit(): string {
  return prefectures().reduce((least, one) => (one.population < least.population ? one : least)).unit;
}
