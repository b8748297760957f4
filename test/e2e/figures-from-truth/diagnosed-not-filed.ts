import { applications, citesCertificate, isFiled, type Application } from './applications.js';
import { dayAfter, yearAfter, yearOf } from './days.js';
import { isDiagnosis, type Diagnosis } from './diseases.js';
import { nameOf, UNSTATED, type Figures } from './figures.js';
import type { RecordOf, StandingRecords } from './standing-records.js';

type Card = RecordOf<'occupational-disease'> & { readonly says: Diagnosis };
type Source = { readonly sourceId: string; readonly eventTypes: readonly string[] };
type IsStated = (eventType: string, from: string, to: string) => boolean;

/** Diagnosed and not filed for (G1), by place and state, as of a day. */
export function diagnosedNotFiled(records: StandingRecords, sources: readonly Source[], asOf: string): Figures {
  const { ofCard } = applications(records);
  const cards = records('occupational-disease');
  const isStated = stated(records, sources);
  const counts: Figures = new Map();
  for (const card of cards) {
    if (!isDiagnosisBefore(card, asOf)) continue;
    const closed = isChanged(card, cards) || ofCard(card).some((one) => isFiled(one) && one.says.appliedOn <= asOf);
    const state = closed ? 'CLOSED' : openState(card, ofCard(card), isStated, asOf);
    for (const place of ['TOTAL', card.says.division || UNSTATED]) {
      const name = nameOf('G1', place, state);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

function isDiagnosisBefore(card: RecordOf<'occupational-disease'>, asOf: string): card is Card {
  return isDiagnosis(card.says) && card.says.diagnosedOn <= asOf;
}

/** Another finding took the place of this one: the re-assessment cites its certificate. */
function isChanged({ says }: Card, cards: readonly RecordOf<'occupational-disease'>[]): boolean {
  return cards.some(
    (other) => other.says.reportKind === 'REASSESSED_CHANGED' && other.says.priorCertificate === says.certificate,
  );
}

/** The employer has 30 days, the worker a year; what is not delivered cannot be missed. */
function openState(card: Card, found: readonly Application[], isStated: IsStated, asOf: string): string {
  const { diagnosedOn, identified } = card.says;
  const known = identified || found.some((one) => citesCertificate(one, card));
  const amberOn = dayAfter(diagnosedOn, 30);
  const redOn = yearAfter(diagnosedOn);
  if (!known || !isStated('occupational-disease', diagnosedOn, diagnosedOn)) return 'NOT_ASSESSABLE';
  if (asOf <= amberOn) return 'NOT_DUE';
  if (!isStated('injury-determination', diagnosedOn, amberOn)) return 'NOT_ASSESSABLE';
  return asOf > redOn && isStated('injury-determination', diagnosedOn, redOn) ? 'RED' : 'AMBER';
}

/** Said to be complete by every source that sends the data, year by year. */
function stated(records: StandingRecords, sources: readonly Source[]): IsStated {
  const said = new Set(
    records('period-statement').map(({ sourceId, says }) => nameOf(sourceId, says.eventType, says.year)),
  );
  return (eventType, from, to) =>
    sources
      .filter(({ eventTypes }) => eventTypes.includes(eventType))
      .every(({ sourceId }) => years(from, to).every((year) => said.has(nameOf(sourceId, eventType, year))));
}

function years(from: string, to: string): number[] {
  return Array.from({ length: yearOf(to) - yearOf(from) + 1 }, (_, i) => yearOf(from) + i);
}
