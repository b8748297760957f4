import {
  accidentWishes,
  createAccident,
  numbered,
  reportedTwice,
  type Accident,
  type AccidentWish,
} from './accidents.js';
import { createCaseBook, type CaseBook } from './case-book.js';
import { casualtiesOf, casualtyNumber, type Casualty } from './casualties.js';
import { createCase, appliedTwice, type CaseWish } from './determinations.js';
import { openWishes, wishesOfYear } from './determination-mix.js';
import { countDecided, wishesOfCasualties, wishesOfDiagnoses, wishesOfUnreported } from './determination-stories.js';
import type { Case } from './determination-case.js';
import { createDiseases, numberedCards, type Card } from './diseases.js';
import type { Planted } from './exports/spoiled.js';
import { ofYear, type FaultPlan } from './faults/demo-faults.js';
import { groundAccident, groundCard, groundCasualty } from './faults/planting.js';
import type { Province } from './province.js';
import type { Random } from './random.js';

export type AccidentYear = {
  readonly year: number;
  readonly accidents: readonly Planted<Accident>[];
  readonly casualties: readonly Planted<Casualty>[];
};

/** What happens in the province, a year at a time, so that six years need no more memory than two. */
export type Happenings = {
  /** Of all years: some hundred a year. */
  readonly cards: readonly Planted<Card>[];
  readonly cases: CaseBook;
  /** To be called for one year after the other; what comes of it for the bureau goes into `cases`. */
  accidentsOf(year: number): AccidentYear;
  /** After the last year: what is applied for in it and decided later. */
  close(): void;
};

export function createHappenings(random: Random, province: Province, plan: FaultPlan): Happenings {
  const { years, scale } = province;
  const cards = createCards(random.fork('cards'), province, plan);
  const wishes = accidentWishes(random.fork('accidents'), years, scale);
  const cases = createCaseBook(province, plan.cases);
  const decided = new Map<string, number>();
  const make = (own: Random, some: readonly CaseWish[]) => some.flatMap((wish) => casesOf(own, wish, province));
  return {
    cards,
    cases,
    accidentsOf(year) {
      const own = random.fork(`year-${year}`);
      const happened = accidentYear(own.fork('accidents'), year, wishes, province, plan);
      const right = cards.flatMap(({ of, fault }) => (fault === null ? [of] : []));
      const linked = make(own.fork('linked-cases'), [
        ...wishesOfCasualties(
          own,
          happened.casualties.flatMap(({ of, fault }) => (fault === null ? [of] : [])),
        ),
        ...wishesOfDiagnoses(own, right, [year]),
        ...wishesOfUnreported(own, year, scale, province),
      ]);
      countDecided(decided, linked);
      cases.add([...linked, ...make(own.fork('cases'), wishesOfYear(own, year, scale, decided))]);
      return happened;
    },
    close() {
      const own = random.fork('open');
      cases.add(make(own.fork('cases'), openWishes(own, Math.max(...years) + 1, scale)));
    },
  };
}

/** One application, or two for one and the same injury. */
function casesOf(random: Random, wish: CaseWish, province: Province): Case[] {
  const one = createCase(random, province.nextCase(), wish, province);
  return random.chance(province.twice) ? [one, appliedTwice(random, one, province.nextCase())] : [one];
}

function createCards(random: Random, province: Province, plan: FaultPlan): Planted<Card>[] {
  const { years, scale } = province;
  const right = createDiseases(random, years, scale, province);
  const firstStory = Math.max(-1, ...right.map((card) => card.story)) + 1;
  const wrong = plan.cards.map((fault, i) => ({
    ...groundCard(random, firstStory + i, fault.ground, province),
    index: right.length + i,
  }));
  return numberedCards([...right, ...wrong]).map((of) => ({ of, fault: plan.cards[of.index - right.length] ?? null }));
}

/** Faulty records are numbered among the right ones: files of the bureaus cite accidents by number. */
function accidentYear(
  random: Random,
  year: number,
  wishes: readonly AccidentWish[],
  province: Province,
  plan: FaultPlan,
): AccidentYear {
  const faults = ofYear(plan.accidents, province.years, year);
  const first = year * 100_000;
  const once = wishes
    .filter((wish) => wish.year === year)
    .map((wish, i) => createAccident(random, first + i, wish, province));
  const again = once.filter(() => random.chance(province.twice));
  const twice = again.map((accident, i) => reportedTwice(random, accident, first + once.length + i));
  const right = [...once, ...twice];
  const wrong = faults.map((fault, i) =>
    groundAccident(random, first + right.length + i, { year, reportGroup: fault.ground.reportGroup }, province),
  );
  const accidents = numbered([...right, ...wrong]).map((of) => ({
    of,
    fault: faults[of.index - first - right.length] ?? null,
  }));
  const single = accidents.filter(({ of, fault }) => fault === null && of.index < first + once.length);
  const scenes = accidents.filter(({ of, fault }) => fault !== null && of.employer !== null);
  const casualties = [
    ...single.flatMap(({ of }) => casualtiesTwice(random, of, province)).map((of) => ({ of, fault: null })),
    ...faultyCasualties(random, scenes, ofYear(plan.casualties, province.years, year), province),
  ];
  return { year, accidents, casualties };
}

/** Listed twice, a casualty gets another running number. */
function casualtiesTwice(random: Random, accident: Accident, province: Province): Casualty[] {
  const once = casualtiesOf(random, accident, province);
  const again = once.filter(() => random.chance(province.twice));
  const twice = again.map((one, i) => ({ ...one, number: casualtyNumber(accident.number, once.length + i + 1) }));
  return [...once, ...twice];
}

/** Listed under accidents that are wrong themselves: of those the employer is always known. */
function faultyCasualties(
  random: Random,
  scenes: readonly Planted<Accident>[],
  faults: FaultPlan['casualties'],
  province: Province,
): Planted<Casualty>[] {
  return faults.flatMap((fault, i) => {
    const scene = scenes[i % scenes.length];
    if (!scene) return [];
    const ordinal = 10 + Math.floor(i / scenes.length);
    return [{ of: groundCasualty(random, scene.of, ordinal, fault.ground, province), fault }];
  });
}
