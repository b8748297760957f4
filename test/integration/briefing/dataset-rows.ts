import fc from 'fast-check';
import type pg from 'pg';

/** A row of a table of records, as far as figures read it. */
export type SeededRow = {
  operation: 'ASSERT' | 'RETRACT';
  department: string;
} & Record<string, string | number | null>;

/** Who stands behind a sealed identity; null: the vault could not say. */
export type SeededPerson = { source_id: string; identity_ref: string; person_id: string | null };

export type SeededDataset = {
  enrolments: SeededRow[];
  determinations: SeededRow[];
  diseases: SeededRow[];
  accidents: SeededRow[];
  casualties: SeededRow[];
  persons: SeededPerson[];
};

const TABLES = {
  enrolments: 'latest_employer_enrolment',
  casualties: 'latest_accident_casualty',
  determinations: 'latest_injury_determination',
  diseases: 'latest_occupational_disease',
  accidents: 'latest_work_safety_accident',
} as const;

/** Replaces what the dataset holds. Ids and positions are made from the row's number. */
export async function seedDataset(pool: pg.Pool, dataset: SeededDataset): Promise<void> {
  for (const [kind, table] of Object.entries(TABLES)) {
    await pool.query(`TRUNCATE ${table}`);
    const rows = dataset[kind as keyof typeof TABLES].map((row, index) => ({ ...positionOf(kind, index), ...row }));
    await pool.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`, [
      JSON.stringify(rows),
    ]);
  }
  await pool.query('TRUNCATE person_reference');
  await pool.query(
    `INSERT INTO person_reference (source_id, identity_ref, person_id, rule, sequence, decided_at)
     SELECT source_id, identity_ref, person_id, 'TEST', 1, '2026-01-10' FROM jsonb_to_recordset($1::jsonb)
         AS (source_id text, identity_ref text, person_id text)`,
    [JSON.stringify(dataset.persons)],
  );
}

function positionOf(kind: string, index: number) {
  const number = String(index).padStart(12, '0');
  const start = { determinations: '1', diseases: '2', accidents: '3', enrolments: '4', casualties: '5' }[kind] ?? '9';
  return {
    source_id: `source-${index % 3}`,
    record_id: `${kind}-${number}`,
    event_id: `0000000${start}-0000-4000-8000-${number}`,
    basis_era: 0,
    basis: index,
    ledger_epoch: 1,
    revision: 1,
    content_digest: number,
    period: '2025-01',
    reporting_unit: '220100',
    accepted_at: '2026-01-10T00:00:00Z',
    batch_id: 'batch',
    row_number: 1,
    ledger_seq: index + 1,
    contract_version: '1.0.0',
    generation: 'test',
    topic: `work-injury.test.${kind}.v1`,
    topic_partition: index % 6,
    topic_offset: index,
    accident_number: `吉安${number.slice(-6)}`,
  };
}

const operation = fc.constantFrom<'ASSERT' | 'RETRACT'>('ASSERT', 'ASSERT', 'ASSERT', 'RETRACT');
/** Borders of the year 2025 and of the catalogues, and days away from any. */
const date = fc.constantFrom(
  '2024-12-31',
  '2025-01-01',
  '2025-05-20',
  '2025-07-31',
  '2025-08-01',
  '2025-12-31',
  '2026-01-01',
  null,
);
/** The last and the first moment of years by Asia/Shanghai, which begin at 16:00 UTC. */
const instant = fc.constantFrom(
  '2024-12-31T15:59:59.999Z',
  '2024-12-31T16:00:00Z',
  '2025-06-15T03:00:00Z',
  '2025-12-31T15:59:59.999Z',
  '2025-12-31T16:00:00Z',
);
const department = (own: string) => fc.constantFrom(own, own, own, 'housing');
const division = fc.constantFrom(
  '220100',
  '220104',
  '220184',
  '220381',
  '220581',
  'JLX-CBS',
  'JLX-CCXQ',
  '220000',
  '110101',
  '',
);

const industry = fc.constantFrom('0610', '2611', '2681', '5435', '6020', '3311', '4710', '8321', '9999', null);
/** The same people in all sources, as far as they are known; ref-4 is nobody's. */
const identity = fc.constantFrom('ref-1', 'ref-2', 'ref-3', 'ref-4', null);
const persons: SeededPerson[] = ['source-0', 'source-1', 'source-2'].flatMap((source_id) =>
  ['ref-1', 'ref-2', 'ref-3'].map((identity_ref) => ({
    source_id,
    identity_ref,
    person_id: identity_ref === 'ref-3' ? null : identity_ref.replace('ref', 'person'),
  })),
);

const enrolment = fc.record({
  operation,
  department: department('human-resources'),
  stated_on: fc.constantFrom('2024-12-31', '2025-12-31', '2025-12-31', null),
  insurance_division: division,
  employer_industry: industry,
  risk_class: fc.constantFrom('1', '4', '8', '9', null),
  opening_headcount: fc.nat({ max: 2_000_000_000 }),
  closing_headcount: fc.nat({ max: 2_000_000_000 }),
});

const determination = fc.record({
  operation,
  employer_industry: industry,
  accepted_on: date,
  suspended_on: date,
  resumed_on: date,
  accident_at: fc.option(instant),
  worker_identity_ref: identity,
  department: department('human-resources'),
  decided_on: date,
  status: fc.constantFrom('DECIDED', 'DELIVERED', 'REVOKED', 'INVESTIGATING'),
  conclusion: fc.constantFrom(
    'RECOGNIZED',
    'RECOGNIZED',
    'DEEMED',
    'NOT_RECOGNIZED',
    'WITHDRAWN',
    'TERMINATED',
    'OTHER',
    null,
  ),
  situation: fc.constantFrom('14-1', '14-4', '14-6', '15-1', '16-2', '99-9', null),
  insurance_division: division,
});

const disease = fc.record({
  operation,
  employer_industry: industry,
  division,
  exposure_months: fc.constantFrom(0, 59, 60, 120, 239, 240, null),
  worker_identity_ref: identity,
  department: department('health-commission'),
  report_kind: fc.constantFrom('DIAGNOSED', 'DIAGNOSED', 'SUSPECTED', 'PROGRESSED', 'NOT_OCCUPATIONAL'),
  disease: fc.constantFrom('01001', '01014', '04001', '05011', '10001', '11001', '12001', 'X', null),
  stage: fc.constantFrom('P1', 'P2', 'P3', 'N1', null),
  diagnosed_on: date,
  reported_on: date,
});

const accident = fc.record({
  operation,
  department: department('emergency-management'),
  occurred_at: instant,
  report_group: fc.constantFrom('01', '02', '04', '07', '11', '11', '14', '99'),
  grade: fc.constantFrom('1', '1', '2', '3', '4', '9'),
  accident_type: fc.constantFrom('1986-02', '1986-20', '2025-03', 'X', null),
  deaths: fc.nat({ max: 40 }),
  division,
});

const casualty = fc.record({
  operation,
  department: department('emergency-management'),
  occurred_at: instant,
  harm_grade: fc.constantFrom('1', '2', '3', '9', null),
  person_identity_ref: identity,
});

/** Datasets with every kind of gap: blank and unknown codes, codes of another year, other departments, retractions. */
export const anyDataset: fc.Arbitrary<SeededDataset> = fc.record({
  determinations: fc.array(determination, { maxLength: 60 }),
  diseases: fc.array(disease, { maxLength: 60 }),
  enrolments: fc.array(enrolment, { maxLength: 40 }),
  accidents: fc.array(accident, { maxLength: 60 }),
  casualties: fc.array(casualty, { maxLength: 40 }),
  persons: fc.constant(persons),
});
