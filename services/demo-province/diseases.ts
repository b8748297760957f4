import { codeList } from '../../schemas/code-lists/code-list.js';
import { addDays, dayBetween, yearOf, type Day } from './calendar.js';
import { DISEASES, type Disease } from './disease-mix.js';
import type { EmployerChoice } from './employer-choice.js';
import type { Employer } from './employers.js';
import type { People, Person } from './people.js';
import { prefectures } from './places.js';
import { dealt, rounded, type Random } from './random.js';

/** Codes of the list `disease-report-kind`. */
export type ReportKind =
  'SUSPECTED' | 'DIAGNOSED' | 'NOT_OCCUPATIONAL' | 'REASSESSED_UPHELD' | 'REASSESSED_CHANGED' | 'PROGRESSED';

/** One report card. A person's cards make a story: suspected, diagnosed, re-assessed or progressed. */
export type Card = {
  readonly index: number;
  /** What was found: two cards on one finding have it in common. */
  readonly event: string;
  /** Natural key, 报告卡编号; given when all cards are known. */
  readonly number: string;
  readonly story: number;
  readonly kind: ReportKind;
  readonly person: Person;
  /** False where only name and sex are on the card: neither number nor birth date nor telephone. */
  readonly identified: boolean;
  readonly employer: Employer;
  readonly disease: Disease;
  readonly stage: string | null;
  readonly occupation: string;
  readonly exposureMonths: number;
  readonly certificate: string | null;
  readonly priorCertificate: string | null;
  readonly diagnosedOn: Day | null;
  readonly reportedOn: Day;
  readonly diedOn: Day | null;
  readonly institution: string;
};

/** New cases a year at 1:1 (Jilin 2006–2012: 233 a year; since then fewer). */
const YEARLY_DIAGNOSES = 130;

export type DiseaseWorld = {
  readonly people: People;
  readonly choose: EmployerChoice;
  /** Share of persons whose employer is a household. */
  readonly households: number;
  /** Share of cards without the worker's number. */
  readonly unidentified: number;
  /** Share of cards that come twice. */
  readonly twice: number;
};

/** The cards of all stories, not yet numbered. */
export function createDiseases(random: Random, years: readonly number[], scale: number, world: DiseaseWorld): Card[] {
  const calendar = years.flatMap((year) => Array<number>(rounded(random, YEARLY_DIAGNOSES * scale)).fill(year));
  const dealtDiseases = dealt(random, calendar.length, DISEASES, (disease) => disease.share);
  const diagnosed = calendar.flatMap((year, story) =>
    storyOf(random, { story, year, disease: dealtDiseases[story] ?? random.pick(DISEASES) }, world),
  );
  // As many suspicions as diagnoses (nation 2024: 10,500 to 11,289): what the stories lack comes to nothing, or is open.
  const loose = calendar
    .filter(() => random.chance(0.4))
    .map((year, i) =>
      looseSuspicion(random, { story: calendar.length + i, year, disease: random.pick(DISEASES) }, world),
    );
  // A suspicion may be older than the first list: nobody comes back to a card that was never sent.
  const [first, horizon] = [`${Math.min(...years)}-01-01`, `${Math.max(...years)}-12-31`];
  const isListed = ({ reportedOn }: Card) => reportedOn >= first && reportedOn <= horizon;
  const cards = [...diagnosed, ...loose.flat()].filter(isListed);
  const twice = cards.filter(() => random.chance(world.twice)).map((card) => reportedTwice(random, card));
  return [...cards, ...twice.filter(isListed)].map((card, index) => ({ ...card, index }));
}

/** By another clerk some days later, under a number of its own; the certificate is the same. */
function reportedTwice(random: Random, card: Card): Card {
  return { ...card, reportedOn: addDays(card.reportedOn, random.int(1, 9)) };
}

export type StoryWish = {
  readonly story: number;
  readonly year: number;
  readonly disease: Disease;
  readonly plain?: boolean;
};

/** In order of report, numbered by the reporting county and year. */
export function numberedCards(cards: readonly Card[]): Card[] {
  const last = new Map<string, number>();
  return [...cards]
    .sort((a, b) => (a.reportedOn < b.reportedOn ? -1 : 1))
    .map((card) => {
      const prefix = `ZYB${card.employer.division.replace('JLX-', '')}${yearOf(card.reportedOn)}`;
      const running = (last.get(prefix) ?? 0) + 1;
      last.set(prefix, running);
      return { ...card, number: `${prefix}${String(running).padStart(4, '0')}` };
    });
}

function storyOf(random: Random, wish: StoryWish, world: DiseaseWorld): Card[] {
  const diagnosed = diagnosis(random, wish, world);
  const cards = [diagnosed];
  if (random.chance(0.6)) cards.unshift(suspicionBefore(random, diagnosed));
  if (diagnosed.disease.pneumoconiosis && random.chance(0.12)) cards.push(progression(random, diagnosed));
  else if (random.chance(0.1)) cards.push(reassessment(random, diagnosed));
  return cards;
}

/** A confirmed case with its certificate. */
export function diagnosis(random: Random, wish: StoryWish, world: DiseaseWorld): Card {
  const { disease, year } = wish;
  const unit = random.weighted(prefectures(), (prefecture) => prefecture.population).unit;
  const household = !wish.plain && random.chance(world.households);
  const employer = world.choose(random, household ? { unit, household } : { unit, trades: disease.trades });
  const person = world.people.create({
    maleShare: 0.95,
    bornTo: year - 30,
    ...(wish.plain ? { plain: true } : {}),
  });
  const diagnosedOn = dayBetween(random, `${year}-01-01`, `${year}-12-20`);
  const oldest = Math.max(1, year - yearOf(person.birthDate) - 19);
  return {
    index: -1,
    event: `diagnosis-${wish.story}`,
    number: '',
    story: wish.story,
    kind: 'DIAGNOSED',
    person,
    identified: wish.plain === true || !random.chance(world.unidentified),
    employer,
    disease,
    stage: disease.stages.length > 0 ? random.weighted(disease.stages, ([, share]) => share)[0] : null,
    occupation: random.pick(employer.industry.occupations),
    exposureMonths: random.int(14, oldest * 12),
    certificate: certificateNumber(random, diagnosedOn, 'ZD'),
    priorCertificate: null,
    diagnosedOn,
    // Within 15 days; a few are late, which is a warning and no fault.
    reportedOn: addDays(diagnosedOn, random.chance(0.06) ? random.int(16, 40) : random.int(0, 14)),
    diedOn: null,
    institution: random.pick(INSTITUTIONS),
  };
}

const INSTITUTIONS = ['省职业病防治院', '市职业病防治院', '市疾病预防控制中心', '矿务局总医院', '市第四医院'];

/** Name of the institution, for the check that no person is named like part of it. */
export function institutionNames(): readonly string[] {
  return INSTITUTIONS;
}

function suspicionBefore(random: Random, diagnosed: Card): Card {
  const reportedOn = addDays(diagnosed.diagnosedOn ?? diagnosed.reportedOn, -random.int(20, 75));
  return { ...diagnosed, ...suspected, event: `suspicion-${diagnosed.story}`, reportedOn };
}

const suspected = {
  kind: 'SUSPECTED',
  stage: null,
  certificate: null,
  priorCertificate: null,
  diagnosedOn: null,
} as const;

function looseSuspicion(random: Random, wish: StoryWish, world: DiseaseWorld): Card[] {
  const diagnosed = diagnosis(random, wish, world);
  const suspicion: Card = { ...diagnosed, ...suspected, event: `suspicion-${wish.story}` };
  if (!random.chance(0.4)) return [suspicion];
  const reportedOn = addDays(suspicion.reportedOn, random.int(25, 80));
  return [suspicion, { ...suspicion, event: `refutal-${wish.story}`, kind: 'NOT_OCCUPATIONAL', reportedOn }];
}

function progression(random: Random, diagnosed: Card): Card {
  const diagnosedOn = addDays(diagnosed.diagnosedOn ?? diagnosed.reportedOn, random.int(200, 500));
  return {
    ...followUp(random, diagnosed, diagnosedOn, 'JQ'),
    kind: 'PROGRESSED',
    stage: diagnosed.stage === 'P1' ? 'P2' : 'P3',
  };
}

function reassessment(random: Random, diagnosed: Card): Card {
  const diagnosedOn = addDays(diagnosed.diagnosedOn ?? diagnosed.reportedOn, random.int(40, 75));
  const card = followUp(random, diagnosed, diagnosedOn, 'JD');
  const other = diagnosed.disease.stages.find(([stage]) => stage !== diagnosed.stage)?.[0];
  if (other === undefined || random.chance(0.7)) return { ...card, kind: 'REASSESSED_UPHELD' };
  return { ...card, kind: 'REASSESSED_CHANGED', stage: other };
}

function followUp(random: Random, diagnosed: Card, diagnosedOn: Day, letters: string): Card {
  return {
    ...diagnosed,
    event: `${letters}-${diagnosed.story}`,
    certificate: certificateNumber(random, diagnosedOn, letters),
    priorCertificate: diagnosed.certificate,
    diagnosedOn,
    reportedOn: addDays(diagnosedOn, random.int(1, 14)),
  };
}

export function certificateNumber(random: Random, on: Day, letters: string): string {
  return `吉职诊${letters}${on.replaceAll('-', '')}${String(random.int(0, 99_999)).padStart(5, '0')}`;
}

/** Code of a disease in the catalogue in force on a day: 苯中毒 is 05028 until 2025-07-31 and 05027 after. */
export function diseaseCode(name: string, on: Day): string {
  const catalogue = on <= '2025-07-31' ? '2013' : '2024';
  const known = codes.get(`${catalogue}/${name}`) ?? findCode(name, on);
  codes.set(`${catalogue}/${name}`, known);
  return known;
}

const codes = new Map<string, string>();

function findCode(name: string, on: Day): string {
  const entry = codeList('occupational-disease').entries.find(
    (candidate) =>
      candidate.name === name && (candidate.validFrom ?? '') <= on && on <= (candidate.validTo ?? '9999-12-31'),
  );
  if (!entry) throw new Error(`The catalogue in force on ${on} has no disease "${name}"; correct disease-mix.ts.`);
  return entry.code;
}
