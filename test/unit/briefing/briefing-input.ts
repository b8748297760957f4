import fc from 'fast-check';
import { indicator } from '../../../schemas/indicators/indicator.js';
import type { BriefingFigures, BriefingHistory, BriefingInput } from '../../../services/briefing/briefing-input.js';
import { compareFigures } from '../../../services/briefing/compared-figure.js';
import { historyYears, wantedFigures } from '../../../services/briefing/read-figures.js';
import type { GapCounts } from '../../../services/dataset/gaps/read-gaps.js';
import {
  sumOf,
  UNSTATED,
  UNSTATED_LABEL,
  type FigureRow,
  type FigureTable,
} from '../../../services/dataset/figures/figure-table.js';
import { populationOf } from '../../../services/dataset/figures/populations.js';

/** Figures as the dataset would count them, with the numbers that `next` gives one after the other. */
export function briefingInput(next: () => number, changes: Partial<BriefingInput> = {}): BriefingInput {
  const year = changes.year ?? 2025;
  const figures = Object.entries(wantedFigures).map(([name, { indicator: id, rowsFollowCatalogue = false }]) => [
    name,
    compareFigures(figureOf(id, year, next), figureOf(id, year - 1, next), { rowsFollowCatalogue }),
  ]);
  return {
    year,
    sample: true,
    asOf: Date.UTC(2026, 1, 10, 2, 30),
    datasetDigest: 'ab'.repeat(32),
    departments: [
      { label: '卫生健康部门', accepted: 10, unchanged: 2, rejected: 1 },
      { label: '应急管理部门', accepted: 20, unchanged: 0, rejected: 3 },
    ],
    figures: Object.fromEntries(figures) as BriefingFigures,
    history: historyOf(year, next),
    notFiled: gapCounts(next),
    ...changes,
  };
}

function historyOf(year: number, next: () => number): BriefingHistory {
  const tables = (id: string) => historyYears(year).map((each) => figureOf(id, each, next));
  return {
    injuries: tables('accident-injuries-by-key-industry'),
    insured: tables('insured-by-key-industry'),
    diseases: tables('new-occupational-diseases-by-category'),
    pneumoconiosis: tables('new-pneumoconiosis-by-stage'),
  };
}

function gapCounts(next: () => number): GapCounts {
  const states = () => ({ RED: next(), AMBER: next(), NOT_ASSESSABLE: next(), NOT_DUE: next(), CLOSED: next() });
  const places = ['220104', '220581', null, '110101'].map((division) => ({ division, states: states() }));
  const sum = (state: keyof ReturnType<typeof states>) =>
    places.reduce((total, place) => total + place.states[state], 0);
  return {
    places,
    states: {
      ...{ RED: sum('RED'), AMBER: sum('AMBER'), NOT_ASSESSABLE: sum('NOT_ASSESSABLE') },
      ...{ NOT_DUE: sum('NOT_DUE'), CLOSED: sum('CLOSED') },
    },
  };
}

function figureOf(id: string, year: number, next: () => number): FigureTable {
  const { version, label, definition, measures } = indicator(id);
  const population = populationOf(id);
  /** What became of records never exceeds them. */
  const isCourse = /course|on-time/.test(id);
  const valuesOf = () => {
    let left = Infinity;
    return Object.fromEntries(measures.map(({ key }) => [key, (left = isCourse ? Math.min(left, next()) : next())]));
  };
  const fixed = population.list
    ? largerAccidents(next)
    : population.rows(year).map((row) => ({ ...row, values: valuesOf() }));
  const unstated = { key: UNSTATED, label: UNSTATED_LABEL, values: valuesOf() };
  const rows: FigureRow[] =
    population.list || Object.values(unstated.values).every((value) => value === 0) ? fixed : [...fixed, unstated];
  const groups = (population.groups?.() ?? []).map((group) => ({
    ...group,
    values: sumOf(
      measures,
      rows.filter((row) => row.group === group.key),
    ),
  }));
  return {
    indicator: { id, version, label, definition },
    year,
    columns: measures,
    rows,
    groups,
    total: sumOf(measures, rows),
  };
}

function largerAccidents(next: () => number): FigureRow[] {
  return Array.from({ length: next() % 4 }, (_, index) => ({
    key: `source/${index}`,
    label: `吉安2025${index}`,
    values: { accidents: 1, deaths: 3 + next() },
    texts: { date: '2025-03-02', place: '长春市朝阳区', industry: '建筑业', grade: '较大事故' },
  }));
}

/** Inputs of years of no plan, of the plan and of the next, with any mixture of noughts, small and large numbers. */
export const anyInput: fc.Arbitrary<BriefingInput> = fc
  .tuple(
    fc.array(fc.oneof(fc.constant(0), fc.nat(3), fc.nat(30_000)), { minLength: 7, maxLength: 400 }),
    fc.boolean(),
    fc.constantFrom(2020, 2025, 2026),
  )
  .map(([numbers, sample, year]) => {
    let at = 0;
    return briefingInput(() => numbers[at++ % numbers.length] ?? 0, { sample, year });
  });
