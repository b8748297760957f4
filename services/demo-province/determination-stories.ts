import { finalToll, type Accident } from './accidents.js';
import { yearOf } from './calendar.js';
import { caseWishes } from './determination-mix.js';
import { certificateNumber, diagnosis, type Card } from './diseases.js';
import { DISEASES } from './disease-mix.js';
import type { Case } from './determination-case.js';
import { createCase, type CaseWish, type CaseWorld } from './determinations.js';
import type { Random } from './random.js';

export type Happened = {
  readonly years: readonly number[];
  readonly scale: number;
  readonly horizon: string;
  readonly accidents: readonly Accident[];
  readonly cards: readonly Card[];
};

/** Every application that any bureau had received by the horizon, not yet numbered. */
export function createDeterminations(random: Random, happened: Happened, world: CaseWorld): Case[] {
  let index = 0;
  const make = (wish: CaseWish) => createCase(random, index++, wish, world);
  const known = (one: Case) => one.course.appliedOn <= happened.horizon;
  const linked = [
    ...happened.accidents.flatMap((accident) => casualtiesOf(random, accident)),
    ...diseasesApplied(random, happened, world),
  ]
    .map(make)
    .filter(known);
  const others = caseWishes(random, happened.years, happened.scale, decided(linked)).map(make).filter(known);
  return [...linked, ...others];
}

/**
 * Workers hurt in an accident: most of those of a works accident become cases, of a road accident few (most of its dead
 * were nobody's employees on duty). The file names the accident in seven of ten.
 */
function casualtiesOf(random: Random, accident: Accident): CaseWish[] {
  if (!accident.employer) return [];
  const onRoad = accident.reportGroup === '11';
  const toll = finalToll(accident);
  const harms = [
    ...Array<string>(toll.deaths).fill('3'),
    ...Array<string>(toll.seriousInjuries).fill('2'),
    ...Array<string>(toll.minorInjuries).fill('1'),
  ];
  return harms
    .filter(() => random.chance(onRoad ? 0.2 : 0.85))
    .map((harm) => ({
      situation: onRoad && random.chance(0.7) ? '14-5' : '14-1',
      outcome: 'RECOGNIZED',
      anchor: { eventOn: accident.occurredAt.slice(0, 10) },
      accident: { of: accident, harm, cited: random.chance(0.7) },
    }));
}

/** Most of the diagnosed apply, with the same certificate; some never do, and now and then one applies with a certificate that no card has. */
function diseasesApplied(random: Random, happened: Happened, world: CaseWorld): CaseWish[] {
  const diagnosed = happened.cards.filter((card) => card.kind === 'DIAGNOSED' && random.chance(0.85));
  const unreported = happened.years
    .filter(() => random.chance(Math.min(1, happened.scale * 10)))
    .map((year, i) => {
      const card = diagnosis(random, { story: -1 - i, year, disease: random.pick(DISEASES) }, world);
      return { ...card, certificate: certificateNumber(random, card.diagnosedOn ?? card.reportedOn, 'WB') };
    });
  return [...diagnosed, ...unreported].map((card) => ({
    situation: '14-4',
    outcome: 'RECOGNIZED',
    anchor: { eventOn: card.diagnosedOn ?? card.reportedOn },
    card: { ...card, story: card.story < 0 ? `unreported-disease-${-card.story}` : `disease-${card.story}` },
  }));
}

function decided(cases: readonly Case[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of cases) {
    if (one.course.decidedOn === null) continue;
    const key = `${yearOf(one.course.decidedOn)}/${one.situation}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
