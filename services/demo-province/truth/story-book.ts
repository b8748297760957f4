import type { Accident } from '../accidents.js';
import type { Casualty } from '../casualties.js';
import type { Case } from '../determination-case.js';
import { standingOn } from '../determination-course.js';
import type { Card } from '../diseases.js';
import type { AccidentFates } from '../exports/accident-files.js';
import type { CaseFate } from '../exports/determination-files.js';
import type { CardFates } from '../exports/health-files.js';
import type { Planted } from '../exports/spoiled.js';
import type { AccidentYear } from '../happenings.js';
import type { Province } from '../province.js';
import { determinationSource, EMERGENCY_SOURCE, HEALTH_SOURCE } from '../sources.js';
import {
  accidentRecord,
  cardRecord,
  caseRecord,
  casualtyRecord,
  sameEventLinks,
  type EventRecord,
} from './same-event.js';
import { filingsByCard, gapLine, type Filing, type TrueGap } from './true-gap.js';
import type { TrueLink } from './true-link.js';

/** Hears how stories ended, and tells which records belong together and which gaps are real. */
export type StoryBook = {
  accidentsEnded(happened: AccidentYear, fates: AccidentFates): void;
  casesEnded(cases: readonly Planted<Case>[], fate: CaseFate): void;
  cardsEnded(cards: readonly Planted<Card>[], fates: CardFates): void;
  /** Those heard of since it was last asked. */
  takeLinks(): TrueLink[];
  takeGaps(): TrueGap[];
};

export function createStoryBook(province: Pick<Province, 'years' | 'horizon'>): StoryBook {
  let links: TrueLink[] = [];
  let gaps: TrueGap[] = [];
  const filings: Filing[] = [];
  const withdrawn = new Set<number>();
  /** Numbers of casualties that were listed twice, by what happened to them. */
  const twice = new Map<string, string[]>();
  /** Of the year before: what is applied for again within days may be listed a year later. */
  let lastCases: EventRecord[] = [];
  return {
    accidentsEnded({ accidents, casualties }, fates) {
      for (const index of fates.withdrawn) withdrawn.add(index);
      for (const [event, numbers] of numbersOf(rightOf(casualties))) if (numbers.length > 1) twice.set(event, numbers);
      links.push(...accidentLinks(rightOf(accidents), rightOf(casualties), fates));
      links.push(...sameSceneLinks(rightOf(accidents), rightOf(casualties), fates));
    },
    casesEnded(cases, fate) {
      const records: EventRecord[] = [];
      for (const one of rightOf(cases)) {
        const recordId = fate(one);
        if (recordId === null) continue;
        records.push(caseRecord(one, recordId));
        const { casualty, diagnosis } = one;
        if (casualty && !withdrawn.has(casualty.accident.index)) {
          const numbers = twice.get(casualty.event) ?? [casualty.number];
          links.push(...numbers.map((number) => casualtyLink({ ...casualty, number }, one, recordId)));
        }
        if (diagnosis) filings.push(filingOf(one, diagnosis, recordId, province.horizon));
      }
      const fresh = new Set(records.map(({ event }) => event));
      links.push(...sameEventLinks([...lastCases.filter(({ event }) => fresh.has(event)), ...records]));
      lastCases = records;
    },
    cardsEnded(cards, fates) {
      const right = rightOf(cards);
      const byCard = filingsByCard(right, filings);
      links.push(...right.flatMap((card) => diagnosisLinks(card, byCard.get(card.index) ?? [], fates)));
      links.push(...sameEventLinks(right.flatMap((card) => standingCard(card, fates))));
      gaps = right.flatMap((card) => gapLine(card, right, byCard.get(card.index) ?? [], fates, province));
    },
    takeLinks() {
      const since = links;
      links = [];
      return since;
    },
    takeGaps() {
      const since = gaps;
      gaps = [];
      return since;
    },
  };
}

function rightOf<T>(planted: readonly Planted<T>[]): T[] {
  return planted.flatMap(({ of, fault }) => (fault === null ? [of] : []));
}

function numbersOf(casualties: readonly Casualty[]): Map<string, string[]> {
  const numbers = new Map<string, string[]>();
  for (const { event, number } of casualties) {
    const known = numbers.get(event);
    if (known) known.push(number);
    else numbers.set(event, [number]);
  }
  return numbers;
}

function accidentLinks(
  accidents: readonly Accident[],
  casualties: readonly Casualty[],
  fates: AccidentFates,
): TrueLink[] {
  const numbers = new Map(accidents.map(({ index, number }) => [index, fates.renumbered.get(index) ?? number]));
  return casualties.flatMap(({ accident, number }) => {
    const accidentNumber = numbers.get(accident.index);
    if (accidentNumber === undefined || fates.withdrawn.has(accident.index)) return [];
    const left = { sourceId: EMERGENCY_SOURCE, recordId: accidentNumber };
    const right = { sourceId: EMERGENCY_SOURCE, recordId: number };
    return [{ kind: 'ACCIDENT_CASUALTY', left, right, by: 'accident-number', resolvable: true, reason: null } as const];
  });
}

/** Accidents and persons under two numbers; none of an accident that was none. */
function sameSceneLinks(
  accidents: readonly Accident[],
  casualties: readonly Casualty[],
  { withdrawn, renumbered }: AccidentFates,
): TrueLink[] {
  const standing = accidents.filter(({ index }) => !withdrawn.has(index));
  return [
    ...sameEventLinks(standing.map((one) => accidentRecord(one, renumbered.get(one.index) ?? one.number))),
    ...sameEventLinks(casualties.filter(({ accident }) => !withdrawn.has(accident.index)).map(casualtyRecord)),
  ];
}

function standingCard(card: Card, fates: CardFates): EventRecord[] {
  const number = fates.get(card.index) ?? null;
  return number === null ? [] : [cardRecord(card, number)];
}

function casualtyLink(casualty: Casualty, one: Case, recordId: string): TrueLink {
  const resolvable = casualty.identified && one.identified;
  return {
    kind: 'CASUALTY_DETERMINATION',
    left: { sourceId: EMERGENCY_SOURCE, recordId: casualty.number },
    right: { sourceId: determinationSource(one.prefecture.unit), recordId },
    by: one.accidentNumber === null ? 'person-and-date' : 'accident-number',
    resolvable,
    reason: resolvable ? null : 'only-a-name',
  };
}

function filingOf(one: Case, diagnosis: NonNullable<Case['diagnosis']>, recordId: string, horizon: string): Filing {
  return {
    card: diagnosis.card,
    sourceId: determinationSource(one.prefecture.unit),
    recordId,
    appliedOn: one.course.appliedOn,
    counts: standingOn(one.course, horizon) !== 'REJECTED',
    certificateRight: diagnosis.certificateRight,
    identified: one.identified,
  };
}

/** Only the card that found the disease: later ones of the same person rest on it. */
function diagnosisLinks(card: Card, filings: readonly Filing[], fates: CardFates): TrueLink[] {
  const number = fates.get(card.index) ?? null;
  if (number === null || card.kind !== 'DIAGNOSED') return [];
  return filings.map((filing) => {
    const resolvable = filing.certificateRight || (filing.identified && card.identified);
    return {
      kind: 'DIAGNOSIS_DETERMINATION',
      left: { sourceId: HEALTH_SOURCE, recordId: number },
      right: { sourceId: filing.sourceId, recordId: filing.recordId },
      by: filing.certificateRight ? 'certificate' : 'person',
      resolvable,
      reason: resolvable ? null : 'only-a-name-and-certificate-miscopied',
    };
  });
}
