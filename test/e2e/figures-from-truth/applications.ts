import type { RecordOf, StandingRecords } from './standing-records.js';

export type Application = RecordOf<'injury-determination'>;
type Card = RecordOf<'occupational-disease'>;
type Casualty = RecordOf<'accident-casualty'>;

/** The applications that belong to a card or a casualty and can be seen to. */
export type Applications = {
  readonly ofCard: (card: Card) => readonly Application[];
  readonly ofCasualty: (casualty: Casualty) => readonly Application[];
  /** Of a person known to the bureau, for a disease. */
  readonly forDisease: (person: number | null) => readonly Application[];
};

/**
 * Which application belongs to what is known from the truth: to a card that of its story, to a casualty that of the same
 * person in the same accident. That they do can be seen if both records name the person, or the application cites the
 * card's certificate.
 */
export function applications(records: StandingRecords): Applications {
  const all = records('injury-determination');
  const byStory = grouped(all, ({ story }) => story);
  const byInjury = grouped(all, ({ accident, person }) => `${accident} ${person}`);
  const byPerson = grouped(all, ({ person }) => String(person));
  const bothNamed = (one: Card | Casualty) => (other: Application) => one.says.identified && other.says.identified;
  return {
    ofCard: (card) =>
      (byStory.get(card.story) ?? []).filter((one) => bothNamed(card)(one) || citesCertificate(one, card)),
    ofCasualty: (casualty) =>
      (byInjury.get(`${casualty.accident} ${casualty.person}`) ?? []).filter(bothNamed(casualty)),
    forDisease: (person) =>
      (byPerson.get(String(person)) ?? []).filter(({ says }) => says.identified && says.situation === '14-4'),
  };
}

export function citesCertificate({ says }: Application, card: Card): boolean {
  return says.certificate !== null && says.certificate === card.says.certificate;
}

/** Not refused at the door (不予受理). */
export function isFiled({ says }: Application): boolean {
  return says.status !== 'REJECTED';
}

function grouped<T>(all: readonly T[], by: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const known = groups.get(by(one));
    if (known) known.push(one);
    else groups.set(by(one), [one]);
  }
  return groups;
}
