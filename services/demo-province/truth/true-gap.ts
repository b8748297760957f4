import { addDays, type Day } from '../calendar.js';
import type { Card } from '../diseases.js';
import type { CardFates } from '../exports/health-files.js';
import type { Province } from '../province.js';
import { HEALTH_SOURCE } from '../sources.js';
import { yearStatements } from '../statements.js';

/** An application on the ground of a diagnosis, as its record stands in the end. */
export type Filing = {
  readonly card: number;
  readonly sourceId: string;
  readonly recordId: string;
  readonly appliedOn: Day;
  /** Not refused at the door (不予受理). */
  readonly counts: boolean;
  readonly certificateRight: boolean;
  readonly identified: boolean;
};

/** Of every diagnosis: was a determination applied for, and what can be said of it from the exports? */
export type TrueGap = {
  readonly gap: 'G1';
  readonly sourceId: string;
  readonly reportCardNumber: string;
  readonly diagnosedOn: Day;
  /** In truth, whatever the exports show of it; by the day `asOf`. */
  readonly filed: { readonly sourceId: string; readonly applicationNumber: string; readonly appliedOn: Day } | null;
  readonly asOf: Day;
  /** What follows from the exports and statements, if everything that can be resolved is. */
  readonly state: 'CLOSED' | 'NOT_DUE' | 'AMBER' | 'RED' | 'NOT_ASSESSABLE';
  readonly closedBy: 'FILED' | 'WITHDRAWN' | null;
  /** Statements without which nobody can say more. */
  readonly missing: readonly { readonly sourceId: string; readonly eventType: string; readonly year: number }[];
  /** False where nobody could tell from the exports whether it was filed; settled when the story was made. */
  readonly resolvable: boolean;
  readonly reason: 'card-with-only-a-name' | 'only-a-name-and-certificate-miscopied' | null;
};

/** Applications by card; two cards on one diagnosis have the same. */
export function filingsByCard(cards: readonly Card[], filings: readonly Filing[]): Map<number, Filing[]> {
  const events = new Map(cards.map((card) => [card.index, card.event]));
  const byEvent = new Map<string, Filing[]>();
  for (const filing of filings) {
    const event = events.get(filing.card) ?? '';
    byEvent.set(event, [...(byEvent.get(event) ?? []), filing]);
  }
  return new Map(cards.map((card) => [card.index, byEvent.get(card.event) ?? []]));
}

/** None for a card that finds no disease or was taken back. */
export function gapLine(
  card: Card,
  cards: readonly Card[],
  filings: readonly Filing[],
  fates: CardFates,
  { years, horizon }: Pick<Province, 'years' | 'horizon'>,
): TrueGap[] {
  const number = fates.get(card.index) ?? null;
  if (card.kind !== 'DIAGNOSED' || card.diagnosedOn === null || number === null) return [];
  const counted = filings.filter(({ counts }) => counts).sort((a, b) => (a.appliedOn < b.appliedOn ? -1 : 1));
  const seen = counted.find((filing) => isSeen(card, filing));
  const withdrawn = cards.some(
    (other) =>
      other.story === card.story && other.kind === 'REASSESSED_CHANGED' && (fates.get(other.index) ?? null) !== null,
  );
  const closedBy = seen ? 'FILED' : withdrawn ? 'WITHDRAWN' : null;
  const clock = clockOf(card.diagnosedOn, horizon, years);
  const knownPerson = card.identified || filings.some(({ certificateRight }) => certificateRight);
  const first = counted[0];
  const unclear = closedBy === null && (!card.identified || first !== undefined);
  return [
    {
      gap: 'G1',
      sourceId: HEALTH_SOURCE,
      reportCardNumber: number,
      diagnosedOn: card.diagnosedOn,
      filed: first ? { sourceId: first.sourceId, applicationNumber: first.recordId, appliedOn: first.appliedOn } : null,
      asOf: horizon,
      state: closedBy ? 'CLOSED' : knownPerson ? clock.state : 'NOT_ASSESSABLE',
      closedBy,
      missing: closedBy ? [] : clock.missing,
      resolvable: !unclear,
      reason: !unclear ? null : first ? 'only-a-name-and-certificate-miscopied' : 'card-with-only-a-name',
    },
  ];
}

function isSeen(card: Card, filing: Filing): boolean {
  return filing.certificateRight || (filing.identified && card.identified);
}

/** Amber after 30 days (Regulation Art. 17, the employer's time), red after a year (the worker's). */
function clockOf(diagnosedOn: Day, asOf: Day, years: readonly number[]): Pick<TrueGap, 'state' | 'missing'> {
  const amberOn = addDays(diagnosedOn, 30);
  const redOn = yearLater(diagnosedOn);
  const [isAmber, isRed] = [asOf > amberOn, asOf > redOn];
  const unstatedDisease = unstated(years, 'occupational-disease', diagnosedOn, diagnosedOn);
  const toAmber = isAmber ? unstated(years, 'injury-determination', diagnosedOn, amberOn) : [];
  const toRed = isRed ? unstated(years, 'injury-determination', diagnosedOn, redOn) : [];
  const missing = [...unstatedDisease, ...(isRed ? toRed : toAmber)];
  if (unstatedDisease.length + toAmber.length > 0) return { state: 'NOT_ASSESSABLE', missing };
  if (isRed && toRed.length === 0) return { state: 'RED', missing };
  return { state: isAmber ? 'AMBER' : 'NOT_DUE', missing };
}

/** 29 February has no anniversary but 28 February. */
function yearLater(day: Day): Day {
  const next = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
  return next.endsWith('-02-29') ? next.replace('-29', '-28') : next;
}

function unstated(years: readonly number[], eventType: string, from: Day, to: Day): TrueGap['missing'] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  return yearStatements(years)
    .filter((one) => one.eventType === eventType && one.sent === 'missing' && one.year >= first && one.year <= last)
    .map(({ sourceId, year }) => ({ sourceId, eventType, year }));
}
