import { jest } from '@jest/globals';
import fc from 'fast-check';
import type { EventHeader } from '../../../schemas/generated/event-types.js';
import { rebuild } from '../../../services/consolidator/commands.js';
import { readBalance } from '../../../services/dataset/balance.js';
import { drillDown } from '../../../services/dataset/figures/drill-down.js';
import { figure } from '../../../services/dataset/figures/figure.js';
import { readGaps } from '../../../services/dataset/gaps/read-gaps.js';
import { readPeriodStatements } from '../../../services/dataset/statements/period-statements.js';
import type { TestDatabase } from '../../stack/fixtures.js';
import { apply, createDatasetUnderTest, depsOf, digests, emptyDataset } from './dataset-under-test.js';
import {
  accident,
  casualty,
  disease,
  diseaseDetermination,
  eventMessage,
  eventOf,
  owners,
  registrationMessage,
  resolutionMessage,
  statementEvent,
  statementMessage,
  type Message,
  type TestEvent,
} from './event-factory.js';
import { batchesOf, deliveriesOf, permutations, randomRuns, type Delivery } from './random-delivery.js';

jest.setTimeout(300_000);

const PERMUTATIONS = permutations(200);
const NS = 'replaced';

const [DISEASE, APPLICATION] = ['occupational-disease', 'injury-determination'];
const [ACCIDENT, CASUALTY] = ['work-safety-accident', 'accident-casualty'];

/** Ledger numbers without gaps, by source and type. */
const numbers = new Map<string, number>();
function said(
  sourceId: string,
  type: string,
  recordId: string,
  payload: object | null,
  header: object = {},
): TestEvent {
  const next = (numbers.get(sourceId + type) ?? 0) + 1;
  numbers.set(sourceId + type, next);
  return eventOf(type, recordId, payload, { sourceId, ledgerSeq: next, ...header } as Partial<EventHeader>);
}

const worker = (recordId: string) => ({ identityRef: `of-${recordId}`, birthYear: 1970, sex: '1' });
const card = (recordId: string, over: object = {}) =>
  disease({ reportCardNumber: recordId, certificateNumber: `C-${recordId}`, worker: worker(recordId), ...over });
const application = (certificate: string, worked: string) =>
  diseaseDetermination({ diagnosisCertificate: certificate, worker: worker(worked) });

/** Three systems of the health commission, one after the other. */
const cards: TestEvent[] = [
  // In both: the new one stands, whatever the old one corrects late.
  said('hc-old', DISEASE, 'K1', card('K1')),
  said('hc-old', DISEASE, 'K1', card('K1', { stage: 'P3' }), { basis: 9 }),
  said('hc-new', DISEASE, 'K1', card('K1', { stage: 'P2' })),
  // In the old one only: it stands there.
  said('hc-old', DISEASE, 'K2', card('K2')),
  // Retracted by the new one, which never had it, and by the new one that had it.
  said('hc-old', DISEASE, 'K3', card('K3')),
  said('hc-new', DISEASE, 'K3', null),
  said('hc-old', DISEASE, 'K4', card('K4')),
  said('hc-new', DISEASE, 'K4', card('K4')),
  said('hc-new', DISEASE, 'K4', null, { basis: 2 }),
  // Retracted by the old one: the new one says that it is there.
  said('hc-old', DISEASE, 'K5', card('K5')),
  said('hc-old', DISEASE, 'K5', null, { basis: 9 }),
  said('hc-new', DISEASE, 'K5', card('K5')),
  // The third took over from the first by way of the second.
  said('hc-old', DISEASE, 'K6', card('K6')),
  said('hc-third', DISEASE, 'K6', card('K6')),
  said('hc-old', DISEASE, 'K7', card('K7')),
  said('hc-new', DISEASE, 'K7', card('K7')),
  said('hc-third', DISEASE, 'K7', card('K7')),
  said('hc-new', DISEASE, 'K8', card('K8')),
  // The new one has its own number for it.
  said('hc-old', DISEASE, 'K9', card('K9')),
  said('hc-new', DISEASE, 'K9', null),
  said('hc-new', DISEASE, 'N9', card('N9', { certificateNumber: 'C-K9' }), {
    replaces: { sourceId: 'hc-new', recordId: 'K9' },
  }),
];

const others: TestEvent[] = [
  said('hr-old', APPLICATION, 'A1', application('C-K1', 'K1')),
  said('hr-new', APPLICATION, 'A1', application('C-K1', 'K1')),
  said('hr-old', APPLICATION, 'A2', application('C-K2', 'K2')),
  said('hr-new', APPLICATION, 'A2', null),
  // The accident was sent again, its casualty was not; another county has an accident of that number.
  said('em-old', ACCIDENT, 'SG-1', accident({ accidentNumber: 'SG-1' })),
  said('em-new', ACCIDENT, 'SG-1', accident({ accidentNumber: 'SG-1', deaths: 3, grade: '2' })),
  said('em-old', CASUALTY, 'SG-1-01', casualty({ accidentNumber: 'SG-1', person: worker('SG-1-01') })),
  said('em-jl', ACCIDENT, 'SG-1', accident({ accidentNumber: 'SG-1', division: '220202' })),
  // Two systems that say of each other that they took over: each keeps its own.
  said('em-left', ACCIDENT, 'SG-2', accident({ accidentNumber: 'SG-2', division: '220302' })),
  said('em-right', ACCIDENT, 'SG-2', accident({ accidentNumber: 'SG-2', division: '220402' })),
];

const stated = (sourceId: string, type: string, from: string, to: string) =>
  statementEvent(
    { eventType: type, from, to, deliveredUpTo: numbers.get(sourceId + type) ?? 0 },
    { sourceId, recordId: 'STM-1' },
  );

/** All under one number, of which none supersedes another. The third system states nothing of the months before it began, and hr-old has not stated its last one. */
const statements: TestEvent[] = [
  stated('hc-old', DISEASE, '2024-02', '2024-05'),
  stated('hc-new', DISEASE, '2024-06', '2024-12'),
  stated('hr-old', APPLICATION, '2024-02', '2024-05'),
  stated('hr-new', APPLICATION, '2024-06', '2025-03'),
];

const registered = (sourceId: string, type: string, over: object = {}) =>
  registrationMessage(NS, { ...owners[type], sourceId, eventTypes: [type, 'period-statement'], ...over });

const registrations: Message[] = [
  registered('hc-old', DISEASE, { validTo: '2024-06-30' }),
  registered('hc-new', DISEASE, { replaces: 'hc-old', validFrom: '2024-06-15', validTo: '2024-12-31' }),
  registered('hc-third', DISEASE, { validFrom: '2025-01-01' }),
  // Who it takes over from was forgotten at first.
  registered('hc-third', DISEASE, { version: 2, replaces: 'hc-new', validFrom: '2025-01-01' }),
  registered('hr-old', APPLICATION, { validTo: '2024-06-30' }),
  registered('hr-new', APPLICATION, { replaces: 'hr-old', validFrom: '2024-06-15' }),
  registered('em-old', ACCIDENT),
  registered('em-new', ACCIDENT, { replaces: 'em-old' }),
  registered('em-jl', ACCIDENT),
  registered('em-left', ACCIDENT, { replaces: 'em-right' }),
  registered('em-right', ACCIDENT, { replaces: 'em-left' }),
  // Nobody takes over the records of another department.
  registered('hr-jl', APPLICATION, { eventTypes: ['period-statement'], replaces: 'em-jl' }),
];

const events = [...cards, ...others, ...statements];

/** The vault knows everybody: one person a card, whichever system names them. */
const persons: Message[] = [...cards, ...others].flatMap(({ header: { sourceId }, payload }) => {
  const { worker: of } = (payload ?? {}) as { worker?: { identityRef: string } };
  return of ? [resolutionMessage(NS, { ...of, sourceId, personId: `person-${of.identityRef}` })] : [];
});

/** What the ledgers have published, by source, type and month. */
const books: Message[] = [
  ...new Map(
    events.map(({ header: { sourceId, department, period }, eventType }) => {
      const same = events.filter(
        (one) => one.eventType === eventType && one.header.sourceId === sourceId && one.header.period === period,
      ).length;
      const terms = { submitted: same, added: same, published: same };
      const message = statementMessage(NS, { sourceId, department, eventType, period, ...terms });
      return [[sourceId, eventType, period].join(), message] as const;
    }),
  ).values(),
];

const messages: readonly Message[] = [
  ...events.map((event) => eventMessage(NS, event)),
  ...[...registrations, ...persons, ...books],
];
const inOrder: Delivery = { sent: [...messages.keys()], sizes: [7] };

let database: TestDatabase;
const deps = depsOf(NS);
beforeAll(async () => {
  database = await createDatasetUnderTest();
});
afterAll(() => database?.drop());

const query = async (text: string) => (await database.pool.query(text)).rows.map((row) => Object.values(row).join(' '));
const total = async (id: string) => (await figure(database.pool, id, 2024)).total;

async function answers() {
  const { pool } = database;
  return {
    ...(await digests(pool)),
    statements: await readPeriodStatements(pool, { from: '2024-01', to: '2025-03' }),
    gaps: (await readGaps(pool, { gapId: 'G1', asOf: '2025-06-30', limit: 100 })).rows,
    diseases: await total('new-occupational-diseases-by-category'),
    courses: await total('diagnoses-course-by-category'),
    accidents: await total('accidents-by-grade'),
    links: await query(
      'SELECT kind, left_source_id, left_record_id, rule, right_source_id, right_record_id FROM record_link ORDER BY 1, 2, 3, 4, 5, 6',
    ),
    books: (await readBalance(pool)).rows.map(({ statedAt: _at, ...row }) => row),
  };
}

async function deliver(delivery: Delivery) {
  await emptyDataset(database.pool);
  for (const batch of batchesOf(messages, delivery)) await apply(database.pool, batch, deps);
}

describe('when a department replaces its system', () => {
  it(`the dataset stays a function of the set of events: ${PERMUTATIONS} permutations with repetitions`, async () => {
    await deliver(inOrder);
    const expected = await answers();
    await fc.assert(
      fc.asyncProperty(deliveriesOf(messages), async (delivery) => {
        await deliver(delivery);
        expect(await answers()).toEqual(expected);
      }),
      randomRuns(PERMUTATIONS),
    );
  });

  describe('and all has arrived', () => {
    beforeAll(() => deliver(inOrder));

    it('each record stands once, in the system that came last and has it', async () => {
      expect(await query('SELECT * FROM parked_event')).toEqual([]);
      const standing = (type: string) =>
        query(`SELECT source_id, record_id FROM current_${type} WHERE operation = 'ASSERT' ORDER BY 2, 1`);
      expect(await standing('occupational_disease')).toEqual([
        ...['hc-new K1', 'hc-old K2', 'hc-new K5', 'hc-third K6', 'hc-third K7', 'hc-new K8', 'hc-new N9'],
      ]);
      expect(await standing('injury_determination')).toEqual(['hr-new A1']);
      expect(await standing('work_safety_accident')).toEqual([
        ...['em-jl SG-1', 'em-new SG-1', 'em-left SG-2', 'em-right SG-2'],
      ]);
      expect(await query(`SELECT stage FROM current_occupational_disease WHERE record_id = 'K1'`)).toEqual(['P2']);
    });

    it('who follows whom is what the register says, within one department and never in a circle', async () => {
      expect(await query('SELECT source_id, successor_id FROM source_succession ORDER BY 1, 2')).toEqual([
        ...['em-old em-new', 'hc-new hc-third', 'hc-old hc-new', 'hc-old hc-third', 'hr-old hr-new'],
      ]);
    });

    it('figures count a record once and open down to the event that stands', async () => {
      const id = 'new-occupational-diseases-by-category';
      expect(await total(id)).toEqual({ cases: 7 });
      const rows = await drillDown(database.pool, id, 2024, 'TOTAL');
      expect(rows.map(({ sourceId, recordId }) => `${sourceId} ${recordId}`)).toContain('hc-third K7');
      expect(rows).toHaveLength(7);
      expect(await total('accidents-by-grade')).toEqual({ accidents: 4, deaths: 6 });
      expect(await total('diagnoses-course-by-category')).toMatchObject({ diagnosed: 7, traceable: 7, filed: 1 });
    });

    it('nothing is linked to what does not stand, nothing is told twice, and numbers lead across the change', async () => {
      expect((await answers()).links).toEqual([
        'ACCIDENT_CASUALTY em-new SG-1 SOURCE_NUMBER em-old SG-1-01',
        'DIAGNOSIS_DETERMINATION hc-new K1 CERTIFICATE hr-new A1',
      ]);
    });

    it('a gap is closed by what stands, and assessable by what the systems have stated for each other', async () => {
      const { gaps } = await answers();
      expect(
        gaps.map(({ record, state, filed }) => [record.sourceId, record.recordId, state, filed?.sourceId]),
      ).toEqual([
        ['hc-new', 'K5', 'RED', undefined],
        ['hc-new', 'K8', 'RED', undefined],
        ['hc-new', 'N9', 'RED', undefined],
        ['hc-old', 'K2', 'RED', undefined],
        ['hc-third', 'K6', 'RED', undefined],
        ['hc-third', 'K7', 'RED', undefined],
        ['hc-new', 'K1', 'CLOSED', 'hr-new'],
      ]);
      const months = (await answers()).statements.filter(
        ({ sourceId, month }) => sourceId === 'hr-old' && month > '2024-04',
      );
      expect(months.map(({ month, state, statedBy }) => [month, state, statedBy])).toEqual([
        ['2024-05', 'HOLDS', 'hr-old'],
        ['2024-06', 'HOLDS', 'hr-new'],
      ]);
    });

    it('the books of every system close, and what stands is counted once over all of them', async () => {
      const { rows } = await readBalance(database.pool);
      expect(rows.filter(({ closed }) => !closed)).toEqual([]);
      const sum = (term: 'current' | 'superseded') =>
        rows.filter(({ eventType }) => eventType === DISEASE).reduce((all, row) => all + row[term], 0);
      // Seven stand, three are retracted; of the 21 events that were sent the others are superseded.
      expect([sum('current'), sum('superseded')]).toEqual([10, 11]);
    });

    it('a rebuild from the archive, which is complete, gives the same', async () => {
      expect(await query('SELECT count(*) FROM archive')).toEqual([String(messages.length)]);
      expect(await rebuild({ databaseUrl: database.url, namespace: NS })).toMatchObject({ equal: true });
    });
  });
});
