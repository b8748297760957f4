import { dealtTolls, type Toll } from './accident-tolls.js';
import { laterReports, type LaterReport } from './accident-reports.js';
import { addMinutes, dayBetween, momentOn, yearOf, type Moment } from './calendar.js';
import type { EmployerChoice, EmployerWish } from './employer-choice.js';
import type { Employer } from './employers.js';
import { ACCIDENT_TYPES, type Industry } from './industries.js';
import { divisionOn, prefectures } from './places.js';
import { dealt, rounded, type Random } from './random.js';

export type Accident = {
  readonly index: number;
  /** What happened: two reports of one accident have it in common. */
  readonly event: string;
  /** Natural key, 事故编号. */
  readonly number: string;
  readonly occurredAt: Moment;
  readonly reportedAt: Moment;
  readonly changedAt: Moment;
  readonly division: string;
  readonly unit: string;
  /** Null on a road without any firm in it. */
  readonly employer: Employer | null;
  readonly reportGroup: string;
  readonly accidentType: string;
  /** As first reported (快报); the last of `later` is how it ended. */
  readonly first: Toll;
  readonly later: readonly LaterReport[];
};

/** Accidents a year at 1:1, inside Jilin's 900–1,650 and falling. Earlier and later years repeat the nearest. */
const YEARLY: Readonly<Record<number, number>> = { 2023: 1400, 2024: 1310, 2025: 1230 };

/** Rows of Jilin's table, as in 2020 (1,645), the remainder of 1,600 split by the one month that names roads (39 of 41). */
const GROUPS: readonly (readonly [reportGroup: string, accidents: number])[] = [
  ['01', 3],
  ['02', 1],
  ['03', 10],
  ['05', 3],
  ['07', 26],
  ['08', 2],
  ['09', 18],
  ['10', 9],
  ['11', 1558],
  ['12', 1],
  ['13', 4],
  ['14', 10],
];

export type AccidentWish = {
  readonly year: number;
  readonly reportGroup: string;
  readonly toll: Toll;
  readonly plain?: boolean;
};

/** Who may be hit, and how often it is a household. */
export type AccidentWorld = { readonly choose: EmployerChoice; readonly households: number };

/** One accident that happened as wished, not yet numbered. */
export function createAccident(random: Random, index: number, wish: AccidentWish, world: AccidentWorld): Accident {
  const place = random.weighted(prefectures(), (prefecture) => prefecture.population);
  const onRoad = wish.reportGroup === '11';
  const employer =
    onRoad && random.chance(0.25) ? null : world.choose(random, wishFor(random, place.unit, wish, world));
  const where = employer?.prefecture ?? place;
  const day = dayBetween(random, `${wish.year}-01-01`, `${wish.year}-12-31`);
  const occurredAt = momentOn(random, day, onRoad ? 4 : 7, onRoad ? 21 : 18);
  // Art. 9: within an hour by the employer, then two hours a level.
  const reportedAt = addMinutes(occurredAt, random.int(12, 170));
  const changedAt = addMinutes(reportedAt, random.int(30, 600));
  const later = laterReports(random, { toll: wish.toll, onRoad, occurredAt, changedAt });
  const division = onRoad ? random.pick(where.divisions) : (employer?.division ?? random.pick(where.divisions));
  return {
    index,
    event: `accident-${index}`,
    number: '',
    occurredAt,
    reportedAt,
    changedAt,
    division: divisionOn(division, day),
    unit: where.unit,
    employer,
    reportGroup: wish.reportGroup,
    accidentType: onRoad ? '1986-02' : typeFor(random, employer?.industry),
    first: later.first,
    later: later.reports,
  };
}

/** The same accident once more, by another office: some hours later, under a number of its own. */
export function reportedTwice(random: Random, accident: Accident, index: number): Accident {
  const later = random.int(60, 1200);
  return {
    ...accident,
    index,
    reportedAt: addMinutes(accident.reportedAt, later),
    changedAt: addMinutes(accident.changedAt, later),
    first: finalToll(accident),
    later: [],
  };
}

/** Households are farms, but their carts and sheds count in any group. */
function wishFor(
  random: Random,
  unit: string,
  { reportGroup, plain }: AccidentWish,
  world: AccidentWorld,
): EmployerWish {
  return !plain && random.chance(world.households) ? { unit, household: true } : { unit, reportGroup };
}

export function typeFor(random: Random, industry: Industry | undefined): string {
  return random.weighted(ACCIDENT_TYPES[industry?.setting ?? 'road'], ([, share]) => share)[0];
}

/** What an accident has cost by its last report. */
export function finalToll(accident: Accident): Toll {
  return accident.later.at(-1)?.toll ?? accident.first;
}

/** In order of time, numbered by year and county as the department does: SG + county + year + running number. */
export function numbered(accidents: readonly Accident[]): readonly Accident[] {
  const last = new Map<string, number>();
  return [...accidents]
    .sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1))
    .map((accident) => {
      const prefix = `SG${accident.division.replace('JLX-', '')}${yearOf(accident.occurredAt)}`;
      const running = (last.get(prefix) ?? 0) + 1;
      last.set(prefix, running);
      return { ...accident, number: `${prefix}${String(running).padStart(4, '0')}` };
    });
}

/** What happens: years, groups and tolls dealt over the whole period, so that the rare ones keep their share at any scale. */
export function accidentWishes(random: Random, years: readonly number[], scale: number): AccidentWish[] {
  const calendar = years.flatMap((year) => Array<number>(rounded(random, yearly(year) * scale)).fill(year));
  const groups = dealt(random, calendar.length, GROUPS, ([, accidents]) => accidents).map(([group]) => group);
  const roads = dealtTolls(random, groups.filter((group) => group === '11').length, true);
  const others = dealtTolls(random, groups.length - roads.length, false);
  return calendar.map((year, i) => {
    const reportGroup = groups[i] ?? '11';
    const toll = (reportGroup === '11' ? roads.pop() : others.pop()) ?? dealtTolls(random, 1, true)[0];
    if (!toll) throw new Error(`No toll dealt for accident ${i} of ${calendar.length}.`);
    return { year, reportGroup, toll };
  });
}

function yearly(year: number): number {
  return YEARLY[year] ?? (year < 2023 ? 1450 : 1230);
}
