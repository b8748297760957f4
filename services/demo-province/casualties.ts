import type { LaterReport } from './accident-reports.js';
import type { Accident } from './accidents.js';
import { addDays, addMinutes, dayOf, momentOn, yearOf, type Moment } from './calendar.js';
import type { EmployerChoice } from './employer-choice.js';
import type { Employer } from './employers.js';
import type { People, Person } from './people.js';
import type { Random } from './random.js';

/** How a casualty stands in the department's system at one change time. */
export type CasualtyState = {
  readonly changedAt: Moment;
  /** Code of the list `harm-grade`. */
  readonly harm: string;
  readonly diedAt: Moment | null;
  readonly lostWorkdays: number | null;
  readonly cause: 'reported' | 'died' | 'closed' | 'died-after-window';
};

/** A person killed or hurt in an accident. */
export type Casualty = {
  /** What happened to whom: two records of one casualty have it in common. */
  readonly event: string;
  /** Natural key 伤亡人员编号: the accident's number and a running one. */
  readonly number: string;
  readonly accident: Accident;
  readonly person: Person;
  /** False where only a name was known at the scene: neither number nor birth date nor telephone. */
  readonly identified: boolean;
  /** Not always the unit where it happened: workers of dispatch firms are hurt at their hosts. */
  readonly employer: Employer | null;
  readonly occupation: string | null;
  readonly hospital: string | null;
  readonly states: readonly [CasualtyState, ...CasualtyState[]];
};

export type CasualtyWorld = {
  readonly people: People;
  readonly choose: EmployerChoice;
  /** Share of those of whom nobody knows the number. */
  readonly unidentified: number;
};

const HOSPITALS = ['市中心医院', '县人民医院', '大学第一医院', '急救中心'];

/** Every casualty of an accident; as many of each harm as its reports say, at each report. */
export function casualtiesOf(random: Random, accident: Accident, world: CasualtyWorld): Casualty[] {
  return coursesOf(random, accident).map((states, i) =>
    createCasualty(random, accident, { ordinal: i + 1, states }, world),
  );
}

export function createCasualty(
  random: Random,
  accident: Accident,
  wish: { ordinal: number; states: Casualty['states']; plain?: boolean },
  world: CasualtyWorld,
): Casualty {
  const { ordinal, states, plain = false } = wish;
  const bornTo = yearOf(accident.occurredAt) - 19;
  const employer = plain ? accident.employer : employerOf(random, accident, world.choose);
  return {
    event: `casualty-${accident.index}-${ordinal}`,
    number: casualtyNumber(accident.number, ordinal),
    accident,
    person: world.people.create({ maleShare: 0.74, bornTo, ...(plain ? { plain } : {}) }),
    identified: plain || !random.chance(world.unidentified),
    employer,
    occupation: employer ? random.pick(employer.industry.occupations) : null,
    hospital: states[0].harm === '3' ? null : random.pick(HOSPITALS),
    states,
  };
}

export function casualtyNumber(accidentNumber: string, ordinal: number): string {
  return `${accidentNumber}-${String(ordinal).padStart(2, '0')}`;
}

/** One in twenty of a works accident is a dispatched worker (劳务派遣). */
function employerOf(random: Random, accident: Accident, choose: EmployerChoice): Employer | null {
  const { employer } = accident;
  if (employer === null || accident.reportGroup === '11' || employer.household || !random.chance(0.05)) return employer;
  return choose(random, { unit: employer.prefecture.unit, trades: ['7263'] });
}

/** The toll of the first report, person by person, and what became of each. */
function coursesOf(random: Random, accident: Accident): Casualty['states'][] {
  const { first, later } = accident;
  const raised = later.find(({ cause }) => cause === 'toll-raised');
  const closed = later.find(({ cause }) => cause === 'closed');
  const dead = times(first.deaths, () => reported(accident, '3', addMinutes(accident.occurredAt, random.int(1, 40))));
  const hurt = times(first.seriousInjuries, () => reported(accident, seriousHarm(random, accident)));
  const rest = times(first.minorInjuries, () => reported(accident, '1'));
  const missing = times(first.missing, () => reported(accident, '4'));
  const mayDie = [...missing, ...hurt];
  const dies = raised ? raised.toll.deaths - first.deaths : 0;
  return [...dead, ...mayDie, ...rest].map((start, i) => {
    const at = i - dead.length;
    const risen = raised && at >= 0 && at < dies ? [start, died(random, raised)] : [start];
    const last = risen.at(-1) ?? start;
    // Of the dead all was said with their death.
    const states = closed && last.harm !== '3' ? [...risen, settled(random, last, closed)] : risen;
    return withLateDeath(random, accident, states as [CasualtyState, ...CasualtyState[]]);
  });
}

function reported(accident: Accident, harm: string, diedAt: Moment | null = null): CasualtyState {
  return { changedAt: accident.changedAt, harm, diedAt, lostWorkdays: diedAt ? 6000 : null, cause: 'reported' };
}

/** Acute poisoning counts as a serious injury (Decree 493 Art. 3). */
function seriousHarm(random: Random, accident: Accident): string {
  return accident.employer?.industry.setting === 'chemical' && random.chance(0.3) ? '5' : '2';
}

/** Some hours before it was reported, which is the next day at the earliest. */
function died(random: Random, raised: LaterReport): CasualtyState {
  const diedAt = addMinutes(raised.changedAt, -random.int(30, 300));
  return { changedAt: raised.changedAt, harm: '3', diedAt, lostWorkdays: 6000, cause: 'died' };
}

function settled(random: Random, before: CasualtyState, closed: LaterReport): CasualtyState {
  const days = before.harm === '1' ? random.int(1, 104) : random.int(105, 5000);
  return { ...before, changedAt: closed.changedAt, lostWorkdays: days, cause: 'closed' };
}

/** Death after the 30 days (Art. 13): the record says when, the toll stays as it is. */
function withLateDeath(random: Random, accident: Accident, states: Casualty['states']): Casualty['states'] {
  const last = states.at(-1) ?? states[0];
  if (last.harm !== '2' || !random.chance(0.015)) return states;
  const diedAt = momentOn(random, addDays(dayOf(accident.occurredAt), random.int(32, 60)), 0, 23);
  const known = addDays(dayOf(diedAt > last.changedAt ? diedAt : last.changedAt), random.int(1, 5));
  return [...states, { ...last, diedAt, changedAt: momentOn(random, known), cause: 'died-after-window' }];
}

export function finalState({ states }: Casualty): CasualtyState {
  return states.at(-1) ?? states[0];
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
