import { typeFor } from './accidents.js';
import { addDays, addMinutes, momentOn, type Moment } from './calendar.js';
import { finalState, type Casualty } from './casualties.js';
import type { Case, Outcome } from './determination-case.js';
import { courseOf, type Anchor, type Applicant, type Course } from './determination-course.js';
import type { Card } from './diseases.js';
import type { EmployerChoice } from './employer-choice.js';
import type { Employer } from './employers.js';
import { factsOf } from './free-text.js';
import type { People, Person } from './people.js';
import { divisionOn, prefectures } from './places.js';
import type { Random } from './random.js';

export type CaseWish = {
  readonly situation: string | null;
  readonly outcome: Outcome;
  readonly anchor: Anchor;
  readonly plain?: boolean;
  /** Who was hurt in which accident, and whether the file says so. */
  readonly casualty?: { readonly of: Casualty; readonly cited: boolean };
  /** The card of the disease, and what the file makes of it. */
  readonly card?: Pick<Card, 'index' | 'person' | 'employer' | 'occupation' | 'certificate' | 'diagnosedOn'> & {
    readonly story: string;
    readonly certificateRight: boolean;
  };
  readonly applicant?: Applicant;
  readonly toApply?: number;
};

export type CaseWorld = {
  readonly people: People;
  readonly choose: EmployerChoice;
  /** Share of persons whose employer is a household. */
  readonly households: number;
  /** Share of files without the worker's number. */
  readonly unidentified: number;
};

export function createCase(random: Random, index: number, wish: CaseWish, world: CaseWorld): Case {
  const harm = harmOf(random, wish);
  const applicant = wish.applicant ?? applicantOf(random, wish, harm);
  const course = courseOf(random, { ...wish, applicant, accepted: wish.outcome !== 'NOT_ACCEPTED' });
  const { employer, host } = employersOf(random, wish, world);
  const identified = wish.plain === true || !random.chance(world.unidentified);
  const known = {
    ...linksOf(index, wish),
    index,
    number: '',
    decisionNumber: '',
    prefecture: employer.prefecture,
    person: wish.card?.person ?? wish.casualty?.of.person ?? workerFor(course, wish, world),
    identified,
    employer,
    host,
    occupation: wish.card?.occupation ?? wish.casualty?.of.occupation ?? random.pick(employer.industry.occupations),
    applicant,
    situation: wish.situation,
    outcome: wish.outcome,
    course,
    ...(wish.situation === '14-4' ? diseaseOf(wish) : injuryOf(random, { wish, course, employer, harm, identified })),
    insured: random.chance(0.93),
    review: reviewOf(random, wish),
  };
  return { ...known, facts: factsOf(random, known) };
}

/** The same application once more, registered by another clerk some days later. */
export function appliedTwice(random: Random, one: Case, index: number): Case {
  const days = random.int(1, 6);
  const later = <Day extends string | null>(day: Day) => (day === null ? day : addDays(day, days)) as Day;
  const { course } = one;
  return {
    ...one,
    index,
    review: null,
    course: {
      ...course,
      appliedOn: later(course.appliedOn),
      acceptedOn: later(course.acceptedOn),
      suspendedOn: later(course.suspendedOn),
      resumedOn: later(course.resumedOn),
      decidedOn: later(course.decidedOn),
      deliveredOn: later(course.deliveredOn),
    },
  };
}

function linksOf(
  index: number,
  { card, casualty }: CaseWish,
): Pick<Case, 'event' | 'story' | 'casualty' | 'diagnosis'> {
  return {
    event: `application-${index}`,
    story: card?.story ?? (casualty ? `accident-${casualty.of.accident.index}` : `injury-${index}`),
    casualty: casualty?.of ?? null,
    diagnosis: card && card.index >= 0 ? { card: card.index, certificateRight: card.certificateRight } : null,
  };
}

function reviewOf(random: Random, { outcome, plain }: CaseWish): Case['review'] {
  const reviewed = outcome === 'NOT_RECOGNIZED' && !plain && random.chance(0.25);
  return reviewed ? random.pick(['RECONSIDERATION', 'LITIGATION'] as const) : null;
}

function harmOf(random: Random, wish: CaseWish): string | null {
  if (wish.situation === '14-4') return null;
  if (wish.situation === '15-1') return '3';
  const harm = wish.casualty && finalState(wish.casualty.of).harm;
  // The bureau has no grades for missing and poisoned.
  if (harm !== undefined) return harm === '4' || harm === '5' ? '2' : harm;
  return random.weighted(['1', '2', '3'], (code) => ({ '1': 80, '2': 18, '3': 2 })[code] ?? 0);
}

function applicantOf(random: Random, wish: CaseWish, harm: string | null): Applicant {
  if (wish.plain) return 'EMPLOYER';
  const dead = harm === '3';
  return random.weighted(['EMPLOYER', 'WORKER', 'KIN', 'UNION'] as const, (who) => {
    if (who === 'EMPLOYER') return 80;
    if (who === 'UNION') return 1;
    return dead === (who === 'KIN') ? 19 : 0;
  });
}

/** The employer, and the host to which a dispatch firm (劳务派遣) had sent the worker. */
function employersOf(random: Random, wish: CaseWish, world: CaseWorld): { employer: Employer; host: Employer | null } {
  const employer = wish.card?.employer ?? wish.casualty?.of.employer ?? anyEmployer(random, wish, world);
  const scene = wish.casualty?.of.accident.employer;
  if (scene && scene !== employer) return { employer, host: scene };
  return { employer, host: hostOf(random, employer, world) };
}

function anyEmployer(random: Random, wish: CaseWish, world: CaseWorld): Employer {
  const unit = wish.casualty?.of.accident.unit ?? random.weighted(prefectures(), ({ population }) => population).unit;
  return world.choose(random, { unit, household: !wish.plain && random.chance(world.households) });
}

/** Most workers of a dispatch firm are hurt where they were sent to. */
function hostOf(random: Random, employer: Employer, world: CaseWorld): Employer | null {
  if (employer.industry.code !== '7263' || random.chance(0.2)) return null;
  return world.choose(random, { unit: employer.prefecture.unit });
}

function workerFor(course: Course, wish: CaseWish, world: CaseWorld): Person {
  const ofAge = Number(course.eventOn.slice(0, 4)) - 19;
  const bornTo = wish.situation === '15-1' ? ofAge - 12 : ofAge;
  return world.people.create({ maleShare: 0.74, bornTo, ...(wish.plain ? { plain: true } : {}) });
}

type Circumstances = Pick<
  Case,
  | 'accidentAt'
  | 'accidentDivision'
  | 'accidentType'
  | 'harmGrade'
  | 'diedAt'
  | 'rescueStartedAt'
  | 'diagnosedOn'
  | 'certificate'
  | 'accidentNumber'
>;

function diseaseOf(wish: CaseWish): Circumstances {
  return {
    accidentAt: null,
    accidentDivision: null,
    accidentType: null,
    harmGrade: null,
    diedAt: null,
    rescueStartedAt: null,
    diagnosedOn: wish.card?.diagnosedOn ?? null,
    certificate: certificateIn(wish),
    accidentNumber: null,
  };
}

/** A clerk that copies it wrongly loses the last digits. */
function certificateIn({ card }: CaseWish): string | null {
  if (!card?.certificate || card.certificateRight) return card?.certificate ?? null;
  return `${card.certificate.slice(0, -3)}X${card.certificate.slice(-1)}`;
}

function injuryOf(
  random: Random,
  known: { wish: CaseWish; course: Course; employer: Employer; harm: string | null; identified: boolean },
): Circumstances {
  const { wish, course, employer, harm, identified } = known;
  const { situation } = wish;
  const accident = wish.casualty?.of.accident;
  const accidentAt = accident?.occurredAt ?? momentOn(random, course.eventOn, ...hoursOf(situation));
  const elsewhere = situation === '14-5' || situation === '14-6';
  return {
    accidentAt,
    accidentDivision: divisionOn(
      accident?.division ?? (elsewhere ? random.pick(employer.prefecture.divisions) : employer.division),
      accidentAt,
    ),
    accidentType: accident?.accidentType ?? typeOf(random, situation, employer),
    harmGrade: harm,
    ...deathOf(random, { situation, harm, accidentAt, known: wish.casualty && finalState(wish.casualty.of).diedAt }),
    diagnosedOn: null,
    certificate: null,
    accidentNumber: accident && identified && wish.casualty?.cited ? accident.number : null,
  };
}

/** On the way to and from work, or at work. */
function hoursOf(situation: string | null): [number, number] {
  return situation === '14-6' ? [6, 18] : [8, 17];
}

function typeOf(random: Random, situation: string | null, employer: Employer): string | null {
  if (situation === '14-6') return '1986-02';
  // Violence, illness and old wounds are no accidents of GB/T 6441.
  return situation === '14-3' || situation?.startsWith('15-') ? null : typeFor(random, employer.industry);
}

type Death = {
  readonly situation: string | null;
  readonly harm: string | null;
  readonly accidentAt: Moment;
  /** As emergency management has it. */
  readonly known: Moment | null | undefined;
};

/** 15-1: at once, or within 48 hours of the first rescue; other deaths some hours or days after. */
function deathOf(random: Random, { situation, harm, accidentAt, known }: Death) {
  if (harm !== '3') return { diedAt: null, rescueStartedAt: null };
  if (situation !== '15-1') {
    return { diedAt: known ?? addMinutes(accidentAt, random.int(5, 5 * 24 * 60)), rescueStartedAt: null };
  }
  const rescueStartedAt = addMinutes(accidentAt, random.int(15, 90));
  const atOnce = random.chance(0.3);
  const diedAt = addMinutes(rescueStartedAt, random.int(10, 47 * 60));
  return atOnce ? { diedAt: addMinutes(accidentAt, 10), rescueStartedAt: null } : { diedAt, rescueStartedAt };
}

/** Numbers run by source and year of application; a decision is numbered like its application. */
export function numberedCases(cases: readonly Case[]): Case[] {
  const last = new Map<string, number>();
  return [...cases]
    .sort((a, b) => (a.course.appliedOn < b.course.appliedOn ? -1 : 1))
    .map((one) => {
      const year = one.course.appliedOn.slice(0, 4);
      const key = `${one.prefecture.unit}/${year}`;
      const running = (last.get(key) ?? 0) + 1;
      last.set(key, running);
      const five = String(running).padStart(5, '0');
      const decidedIn = one.course.decidedOn?.slice(0, 4) ?? year;
      return {
        ...one,
        number: `GSRD${year}${five}`,
        decisionNumber: `${one.prefecture.abbreviation}人社工认〔${decidedIn}〕${year.slice(2)}${five}号`,
      };
    });
}
