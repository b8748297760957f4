import { createAccident, type Accident } from '../accidents.js';
import { dayBetween } from '../calendar.js';
import { createCasualty, type Casualty } from '../casualties.js';
import type { Case } from '../determination-case.js';
import { createCase } from '../determinations.js';
import { certificateNumber, diagnosis, type Card } from '../diseases.js';
import { DISEASES } from '../disease-mix.js';
import { prefectures } from '../places.js';
import type { Province } from '../province.js';
import type { Random } from '../random.js';
import type { CasualtyGround } from './casualty-faults.js';
import type { CaseGround } from './determination-faults.js';
import type { CardGround } from './health-faults.js';

/** An accident that a fault can be planted on, by group of the report: one dead, one hurt, and no later report. */
export function groundAccident(
  random: Random,
  index: number,
  wish: { year: number; reportGroup: string },
  province: Province,
): Accident {
  const toll = { deaths: 1, missing: 0, seriousInjuries: 0, minorInjuries: 1, lossWan: '96.50' };
  const accident = createAccident(random, index, { ...wish, toll, plain: true }, province);
  return { ...accident, first: toll, later: [] };
}

/** A casualty beyond those that the accident has; it is listed under the accident's number and a high running one. */
export function groundCasualty(
  random: Random,
  accident: Accident,
  ordinal: number,
  { harm }: CasualtyGround,
  province: Province,
): Casualty {
  const diedAt = harm === '3' ? accident.reportedAt : null;
  const state = { changedAt: accident.changedAt, harm, diedAt, lostWorkdays: null, cause: 'reported' as const };
  return createCasualty(random, accident, { ordinal, states: [state], plain: true }, province);
}

/** Drawn until it fits the ground; the draw is cheap and nearly always fits. */
export function groundCard(random: Random, story: number, ground: CardGround, province: Province): Card {
  const { years, horizon } = province;
  const disease = DISEASES.find((candidate) => candidate.name === ground.disease);
  if (!disease) throw new Error(`A fault wants the disease "${ground.disease}", which disease-mix.ts lacks.`);
  for (;;) {
    const card = diagnosis(random, { story, year: random.pick(years), disease, plain: true }, province);
    if (card.reportedOn > horizon) continue;
    if (ground.diagnosedBefore !== undefined && (card.diagnosedOn ?? '') > ground.diagnosedBefore) continue;
    if (ground.kind === 'DIAGNOSED') return card;
    const priorCertificate = certificateNumber(random, '2019-05-20', 'ZD');
    return { ...card, kind: 'PROGRESSED', stage: 'P2', priorCertificate };
  }
}

/** Happened early in a year, so that it was applied for, decided and delivered within it. */
export function groundCase(random: Random, index: number, ground: CaseGround, year: number, province: Province): Case {
  // The smallest area says of its first year that nothing occurred.
  const smallest = prefectures().reduce((least, one) => (one.population < least.population ? one : least));
  for (;;) {
    const made = caseOn(random, index, ground, dayBetween(random, `${year}-01-05`, `${year}-08-15`), province);
    if (made.prefecture.unit !== smallest.unit) return made;
  }
}

function caseOn(random: Random, index: number, ground: CaseGround, eventOn: string, province: Province): Case {
  const wish = { ...ground, anchor: { eventOn }, plain: true };
  if (ground.situation !== '14-4') return createCase(random, index, wish, province);
  const disease = random.pick(DISEASES);
  const year = Number(eventOn.slice(0, 4));
  const card = { ...diagnosis(random, { story: -1, year, disease, plain: true }, province), diagnosedOn: eventOn };
  return createCase(
    random,
    index,
    { ...wish, card: { ...card, story: `injury-${index}`, certificateRight: true } },
    province,
  );
}
