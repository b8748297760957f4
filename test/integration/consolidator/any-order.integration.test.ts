import { jest } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { readGaps } from '../../../services/dataset/gaps/read-gaps.js';
import { readPeriodStatements } from '../../../services/dataset/statements/period-statements.js';
import type { TestDatabase } from '../../stack/fixtures.js';
import { apply, createDatasetUnderTest, depsOf, digests, emptyDataset, nameOf } from './dataset-under-test.js';
import {
  accident,
  casualty,
  decisionMessage,
  determination,
  disease,
  diseaseDetermination,
  eventMessage,
  eventOf,
  registrationMessage,
  resolutionMessage,
  statementEvent,
  statementMessage,
  type Message,
  type TestEvent,
} from './event-factory.js';
import { batchesOf, deliveriesOf, permutations, randomRuns } from './random-delivery.js';

jest.setTimeout(300_000);

const PERMUTATIONS = permutations(500);
const NS = 'order';

const determinations: TestEvent[] = [
  eventOf('injury-determination', 'A', determination(), { basis: 10, ledgerSeq: 1 }),
  eventOf('injury-determination', 'A', determination({ occupation: '电工' }), { basis: 20, ledgerSeq: 2 }),
  // Three contents on one basis: the revision decides.
  eventOf('injury-determination', 'A', determination({ occupation: '钳工' }), { basis: 20, revision: 2, ledgerSeq: 3 }),
  eventOf('injury-determination', 'A', determination({ occupation: '铆工' }), { basis: 20, revision: 3, ledgerSeq: 4 }),
  // Late: lower than everything that stands.
  eventOf('injury-determination', 'A', determination({ occupation: '学徒' }), { basis: 5, ledgerSeq: 5 }),
  // A basis of another kind counts above all of the old kind.
  eventOf('injury-determination', 'B', determination(), { basis: 99, ledgerSeq: 6 }),
  eventOf('injury-determination', 'B', determination({ occupation: '司机' }), { basisEra: 1, basis: 1, ledgerSeq: 7 }),
  // Same basis and revision, two contents, one retraction: RETRACT last, then the digest.
  eventOf('injury-determination', 'C', determination(), { basis: 7, ledgerSeq: 8 }),
  eventOf('injury-determination', 'C', determination({ occupation: '瓦工' }), { basis: 7, ledgerSeq: 9 }),
  eventOf('injury-determination', 'C', null, { basis: 7, ledgerSeq: 10 }),
  // Another month than its first version.
  eventOf('injury-determination', 'D', determination(), { basis: 1, ledgerSeq: 11 }),
  eventOf('injury-determination', 'D', determination({ acceptedOn: '2024-04-02' }), { basis: 2, ledgerSeq: 12 }),
  eventOf(
    'injury-determination',
    'E',
    determination({ worker: { identityRef: 'ref-hr-2', birthYear: null, sex: '2' } }),
    {
      ...{ basis: 1, ledgerSeq: 13 },
    },
  ),
];

/** Stated again by a restored ledger: an event counts from its lowest epoch, which may change what is current. */
const twice: TestEvent[] = [
  eventOf('occupational-disease', 'F', disease(), { basis: 1, ledgerSeq: 1 }),
  eventOf('occupational-disease', 'F', disease(), { basis: 1, ledgerEpoch: 2, ledgerSeq: 1, batchId: 'batch-9' }),
  eventOf('occupational-disease', 'F', disease({ stage: 'P2' }), {
    basis: 1,
    ledgerEpoch: 1,
    revision: 2,
    ledgerSeq: 2,
  }),
  eventOf('occupational-disease', 'G', disease({ stage: 'P3' }), { basis: 1, ledgerEpoch: 3, ledgerSeq: 1 }),
  eventOf('occupational-disease', 'G', disease({ stage: 'P3' }), { basis: 1, ledgerEpoch: 2, ledgerSeq: 4 }),
  eventOf('occupational-disease', 'G', disease({ stage: 'P2' }), {
    basis: 1,
    ledgerEpoch: 2,
    revision: 2,
    ledgerSeq: 5,
  }),
  // Same number, told from each other by nothing but the batch.
  eventOf('occupational-disease', 'H', disease(), {
    basis: 1,
    ledgerSeq: 6,
    batchId: 'batch-1',
    reportingUnit: '220200',
  }),
  eventOf('occupational-disease', 'H', disease(), {
    basis: 1,
    ledgerSeq: 6,
    batchId: 'batch-2',
    reportingUnit: '220300',
  }),
];

const accidents: TestEvent[] = [
  eventOf('work-safety-accident', 'I', accident(), { basis: 1, ledgerSeq: 1 }),
  eventOf('work-safety-accident', 'I', accident({ deaths: 3, grade: '2' }), { basis: 2, ledgerSeq: 2 }),
  // Retracted, and stated again later.
  eventOf('work-safety-accident', 'J', accident(), { basis: 1, ledgerSeq: 3 }),
  eventOf('work-safety-accident', 'J', null, { basis: 2, ledgerSeq: 4 }),
  eventOf('work-safety-accident', 'J', accident({ minorInjuries: 4 }), { basis: 3, ledgerSeq: 5 }),
  eventOf('work-safety-accident', 'K', null, { basis: 1, ledgerSeq: 6 }),
  // Of a source that turns out to be another department's.
  eventOf('work-safety-accident', 'L', accident(), { basis: 1, ledgerSeq: 1, sourceId: 'foreign' }),
  eventOf('work-safety-accident', 'M', accident(), { basis: 1, ledgerSeq: 1, sourceId: 'moved' }),
  // Broken, and of another department's source as well: the department is judged first.
  eventOf('work-safety-accident', 'Q', accident({ deaths: 30, grade: '1' }), {
    ...{ basis: 1, ledgerSeq: 2, sourceId: 'foreign' },
  }),
  // Broken: grade and toll disagree; a digest that is not the payload's.
  eventOf('work-safety-accident', 'N', accident({ deaths: 30, grade: '1' }), { basis: 1, ledgerSeq: 7 }),
  eventOf('work-safety-accident', 'O', accident(), { basis: 1, ledgerSeq: 8, contentDigest: 'f'.repeat(64) }),
];

const workerOf = (identityRef: string) => ({ identityRef, birthYear: 1970, sex: '1' });
const suspicion = (over: object = {}) =>
  disease({
    ...{ reportKind: 'SUSPECTED', certificateNumber: null, stage: null, diagnosedOn: null },
    ...{ worker: workerOf('hc-4'), ...over },
  });
const noon = (day: string) => Date.parse(`${day}T04:00:00Z`);

/** Diagnoses, casualties and the determinations that they lead to, with corrections that make and break links. */
const linked: TestEvent[] = [
  ...[
    eventOf(
      'occupational-disease',
      'L1',
      disease({ certificateNumber: '吉职诊〔2024〕10号', worker: workerOf('hc-2') }),
      {
        ledgerSeq: 7,
      },
    ),
    eventOf('occupational-disease', 'L2', disease({ certificateNumber: 'C-11', worker: workerOf('hc-2') }), {
      ledgerSeq: 8,
    }),
    // The certificate's number is put right: the determination that named it leaves one card and joins another.
    eventOf('occupational-disease', 'L2', disease({ certificateNumber: 'C-12', worker: workerOf('hc-2') }), {
      ...{ basis: 2, ledgerSeq: 9 },
    }),
    eventOf('occupational-disease', 'L3', disease({ certificateNumber: 'C-11', worker: workerOf('hc-3') }), {
      ledgerSeq: 10,
    }),
    eventOf('occupational-disease', 'L4', disease({ certificateNumber: 'C-14', worker: workerOf('hc-4') }), {
      ledgerSeq: 11,
    }),
    // One suspicion under two numbers; its correction says that it was another disease.
    ...[
      eventOf('occupational-disease', 'L5', suspicion(), { ledgerSeq: 13 }),
      eventOf('occupational-disease', 'L6', suspicion(), { ledgerSeq: 14 }),
      eventOf('occupational-disease', 'L7', suspicion(), { ledgerSeq: 15 }),
      eventOf('occupational-disease', 'L7', suspicion({ disease: '04001', hazardFactor: '噪声' }), {
        ...{ basis: 2, ledgerSeq: 16 },
      }),
    ],
  ],
  ...[
    eventOf(
      'injury-determination',
      'M1',
      diseaseDetermination({ diagnosisCertificate: '吉职诊[２０２４]10号', worker: workerOf('hr-3') }),
      { ledgerSeq: 14 },
    ),
    eventOf(
      'injury-determination',
      'M2',
      diseaseDetermination({ diagnosisCertificate: 'C-11', worker: workerOf('hr-3') }),
      { ledgerSeq: 15 },
    ),
    eventOf(
      'injury-determination',
      'M3',
      diseaseDetermination({ diagnosisCertificate: 'C-14', worker: workerOf('hr-5') }),
      { ledgerSeq: 16 },
    ),
    eventOf('injury-determination', 'M3', null, { basis: 2, ledgerSeq: 17 }),
    eventOf(
      'injury-determination',
      'M4',
      determination({ accidentNumber: 'SG-9', worker: workerOf('hr-4'), accidentAt: noon('2024-03-09') }),
      { ledgerSeq: 18 },
    ),
    eventOf('injury-determination', 'M5', determination({ worker: workerOf('hr-4'), accidentAt: noon('2024-03-06') }), {
      ledgerSeq: 19,
    }),
  ],
  ...[
    eventOf('work-safety-accident', 'SG-9', accident({ accidentNumber: 'SG-9' }), { ledgerSeq: 10 }),
    eventOf('work-safety-accident', 'SG-8', accident({ accidentNumber: 'SG-8' }), { ledgerSeq: 11 }),
    eventOf('work-safety-accident', 'SG-8', null, { basis: 2, ledgerSeq: 12 }),
    eventOf('accident-casualty', 'SG-9-01', casualty({ accidentNumber: 'SG-9' }), { ledgerSeq: 1 }),
    eventOf('accident-casualty', 'SG-9-01', casualty({ accidentNumber: 'SG-9', occurredAt: noon('2024-03-20') }), {
      ...{ basis: 0, ledgerSeq: 2 },
    }),
    // The person of SG-9-01 once more, by another accident number.
    eventOf('accident-casualty', 'SG-9-03', casualty({ accidentNumber: 'SG-7' }), { ledgerSeq: 5 }),
    eventOf('accident-casualty', 'SG-8-01', casualty({ accidentNumber: 'SG-8', person: workerOf('em-2') }), {
      ledgerSeq: 3,
    }),
    eventOf('accident-casualty', 'SG-9-02', casualty({ accidentNumber: 'SG-9', person: workerOf('em-2') }), {
      ...{ ledgerSeq: 1, sourceId: 'em-other' },
    }),
  ],
];

const month = { from: '2024-02', to: '2024-02' };
const statements: TestEvent[] = [
  statementEvent(
    { eventType: 'injury-determination', from: '2024-02', to: '2025-03', deliveredUpTo: 19 },
    { ledgerSeq: 1 },
  ),
  // Stated under the epoch of a restored ledger, whose first event is known from an earlier epoch.
  statementEvent({ eventType: 'occupational-disease', ...month, deliveredUpTo: 1 }, { ledgerEpoch: 2, ledgerSeq: 1 }),
  // One event that nobody ever sends, or that is parked; and nothing said of how far it goes.
  statementEvent(
    { eventType: 'occupational-disease', from: '2024-03', to: '2024-03', deliveredUpTo: 12 },
    { ledgerSeq: 1 },
  ),
  statementEvent({ eventType: 'work-safety-accident', ...month, deliveredUpTo: 12 }, { ledgerSeq: 1 }),
  statementEvent({ eventType: 'accident-casualty', ...month, deliveredUpTo: null }, { ledgerSeq: 2 }),
  statementEvent(
    { eventType: 'accident-casualty', from: '2024-01', to: '2024-01', deliveredUpTo: 0 },
    { ledgerSeq: 3 },
  ),
  // One event, delivered twice under one number with two bounds: the tie has one winner.
  statementEvent(
    { eventType: 'accident-casualty', from: '2024-05', to: '2024-05', deliveredUpTo: 3 },
    { ledgerSeq: 4 },
  ),
  statementEvent(
    { eventType: 'accident-casualty', from: '2024-05', to: '2024-05', deliveredUpTo: 4 },
    { ledgerSeq: 4 },
  ),
];

function truncated(message: Message): Message {
  return { ...message, body: message.body.subarray(0, message.body.length - 9) };
}

/** A good event of which one copy arrives spoilt, and an event of which only the spoilt copy arrives. */
const spoilt = [
  truncated(eventMessage(NS, determinations[5]!)),
  truncated(eventMessage(NS, eventOf('work-safety-accident', 'P', accident(), { ledgerSeq: 9 }))),
];

/** On a day of its own, so that it is told by nobody else. */
const accidentOn = (day: string, over: object = {}) =>
  accident({ occurredAt: noon(day), reportedAt: noon(day) + 3_600_000, ...over });

/** An event that registrations give to another department and back, and some that are good whatever the register says. */
const aside = [
  eventOf('work-safety-accident', 'S', accidentOn('2024-05-01'), { basis: 1, ledgerSeq: 2, sourceId: 'moved' }),
  eventOf('work-safety-accident', 'T', accidentOn('2024-05-11'), { basis: 1, ledgerSeq: 20 }),
  eventOf('work-safety-accident', 'T', accidentOn('2024-05-11', { minorInjuries: 2 }), { basis: 2, ledgerSeq: 21 }),
  eventOf('work-safety-accident', 'U', accidentOn('2024-05-21'), { basis: 1, ledgerSeq: 22 }),
].map((event) => eventMessage(NS, event));
const broken = accidents.slice(-2).map((event) => eventMessage(NS, event));
const foreign = eventMessage(NS, accidents[6]!);
/** Two messages of one event; the one that counts is discarded, so the other does. */
const oneOfTwo = eventMessage(NS, twice[6]!);

const decisions: readonly Message[] = [
  // The later of two decisions counts, and the last word is withdrawn, repeated, or withdrawn too early.
  decisionMessage(NS, { minute: 1, messages: [broken[0]!, foreign, aside[0]!, aside[2]!].map(nameOf) }),
  decisionMessage(NS, { minute: 2, messages: [broken[1]!, aside[3]!, spoilt[0]!, spoilt[1]!].map(nameOf) }),
  decisionMessage(NS, { kind: 'RETRY', minute: 3, messages: [broken[1]!, aside[3]!].map(nameOf) }),
  decisionMessage(NS, { minute: 4, messages: [broken[1]!, oneOfTwo].map(nameOf) }),
  decisionMessage(NS, { kind: 'RETRY', minute: 0, messages: [aside[2]!, spoilt[1]!].map(nameOf) }),
  // Two at one time: the name decides. One name that says two things. A kind of tomorrow.
  decisionMessage(NS, { decisionId: 'a', minute: 5, kind: 'RETRY', messages: [nameOf(foreign)] }),
  decisionMessage(NS, { decisionId: 'b', minute: 5, messages: [nameOf(foreign)] }),
  decisionMessage(NS, { decisionId: 'c', minute: 6, messages: [nameOf(aside[1]!)] }),
  decisionMessage(NS, { decisionId: 'c', minute: 6, kind: 'RETRY', messages: [nameOf(aside[1]!)] }),
  decisionMessage(NS, { kind: 'SPLIT', minute: 7, messages: [nameOf(aside[1]!)] }),
];

const messages: readonly Message[] = [
  ...[...determinations, ...twice, ...accidents, ...linked, ...statements].map((event) => eventMessage(NS, event)),
  ...spoilt,
  ...aside,
  ...decisions,
  resolutionMessage(NS, { identityRef: 'ref-hr-1', personId: 'person-1', sequence: 1 }),
  resolutionMessage(NS, { identityRef: 'ref-hr-1', personId: 'person-2', sequence: 2 }),
  resolutionMessage(NS, { identityRef: 'ref-hr-2', personId: 'person-2', sequence: 1 }),
  resolutionMessage(NS, {
    identityRef: 'ref-hc-1',
    sourceId: 'hc-jl',
    department: 'health-commission',
    personId: 'person-2',
  }),
  resolutionMessage(NS, { identityRef: 'ref-hr-2', personId: null, sequence: 1, rule: 'ANONYMOUS' }),
  ...(['hc-2', 'hc-3', 'hc-4'] as const).map((identityRef, index) =>
    resolutionMessage(NS, {
      ...{ sourceId: 'hc-jl', department: 'health-commission', identityRef, personId: `person-h${index}` },
    }),
  ),
  // Taken for another person first: links move when the vault decides anew.
  resolutionMessage(NS, { identityRef: 'hr-3', personId: 'person-h1', sequence: 1 }),
  resolutionMessage(NS, { identityRef: 'hr-3', personId: 'person-h0', sequence: 2 }),
  resolutionMessage(NS, { identityRef: 'hr-4', personId: 'person-e' }),
  resolutionMessage(NS, {
    sourceId: 'em-jl',
    department: 'emergency-management',
    identityRef: 'ref-em-1',
    personId: 'person-e',
  }),
  registrationMessage(NS, { sourceId: 'hc-jl', department: 'health-commission', eventTypes: ['occupational-disease'] }),
  registrationMessage(NS, {
    ...{ sourceId: 'em-jl', department: 'emergency-management' },
    eventTypes: ['work-safety-accident', 'accident-casualty', 'period-statement'],
  }),
  registrationMessage(NS, { sourceId: 'foreign', version: 1, department: 'health-commission' }),
  registrationMessage(NS, { sourceId: 'moved', version: 1, department: 'health-commission' }),
  registrationMessage(NS, { sourceId: 'moved', version: 2, department: 'emergency-management' }),
  registrationMessage(NS, { sourceId: 'hr-cc' }),
  statementMessage(NS, { statementSeq: 1, submitted: 3 }),
  statementMessage(NS, { statementSeq: 2, submitted: 13 }),
];

/** What no digest holds, since a ledger's numbers or a day are in it: the standing of statements, and gaps. */
async function answers(pool: pg.Pool) {
  return {
    statements: await readPeriodStatements(pool, { from: '2024-01', to: '2024-06' }),
    gaps: (await readGaps(pool, { gapId: 'G1', asOf: '2024-12-31', limit: 100 })).rows,
  };
}

describe('the dataset', () => {
  let database: TestDatabase;
  const deps = depsOf(NS);
  beforeAll(async () => {
    database = await createDatasetUnderTest();
  });
  afterAll(() => database?.drop());

  async function deliver(sent: readonly number[], sizes: readonly number[]): Promise<Record<string, unknown>> {
    await emptyDataset(database.pool);
    for (const batch of batchesOf(messages, { sent, sizes })) await apply(database.pool, batch, deps);
    return { ...(await digests(database.pool)), ...(await answers(database.pool)) };
  }

  it(`is a function of the set of events: ${PERMUTATIONS} permutations, repetitions and batches give one digest`, async () => {
    const expected = await deliver([...messages.keys()], [1]);
    await fc.assert(
      fc.asyncProperty(deliveriesOf(messages), async ({ sent, sizes }) => {
        expect(await deliver(sent, sizes)).toEqual(expected);
      }),
      randomRuns(PERMUTATIONS),
    );
  });

  it('says what the set says', async () => {
    await deliver([...messages.keys()].reverse(), [7]);
    const { rows } = await database.pool.query(
      `SELECT record_id, occupation, operation FROM current_injury_determination ORDER BY record_id`,
    );
    expect(rows.slice(0, 5).map((row) => [row.record_id, row.occupation, row.operation])).toEqual([
      ['A', '铆工', 'ASSERT'],
      ['B', '司机', 'ASSERT'],
      ['C', null, 'RETRACT'],
      ['D', '焊工', 'ASSERT'],
      ['E', '焊工', 'ASSERT'],
    ]);
    const diseases = await database.pool.query('SELECT record_id, stage FROM current_occupational_disease ORDER BY 1');
    expect(diseases.rows.slice(0, 3).map((row) => [row.record_id, row.stage])).toEqual([
      ['F', 'P2'],
      ['G', 'P2'],
      ['H', 'P1'],
    ]);
  });

  it('keeps out what the set and its decisions keep out', async () => {
    await deliver([...messages.keys()].reverse(), [7]);
    const { rows } = await database.pool.query(
      `SELECT DISTINCT event_type, source_id, reason_code, discarded FROM parked_message ORDER BY 1, 2, 3`,
    );
    expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
      'work-safety-accident em-jl AVRO_UNDECODABLE true',
      'work-safety-accident em-jl CONTENT_DIGEST_MISMATCH true',
      'work-safety-accident em-jl DISCARDED true',
      'work-safety-accident em-jl RULE_BROKEN true',
      'work-safety-accident foreign WRONG_DEPARTMENT false',
      'work-safety-accident foreign WRONG_DEPARTMENT true',
      'work-safety-accident moved DISCARDED true',
      '  RULE_BROKEN false',
    ]);
    const accidentsApplied = await database.pool.query(
      `SELECT record_id, minor_injuries FROM latest_work_safety_accident WHERE record_id IN ('S', 'T', 'U') ORDER BY 1`,
    );
    expect(accidentsApplied.rows.map((row) => [row.record_id, row.minor_injuries])).toEqual([
      ['T', 0],
      ['U', 0],
    ]);
    const { rows: units } = await database.pool.query(`SELECT reporting_unit FROM event_version WHERE record_id = 'H'`);
    expect(units).toEqual([{ reporting_unit: '220300' }]);
  });

  async function linksFound(kinds: string): Promise<string[]> {
    const { rows } = await database.pool.query(
      `SELECT rule, left_record_id, right_record_id FROM record_link WHERE kind ${kinds} ORDER BY kind, rule, 2, 3`,
    );
    return rows.map((row) => `${row.left_record_id} ${row.rule} ${row.right_record_id}`);
  }

  it('links what the set links', async () => {
    await deliver([...messages.keys()].reverse(), [7]);
    expect(await linksFound(`NOT LIKE 'SAME_%'`)).toEqual([
      'SG-9 SOURCE_NUMBER SG-9-01',
      'SG-9 UNIQUE_NUMBER SG-9-02',
      'SG-9-01 ACCIDENT_NUMBER M4',
      'SG-9-01 PERSON_DATE M5',
      'SG-9-03 PERSON_DATE M5',
      'L1 CERTIFICATE M1',
      'L1 PERSON M2',
      'L2 PERSON M2',
    ]);
  });

  it('finds the events that the set tells twice', async () => {
    await deliver([...messages.keys()].reverse(), [7]);
    expect(await linksFound(`LIKE 'SAME_%'`)).toEqual([
      'SG-9 PLACE_TIME M',
      'SG-9-01 PERSON_DAY SG-9-03',
      ...['A B', 'A D', 'A E', 'B D', 'B E', 'D E'].map((pair) => pair.replace(' ', ' PERSON_ACCIDENT ')),
      ...['F G', 'F H', 'G H'].map((pair) => pair.replace(' ', ' CERTIFICATE ')),
      'L5 PERSON_DISEASE L6',
    ]);
  });

  it('believes the statements that the set bears out', async () => {
    await deliver([...messages.keys()].reverse(), [7]);
    const stated = await readPeriodStatements(database.pool, { from: '2024-01', to: '2024-05' });
    const said = stated.filter(({ state }) => state !== 'MISSING');
    expect(said.map(({ eventType, month: of, state }) => [eventType, of, state])).toEqual([
      ['accident-casualty', '2024-01', 'HOLDS'],
      ['accident-casualty', '2024-02', 'WAITING'],
      ['accident-casualty', '2024-05', 'HOLDS'],
      ['work-safety-accident', '2024-02', 'HOLDS'],
      ['occupational-disease', '2024-02', 'HOLDS'],
      ['occupational-disease', '2024-03', 'WAITING'],
      ['injury-determination', '2024-02', 'HOLDS'],
      ['injury-determination', '2024-03', 'HOLDS'],
      ['injury-determination', '2024-04', 'HOLDS'],
      ['injury-determination', '2024-05', 'HOLDS'],
    ]);
  });
});
