import { createAccidents, type Accident } from './accidents.js';
import { createFaultyAccidents, createFaultyCards, createFaultyCases, type Planted } from './faults/planting.js';
import type { FaultPlan } from './faults/demo-faults.js';
import { createDiseases, institutionNames, type Card } from './diseases.js';
import type { Case } from './determination-case.js';
import { createDeterminations } from './determination-stories.js';
import { createEmployers, createHouseholds, employerChoice, type Employer } from './employers.js';
import { DISEASES } from './disease-mix.js';
import { createPeople, type People } from './people.js';
import { codeList } from '../../schemas/code-lists/code-list.js';
import type { Random } from './random.js';

/** What happened in the province, before anybody exported anything. */
export type World = {
  readonly years: readonly number[];
  /** Last day that any system knows of. */
  readonly horizon: string;
  readonly employers: readonly Employer[];
  readonly people: People;
  readonly accidents: readonly Planted<Accident>[];
  readonly cards: readonly Planted<Card>[];
  readonly cases: readonly Planted<Case>[];
};

/** Employers at 1:1: 4.4 million insured at some 220 a (multi-site) employer. */
const EMPLOYERS = 20_000;
const HOUSEHOLDS = 80;

export function createWorld(random: Random, years: readonly number[], scale: number, plan: FaultPlan): World {
  const horizon = `${Math.max(...years)}-12-31`;
  const firms = createEmployers(random.fork('employers'), Math.max(150, Math.round(EMPLOYERS * scale)));
  const people = createPeople(random.fork('people'), publicText(firms));
  const households = createHouseholds(random.fork('households'), Math.ceil(HOUSEHOLDS * scale), firms.length, people);
  const employers = [...firms, ...households];
  const choose = employerChoice(employers);
  const base = { people, choose };
  const accidents = createFaultyAccidents(
    random.fork('accident-faults'),
    createAccidents(random.fork('accidents'), years, scale, choose),
    { years, choose, faults: plan.accidents },
  );
  const cards = createDiseases(random.fork('diseases'), years, scale, base);
  // Numbered by now, faulty ones included: files of the bureaus cite accidents by number.
  const reported = accidents.filter((accident) => accident.fault === null).map((accident) => accident.of);
  const happened = { years, scale, horizon, accidents: reported, cards };
  const cases = createDeterminations(random.fork('determinations'), happened, base);
  return {
    years,
    horizon,
    employers,
    people,
    accidents,
    cards: createFaultyCards(random.fork('card-faults'), cards, { years, world: base, faults: plan.cards }),
    cases: createFaultyCases(random.fork('case-faults'), cases, { years, world: base, faults: plan.cases }),
  };
}

/** Everything printed that is not about persons: no person may be named like a part of it. */
function publicText(employers: readonly Employer[]): string {
  const lists = ['division', 'industry', 'injury-situation', 'occupational-disease'].flatMap((id) =>
    codeList(id).entries.map((entry) => entry.name),
  );
  const hazards = DISEASES.map((disease) => disease.hazard);
  const occupations = employers.flatMap((employer) => employer.industry.occupations);
  return [
    ...employers.map((employer) => employer.name),
    ...lists,
    ...hazards,
    ...new Set(occupations),
    ...institutionNames(),
  ].join('\n');
}
