import type { Accident } from './accidents.js';
import { typeFor } from './accidents.js';
import { addMinutes, momentOn, type Moment } from './calendar.js';
import type { Case, Outcome } from './determination-case.js';
import { courseOf, type Anchor, type Applicant, type Course } from './determination-course.js';
import type { Card } from './diseases.js';
import type { Employer, EmployerChoice } from './employers.js';
import { factsOf } from './free-text.js';
import type { People, Person } from './people.js';
import { prefectures } from './places.js';
import type { Random } from './random.js';

export type CaseWish = {
  readonly situation: string | null;
  readonly outcome: Outcome;
  readonly anchor: Anchor;
  readonly plain?: boolean;
  /** The accident that hurt the worker, and whether the file says so. */
  readonly accident?: { readonly of: Accident; readonly harm: string; readonly cited: boolean };
  /** The card of the disease. */
  readonly card?: Pick<Card, 'person' | 'employer' | 'occupation' | 'certificate' | 'diagnosedOn'> & {
    readonly story: string;
  };
};

export type CaseWorld = { readonly people: People; readonly choose: EmployerChoice };

export function createCase(random: Random, index: number, wish: CaseWish, world: CaseWorld): Case {
  const harm = harmOf(random, wish);
  const applicant = applicantOf(random, wish, harm);
  const accepted = wish.outcome !== 'NOT_ACCEPTED';
  const course = courseOf(random, { anchor: wish.anchor, applicant, accepted, ...(wish.plain ? { plain: true } : {}) });
  const employer = employerOf(random, wish, world);
  const person = wish.card?.person ?? workerFor(course, wish, world);
  const circumstances =
    wish.situation === '14-4' ? diseaseOf(wish) : injuryOf(random, { wish, course, employer, harm });
  const reviewed = wish.outcome === 'NOT_RECOGNIZED' && !wish.plain && random.chance(0.25);
  const known = {
    index,
    number: '',
    decisionNumber: '',
    prefecture: employer.prefecture,
    person,
    employer,
    host: hostOf(random, employer, world),
    occupation: wish.card?.occupation ?? random.pick(employer.industry.occupations),
    applicant,
    situation: wish.situation,
    outcome: wish.outcome,
    course,
    ...circumstances,
    insured: random.chance(0.93),
    review: reviewed ? random.pick(['RECONSIDERATION', 'LITIGATION'] as const) : null,
    story: storyOf(index, wish),
    accident: wish.accident?.of.index ?? null,
  };
  return { ...known, facts: factsOf(random, known) };
}

function storyOf(index: number, wish: CaseWish): string {
  return wish.card?.story ?? (wish.accident ? `accident-${wish.accident.of.index}` : `injury-${index}`);
}

function harmOf(random: Random, wish: CaseWish): string | null {
  if (wish.situation === '14-4') return null;
  if (wish.situation === '15-1') return '3';
  return wish.accident?.harm ?? random.weighted(['1', '2', '3'], (code) => ({ '1': 80, '2': 18, '3': 2 })[code] ?? 0);
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

function employerOf(random: Random, wish: CaseWish, world: CaseWorld): Employer {
  if (wish.card) return wish.card.employer;
  if (wish.accident?.of.employer) return wish.accident.of.employer;
  const unit = wish.accident?.of.unit ?? random.weighted(prefectures(), (prefecture) => prefecture.population).unit;
  // Few households hire by themselves, but their heads must be sealed like anybody.
  return world.choose(random, { unit, household: !wish.plain && random.chance(0.003) });
}

/** Most workers of a dispatch firm (劳务派遣) are hurt where they were sent to. */
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
    certificate: wish.card?.certificate ?? null,
    accidentNumber: null,
  };
}

function injuryOf(
  random: Random,
  known: { wish: CaseWish; course: Course; employer: Employer; harm: string | null },
): Circumstances {
  const { wish, course, employer, harm } = known;
  const { situation } = wish;
  const accidentAt = wish.accident?.of.occurredAt ?? momentOn(random, course.eventOn, ...hoursOf(situation));
  const elsewhere = situation === '14-5' || situation === '14-6';
  return {
    accidentAt,
    accidentDivision:
      wish.accident?.of.division ?? (elsewhere ? random.pick(employer.prefecture.divisions) : employer.division),
    accidentType: wish.accident?.of.accidentType ?? typeOf(random, situation, employer),
    harmGrade: harm,
    ...deathOf(random, situation, harm, accidentAt),
    diagnosedOn: null,
    certificate: null,
    accidentNumber: wish.accident?.cited ? wish.accident.of.number : null,
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

/** 15-1: at once, or within 48 hours of the first rescue; other deaths some hours or days after. */
function deathOf(random: Random, situation: string | null, harm: string | null, accidentAt: Moment) {
  if (harm !== '3') return { diedAt: null, rescueStartedAt: null };
  if (situation !== '15-1')
    return { diedAt: addMinutes(accidentAt, random.int(5, 5 * 24 * 60)), rescueStartedAt: null };
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
