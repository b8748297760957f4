import fc from 'fast-check';
import { indicatorIds } from '../../../schemas/indicators/indicator.js';
import { migrateDataset } from '../../../services/dataset/commands.js';
import { drillDown } from '../../../services/dataset/figures/drill-down.js';
import { figure } from '../../../services/dataset/figures/figure.js';
import { sumOf, TOTAL, UNSTATED, type FigureTable } from '../../../services/dataset/figures/figure-table.js';
import { createTestDatabase, type TestDatabase } from '../../stack/fixtures.js';
import { anyDataset, seedDataset, type SeededDataset, type SeededRow } from './dataset-rows.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateDataset(database.url);
});

afterAll(() => database.drop());

const EMPTY: SeededDataset = {
  enrolments: [],
  determinations: [],
  diseases: [],
  accidents: [],
  casualties: [],
  persons: [],
};

const determination = (row: Partial<SeededRow>): SeededRow => ({
  operation: 'ASSERT',
  department: 'human-resources',
  decided_on: '2025-03-01',
  status: 'DECIDED',
  conclusion: 'RECOGNIZED',
  situation: '14-1',
  insurance_division: '220100',
  ...row,
});

const accident = (row: Partial<SeededRow>): SeededRow => ({
  operation: 'ASSERT',
  department: 'emergency-management',
  occurred_at: '2025-06-01T00:00:00Z',
  report_group: '11',
  grade: '1',
  deaths: 1,
  division: '220104',
  ...row,
});

const disease = (row: Partial<SeededRow>): SeededRow => ({
  operation: 'ASSERT',
  department: 'health-commission',
  report_kind: 'DIAGNOSED',
  disease: '01001',
  stage: 'P1',
  diagnosed_on: '2025-03-01',
  reported_on: '2025-03-02',
  ...row,
});

const values = (table: FigureTable, measure = 'cases') =>
  Object.fromEntries(
    table.rows.filter((row) => row.values[measure] !== 0).map((row) => [row.key, row.values[measure]]),
  );

async function everyFigureIsItsDrillDown(year: number): Promise<void> {
  for (const id of indicatorIds()) {
    const table = await figure(database.pool, id, year);
    const keys: [string, Readonly<Record<string, number>>][] = [
      ...table.rows.map((row): [string, FigureTable['total']] => [row.key, row.values]),
      ...table.groups.map((group): [string, FigureTable['total']] => [group.key, group.values]),
      [TOTAL, table.total],
    ];
    expect(sumOf(table.columns, table.rows)).toEqual(table.total);
    if (table.groups.length > 0) {
      const outside = table.rows.filter(({ group }) => group === undefined);
      expect(sumOf(table.columns, [...table.groups, ...outside])).toEqual(table.total);
    }
    for (const [key, expected] of keys) {
      const records = await drillDown(database.pool, id, year, key);
      expect({ id, key, values: sumOf(table.columns, records) }).toEqual({ id, key, values: expected });
      expect(new Set(records.map(({ eventId }) => eventId)).size).toBe(records.length);
    }
  }
}

/** Counted again without SQL, so that a condition lost from the statement shows. */
function recount(dataset: SeededDataset, year: number) {
  const inYear = (day: unknown) => typeof day === 'string' && day.startsWith(`${year}-`);
  const counts = (row: SeededRow, department: string) => row.operation === 'ASSERT' && row.department === department;
  const recognised = dataset.determinations.filter(
    (row) =>
      counts(row, 'human-resources') &&
      inYear(row['decided_on']) &&
      row['status'] !== 'REVOKED' &&
      (row['conclusion'] === 'RECOGNIZED' || row['conclusion'] === 'DEEMED'),
  );
  const diagnosed = dataset.diseases.filter(
    (row) => counts(row, 'health-commission') && inYear(row['diagnosed_on']) && row['report_kind'] === 'DIAGNOSED',
  );
  const accidents = dataset.accidents.filter((row) => {
    const inShanghai = new Date(Date.parse(String(row['occurred_at'])) + 8 * 3_600_000).getUTCFullYear();
    return counts(row, 'emergency-management') && inShanghai === year;
  });
  const deaths = accidents.reduce((sum, row) => sum + Number(row['deaths']), 0);
  return { recognised: recognised.length, diagnosed: diagnosed.length, accidents: accidents.length, deaths };
}

const enrolment = (row: Partial<SeededRow>): SeededRow => ({
  operation: 'ASSERT',
  department: 'human-resources',
  stated_on: '2025-12-31',
  insurance_division: '220100',
  employer_industry: '2611',
  risk_class: '4',
  opening_headcount: 90,
  closing_headcount: 110,
  ...row,
});

describe('the figures of a year', () => {
  it('are the sums of their drill-downs, balance, and equal a count made without SQL, for any records', async () => {
    await fc.assert(
      fc.asyncProperty(anyDataset, async (dataset) => {
        await seedDataset(database.pool, dataset);
        await everyFigureIsItsDrillDown(2025);
        const expected = recount(dataset, 2025);
        const of = async (id: string, measure: string) => (await figure(database.pool, id, 2025)).total[measure];
        expect({
          recognised: await of('determinations-recognised-by-place', 'cases'),
          diagnosed: await of('new-occupational-diseases-by-category', 'cases'),
          accidents: await of('accidents-by-report-group', 'accidents'),
          deaths: await of('accidents-by-grade', 'deaths'),
        }).toEqual(expected);
        expect(await of('determinations-recognised-by-situation', 'cases')).toBe(expected.recognised);
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('roll counties and zones up to the pooling area in force on the day, and show 长白山 by itself', async () => {
    const divisions = ['220104', '220184', 'JLX-CCXQ', '220581', 'JLX-CBS', '220000', '220381', '110101'];
    await seedDataset(database.pool, {
      ...EMPTY,
      determinations: divisions.map((insurance_division) => determination({ insurance_division })),
    });
    const table = await figure(database.pool, 'determinations-recognised-by-place', 2025);
    expect(values(table)).toEqual({ '220100': 3, '220500': 1, 'JLX-CBS': 1, '220000': 1, [UNSTATED]: 2 });
    expect(table.rows.map(({ label }) => label)).toEqual(expect.arrayContaining(['长春市', '省本级', '未填报']));
  });

  it('count a disease in the category of the catalogue in force when it was diagnosed', async () => {
    await seedDataset(database.pool, {
      ...EMPTY,
      diseases: [
        disease({ disease: '10001', diagnosed_on: '2025-07-31' }),
        disease({ disease: '10001', diagnosed_on: '2025-08-01' }),
        disease({ disease: '12001', diagnosed_on: '2025-07-31' }),
      ],
    });
    const table = await figure(database.pool, 'new-occupational-diseases-by-category', 2025);
    expect(values(table)).toEqual({ '10': 1, '12': 1, [UNSTATED]: 1 });
    expect(table.rows.find(({ key }) => key === '12')?.label).toBe('其他职业病');
    const before = await figure(database.pool, 'new-occupational-diseases-by-category', 2024);
    expect(before.rows.map(({ label }) => label)).not.toContain('职业性肌肉骨骼疾病');
  });

  it('begin the year at midnight of Shanghai and list the larger accidents without naming anyone', async () => {
    await seedDataset(database.pool, {
      ...EMPTY,
      accidents: [
        accident({ occurred_at: '2024-12-31T15:59:59Z', grade: '2', deaths: 3 }),
        accident({ occurred_at: '2024-12-31T16:00:00Z', grade: '2', deaths: 4, employer_name: '某公司' }),
      ],
    });
    const { rows, total } = await figure(database.pool, 'larger-accidents', 2025);
    expect(total).toEqual({ accidents: 1, deaths: 4 });
    expect(rows[0]?.texts).toEqual({
      date: '2025-01-01',
      place: '长春市朝阳区',
      industry: '道路运输业',
      grade: '较大事故',
    });
    expect(JSON.stringify(rows)).not.toContain('某公司');
  });

  it('take a decision for on time by the days since acceptance, less those of a suspension', async () => {
    const dates = [
      { accepted_on: '2025-03-01', decided_on: '2025-04-30' },
      { accepted_on: '2025-03-01', decided_on: '2025-05-01' },
      { accepted_on: '2025-03-01', decided_on: '2025-05-01', suspended_on: '2025-03-10', resumed_on: '2025-03-11' },
      { accepted_on: '2025-03-01', decided_on: '2025-09-01', suspended_on: '2025-03-10', resumed_on: null },
      { accepted_on: null, decided_on: '2025-05-01' },
    ];
    await seedDataset(database.pool, { ...EMPTY, determinations: dates.map(determination) });
    const { total } = await figure(database.pool, 'determinations-on-time-by-place', 2025);
    expect(total).toEqual({ decided: 5, assessable: 4, ontime: 3 });
  });

  it('count an employer in its key industry, a class before its division, and courier services apart from 2026', async () => {
    const industries = ['2611', '2681', '5435', '5432', '6020', '4710', '8321', null];
    await seedDataset(database.pool, {
      ...EMPTY,
      enrolments: ['2025-12-31', '2026-12-31'].flatMap((stated_on) =>
        industries.map((employer_industry) => enrolment({ stated_on, employer_industry })),
      ),
    });
    const of = async (year: number) =>
      values(await figure(database.pool, 'insured-by-key-industry', year), 'employers');
    expect(await of(2025)).toEqual({ HAZCHEM: 2, TRANS: 2, CONSTR: 1, OTHER: 2, [UNSTATED]: 1 });
    expect(await of(2026)).toEqual({ HAZCHEM: 2, TRANS: 1, DELIVERY: 1, CONSTR: 1, OTHER: 2, [UNSTATED]: 1 });
  });

  it('count injuries by accident in the year of the accident, without disease and sudden illness', async () => {
    const accident_at = '2024-12-31T16:00:00Z';
    await seedDataset(database.pool, {
      ...EMPTY,
      determinations: ['14-1', '14-6', '15-2', '14-4', '15-1', '15-3'].map((situation) =>
        determination({ situation, accident_at, decided_on: '2026-02-01', employer_industry: '0610' }),
      ),
    });
    const table = await figure(database.pool, 'accident-injuries-by-key-industry', 2025);
    expect(values(table)).toEqual({ MINE: 3 });
    expect(table.groups).toEqual([{ key: 'KEY', label: '重点行业小计', values: { cases: 3 } }]);
  });

  it('follow a suspicion to the diagnosis of the same person and its recognition, and say when they cannot', async () => {
    const suspicion = (worker_identity_ref: string | null) =>
      disease({ report_kind: 'SUSPECTED', diagnosed_on: null, reported_on: '2025-02-01', worker_identity_ref });
    const refs = ['a', 'b', 'c', 'd'];
    await seedDataset(database.pool, {
      ...EMPTY,
      diseases: [
        ...[...refs, null].map(suspicion),
        disease({ worker_identity_ref: 'a' }),
        disease({ worker_identity_ref: 'b' }),
        disease({ worker_identity_ref: 'c', disease: '04001' }),
        disease({ worker_identity_ref: 'd' }),
      ],
      determinations: [determination({ situation: '14-4', worker_identity_ref: 'a' })],
      persons: ['source-0', 'source-1', 'source-2'].flatMap((source_id) =>
        refs.map((ref) => ({ source_id, identity_ref: ref, person_id: ref === 'd' ? null : `person-${ref}` })),
      ),
    });
    const { total } = await figure(database.pool, 'suspected-diseases-course', 2025);
    expect(total).toEqual({ suspected: 5, traceable: 3, diagnosed: 2, recognised: 1 });
  });

  it('find the diagnosis of a suspicion in the same category, also under the next catalogue', async () => {
    const suspicion = (worker_identity_ref: string, code: string) =>
      disease({
        ...{ report_kind: 'SUSPECTED', diagnosed_on: null, reported_on: '2025-07-20' },
        ...{ disease: code, worker_identity_ref },
      });
    const diagnosis = (worker_identity_ref: string, code: string) =>
      disease({ disease: code, diagnosed_on: '2025-09-01', worker_identity_ref });
    await seedDataset(database.pool, {
      ...EMPTY,
      diseases: [
        // 金属烟热 is 10001 until 2025-07-31 and 12001 since; 10001 is then 腕管综合征, of another category.
        ...[suspicion('a', '10001'), diagnosis('a', '12001')],
        ...[suspicion('b', '10001'), diagnosis('b', '10001')],
      ],
      determinations: [determination({ situation: '14-4', worker_identity_ref: 'a' })],
      persons: ['source-0', 'source-1', 'source-2'].flatMap((source_id) =>
        ['a', 'b'].map((ref) => ({ source_id, identity_ref: ref, person_id: `person-${ref}` })),
      ),
    });
    const { rows } = await figure(database.pool, 'suspected-diseases-course', 2025);
    expect(rows.filter(({ values }) => values['suspected'] !== 0)).toMatchObject([
      { key: '12', values: { suspected: 2, traceable: 2, diagnosed: 1, recognised: 1 } },
    ]);
  });

  it('lead down to the place in Kafka', async () => {
    await seedDataset(database.pool, { ...EMPTY, accidents: [accident({}), accident({ deaths: 2 })] });
    const [first, second] = await drillDown(database.pool, 'accidents-by-report-group', 2025, '交通运输仓储业');
    expect(first).toEqual({
      sourceId: 'source-0',
      recordId: 'accidents-000000000000',
      eventId: '00000003-0000-4000-8000-000000000000',
      batch: 'batch',
      topic: 'work-injury.test.accidents.v1',
      partition: 0,
      offset: 0,
      key: '11',
      values: { accidents: 1, deaths: 1 },
    });
    expect(second?.values).toEqual({ accidents: 1, deaths: 2 });
  });
});
