import type { SeededDataset, SeededRow } from './dataset-rows.js';

/** mulberry32: the same records in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Weighted = readonly (readonly [value: string, weight: number])[];

const SITUATIONS: Weighted = [
  ['14-1', 75],
  ['14-2', 1],
  ['14-3', 1],
  ['14-4', 2],
  ['14-5', 3],
  ['14-6', 15],
  ['15-1', 3],
];
const AREAS: Weighted = [
  ['220104', 20],
  ['220102', 15],
  ['220184', 5],
  ['JLX-CCXQ', 4],
  ['220202', 14],
  ['220302', 6],
  ['220402', 5],
  ['220502', 6],
  ['220581', 4],
  ['220602', 5],
  ['220702', 7],
  ['220802', 5],
  ['222401', 8],
  ['JLX-CBS', 1],
];
const DISEASES: Weighted = [
  ['01001', 30],
  ['01002', 20],
  ['01012', 8],
  ['01014', 1],
  ['02001', 1],
  ['04001', 20],
  ['05001', 4],
  ['06001', 5],
  ['08001', 3],
  ['09001', 1],
  ['10001', 2],
];
const GROUPS: Weighted = [
  ['01', 2],
  ['02', 2],
  ['03', 1],
  ['05', 1],
  ['07', 3],
  ['08', 2],
  ['09', 6],
  ['11', 150],
  ['13', 1],
  ['14', 3],
];

const INDUSTRIES: Weighted = [
  ['0610', 8],
  ['2611', 6],
  ['2641', 4],
  ['3311', 12],
  ['3610', 15],
  ['4710', 14],
  ['4810', 6],
  ['5431', 9],
  ['5211', 10],
  ['1310', 8],
  ['8321', 4],
  ['7110', 4],
];
const RISK_CLASSES: Weighted = [
  ['1', 20],
  ['2', 15],
  ['3', 20],
  ['4', 20],
  ['5', 10],
  ['6', 8],
  ['7', 4],
  ['8', 3],
];
const TYPES: Weighted = [
  ['1986-02', 150],
  ['1986-09', 8],
  ['1986-01', 5],
  ['1986-03', 4],
  ['1986-10', 2],
  ['1986-19', 1],
  ['1986-20', 3],
];

/** Records of six years in the proportions of the province (domain facts, §4 magnitudes), some hundred of each kind. */
export function yearsOfRecords(lastYear: number, seed = 7): SeededDataset {
  const random = chance(seed);
  const pick = (choices: Weighted) => {
    let left = random() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    return choices.find(([, weight]) => (left -= weight) < 0)?.[0] ?? '';
  };
  const day = (year: number) => new Date(Date.UTC(year, 0, 1 + Math.floor(random() * 365))).toISOString().slice(0, 10);
  const years = Array.from({ length: 6 }, (_, back) => lastYear - back);
  const rows = (perYear: number, row: (year: number) => SeededRow) =>
    years.flatMap((year) => Array.from({ length: Math.floor(perYear * (0.9 + random() * 0.2)) }, () => row(year)));
  return {
    enrolments: enrolmentsOf(pick, years),
    casualties: rows(90, (year) => casualtyOf(pick, day(year))),
    persons: Array.from({ length: 400 }, (_, person) => person).flatMap((person) =>
      ['source-0', 'source-1', 'source-2'].map((source_id) => ({
        source_id,
        identity_ref: `ref-${person}`,
        person_id: person % 10 === 0 ? null : `person-${person}`,
      })),
    ),
    determinations: rows(600, (year) => determinationOf(pick, random, day(year))),
    diseases: rows(60, (year) => diseaseOf(pick, random, day(year))),
    accidents: rows(160, (year) => accidentOf(pick, random, day(year))),
  };
}

type Pick = (choices: Weighted) => string;

/** 400 employers that grow a little every year; their headcounts follow from one year to the next. */
function enrolmentsOf(pick: Pick, years: readonly number[]): SeededRow[] {
  const employers = Array.from({ length: 400 }, (_, number) => ({
    employer_industry: pick(INDUSTRIES),
    insurance_division: pick(AREAS),
    risk_class: pick(RISK_CLASSES),
    headcount: 100 + ((number * 7919) % 900),
  }));
  return years.flatMap((year, back) =>
    employers.map(({ headcount, ...employer }) => ({
      operation: 'ASSERT' as const,
      department: 'human-resources',
      stated_on: `${year}-12-31`,
      opening_headcount: headcount - 2 * back - 2,
      closing_headcount: headcount - 2 * back,
      ...employer,
    })),
  );
}

function casualtyOf(pick: Pick, day: string): SeededRow {
  return {
    operation: 'ASSERT',
    department: 'emergency-management',
    occurred_at: `${day}T04:00:00Z`,
    harm_grade: pick([
      ['1', 30],
      ['2', 30],
      ['3', 40],
    ]),
  };
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}

function determinationOf(pick: Pick, random: () => number, decided_on: string): SeededRow {
  const situation = pick(SITUATIONS);
  const refused = random() < 0.05;
  return {
    operation: random() < 0.01 ? 'RETRACT' : 'ASSERT',
    department: 'human-resources',
    decided_on,
    status: random() < 0.01 ? 'REVOKED' : 'DELIVERED',
    conclusion: refused ? 'NOT_RECOGNIZED' : situation.startsWith('15') ? 'DEEMED' : 'RECOGNIZED',
    situation: refused ? null : situation,
    employer_industry: pick(INDUSTRIES),
    accident_at: situation === '14-4' ? null : `${daysBefore(decided_on, 70)}T02:00:00Z`,
    accepted_on: daysBefore(decided_on, random() < 0.04 ? 75 : 40),
    worker_identity_ref: `ref-${Math.floor(random() * 400)}`,
    insurance_division: pick(AREAS),
  };
}

function diseaseOf(pick: Pick, random: () => number, day: string): SeededRow {
  const disease = pick(DISEASES);
  const suspected = random() < 0.3;
  return {
    operation: 'ASSERT',
    department: 'health-commission',
    report_kind: suspected ? 'SUSPECTED' : 'DIAGNOSED',
    disease,
    employer_industry: pick(INDUSTRIES),
    division: pick(AREAS),
    exposure_months: Math.floor(random() * 400),
    worker_identity_ref: `ref-${Math.floor(random() * 400)}`,
    stage:
      disease < '01014'
        ? pick([
            ['P1', 75],
            ['P2', 15],
            ['P3', 10],
          ])
        : null,
    diagnosed_on: suspected ? null : day,
    reported_on: day,
  };
}

function accidentOf(pick: Pick, random: () => number, day: string): SeededRow {
  const deaths = random() < 0.02 ? 3 + Math.floor(random() * 8) : random() < 0.4 ? 1 : 0;
  return {
    operation: 'ASSERT',
    department: 'emergency-management',
    occurred_at: `${day}T04:00:00Z`,
    report_group: pick(GROUPS),
    accident_type: pick(TYPES),
    grade: deaths >= 10 ? '3' : deaths >= 3 ? '2' : '1',
    deaths,
    division: pick(AREAS),
  };
}
