import { createAccident, numbered, type Accident } from '../accidents.js';
import { dayBetween } from '../calendar.js';
import type { Case } from '../determination-case.js';
import { createCase, numberedCases, type CaseWorld } from '../determinations.js';
import { diagnosis, numberedCards, certificateNumber, type Card, type DiseaseWorld } from '../diseases.js';
import { DISEASES } from '../disease-mix.js';
import type { EmployerChoice } from '../employers.js';
import type { Random } from '../random.js';
import type { AccidentGround } from './accident-faults.js';
import type { CaseGround } from './determination-faults.js';
import type { Fault } from './fault.js';
import type { CardGround } from './health-faults.js';

/** A record of the world, and what its clerk did wrong, if anything. Faulty records are extra ones, with keys of their own. */
export type Planted<T> = { readonly of: T; readonly fault: Pick<Fault<unknown>, 'fault' | 'spoil'> | null };

export function createFaultyAccidents(
  random: Random,
  right: readonly Accident[],
  more: { years: readonly number[]; choose: EmployerChoice; faults: readonly Fault<AccidentGround>[] },
): Planted<Accident>[] {
  const toll = { deaths: 1, missing: 0, seriousInjuries: 0, minorInjuries: 1, lossWan: '96.50' };
  const next = nextIndex(right);
  const wrong = more.faults.map((fault, i) => {
    const wish = { year: random.pick(more.years), reportGroup: fault.ground.reportGroup, toll };
    const accident = createAccident(random, next + i, wish, more.choose);
    return { ...accident, first: toll, later: [] };
  });
  const faultOf = new Map(wrong.map((accident, i) => [accident.index, more.faults[i] ?? null]));
  return numbered([...right, ...wrong]).map((of) => ({ of, fault: faultOf.get(of.index) ?? null }));
}

export function createFaultyCards(
  random: Random,
  right: readonly Card[],
  more: { years: readonly number[]; world: DiseaseWorld; faults: readonly Fault<CardGround>[] },
): Planted<Card>[] {
  const firstStory = Math.max(-1, ...right.map((card) => card.story)) + 1;
  const horizon = `${Math.max(...more.years)}-12-31`;
  const wrong = more.faults.map((fault, i) => faultyCard(random, firstStory + i, fault.ground, more, horizon));
  return numberedCards([...right, ...wrong]).map((of) => ({ of, fault: more.faults[of.story - firstStory] ?? null }));
}

/** Drawn until it fits the ground; the draw is cheap and nearly always fits. */
function faultyCard(
  random: Random,
  story: number,
  ground: CardGround,
  more: { years: readonly number[]; world: DiseaseWorld },
  horizon: string,
): Card {
  const disease = DISEASES.find((candidate) => candidate.name === ground.disease);
  if (!disease) throw new Error(`A fault wants the disease "${ground.disease}", which disease-mix.ts lacks.`);
  for (;;) {
    const card = diagnosis(random, { story, year: random.pick(more.years), disease, plain: true }, more.world);
    if (card.reportedOn > horizon) continue;
    if (ground.diagnosedBefore !== undefined && (card.diagnosedOn ?? '') > ground.diagnosedBefore) continue;
    if (ground.kind === 'DIAGNOSED') return card;
    return {
      ...card,
      kind: 'PROGRESSED',
      stage: 'P2',
      priorCertificate: certificateNumber(random, '2019-05-20', 'ZD'),
    };
  }
}

export function createFaultyCases(
  random: Random,
  right: readonly Case[],
  more: { years: readonly number[]; world: CaseWorld; faults: readonly Fault<CaseGround>[] },
): Planted<Case>[] {
  const next = nextIndex(right);
  const wrong = more.faults.map((fault, i) => faultyCase(random, next + i, fault.ground, more));
  const faultOf = new Map(wrong.map((one, i) => [one.index, more.faults[i] ?? null]));
  return numberedCases([...right, ...wrong]).map((of) => ({ of, fault: faultOf.get(of.index) ?? null }));
}

/** Happened early in a year, so that it was applied for, decided and delivered within it. */
function faultyCase(
  random: Random,
  index: number,
  ground: CaseGround,
  more: { years: readonly number[]; world: CaseWorld },
): Case {
  const year = random.pick(more.years);
  const eventOn = dayBetween(random, `${year}-01-05`, `${year}-08-15`);
  if (ground.situation !== '14-4') {
    return createCase(random, index, { ...ground, anchor: { eventOn }, plain: true }, more.world);
  }
  const disease = random.pick(DISEASES);
  const card = { ...diagnosis(random, { story: -1, year, disease, plain: true }, more.world), diagnosedOn: eventOn };
  const wish = { ...ground, anchor: { eventOn }, plain: true, card: { ...card, story: `injury-${index}` } };
  return createCase(random, index, wish, more.world);
}

function nextIndex(records: readonly { readonly index: number }[]): number {
  return records.reduce((highest, record) => Math.max(highest, record.index), -1) + 1;
}
