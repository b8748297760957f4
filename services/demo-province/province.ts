import type { EmployerChoice } from './employer-choice.js';
import { employerChoice } from './employer-choice.js';
import { createEmployers, createHouseholds, type Employer } from './employers.js';
import { DISEASES } from './disease-mix.js';
import { institutionNames } from './diseases.js';
import { codeList } from '../../schemas/code-lists/code-list.js';
import { createPeople, type People } from './people.js';
import type { DirtProfile } from './profile.js';
import type { Random } from './random.js';

/** What the province is before anything happens in it: who employs, and how its offices keep their books. */
export type Province = {
  readonly years: readonly number[];
  /** Last day that any system knows of. */
  readonly horizon: string;
  readonly scale: number;
  readonly profile: DirtProfile;
  readonly employers: readonly Employer[];
  readonly people: People;
  readonly choose: EmployerChoice;
  /** Shares of the profile by the names that the stories know them under. */
  readonly households: number;
  readonly unidentified: number;
  readonly twice: number;
  /** Numbers for cases; every call gives the next. */
  readonly nextCase: () => number;
};

/** Employers and the insured at 1:1: some 220 a (multi-site) employer. */
const EMPLOYERS = 20_000;
const INSURED = 4_400_000;
const HOUSEHOLDS = 80;
const FEWEST_EMPLOYERS = 150;

export function createProvince(
  random: Random,
  options: { years: readonly number[]; scale: number; profile: DirtProfile },
): Province {
  const { years, scale, profile } = options;
  const { personEmployer, workerNumberMissing, eventTwice } = profile.shares;
  const count = Math.max(FEWEST_EMPLOYERS, Math.round(EMPLOYERS * scale));
  const firms = createEmployers(random.fork('employers'), count, INSURED * scale, years);
  const people = createPeople(random.fork('people'), publicTexts(firms));
  const heads = personEmployer === 0 ? 0 : Math.ceil(HOUSEHOLDS * scale);
  const households = createHouseholds(random.fork('households'), heads, firms.length, people);
  const employers = [...firms, ...households];
  let cases = 0;
  return {
    ...options,
    horizon: `${Math.max(...years)}-12-31`,
    employers,
    people,
    choose: employerChoice(employers),
    households: personEmployer,
    unidentified: workerNumberMissing,
    twice: eventTwice,
    nextCase: () => cases++,
  };
}

/** Everything printed that is not about persons: no person may be named like a part of it. */
function publicTexts(employers: readonly Employer[]): string[] {
  const lists = ['division', 'industry', 'injury-situation', 'occupational-disease'].flatMap((id) =>
    codeList(id).entries.map((entry) => entry.name),
  );
  const occupations = employers.flatMap((employer) => employer.industry.occupations);
  return [
    ...employers.flatMap(({ name, former }) => (former ? [name, former.name] : [name])),
    ...lists,
    ...DISEASES.map((disease) => disease.hazard),
    ...new Set(occupations),
    ...institutionNames(),
  ];
}
