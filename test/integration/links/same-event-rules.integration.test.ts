import { jest } from '@jest/globals';
import type { TestDatabase } from '../../stack/fixtures.js';
import { linksOfRecord } from '../../../services/dataset/links/links-of-record.js';
import { createDatasetUnderTest, emptyDataset } from '../consolidator/dataset-under-test.js';
import {
  accident,
  casualty,
  determination,
  disease,
  diseaseDetermination,
  eventOf,
  type Message,
  type TestEvent,
} from '../consolidator/event-factory.js';
import { linksAfter, noon, person, workerOf } from './links-after.js';

jest.setTimeout(60_000);

/** By Asia/Shanghai, on the day of the accident of the factory (14:20). */
const at = (time: string) => Date.parse(`2024-03-05T${time}+08:00`);
const FIRM = '91220101MA0Y1B2C4Q';
const OTHER_FIRM = '91220201MA141D6H0Y';
const firm = (uscc: string | null) => ({
  ...{ uscc, name: '长春示例机械有限公司', personRef: null, industry: '0111', division: '220102' },
});

const happened = (recordId: string, over: object = {}, sourceId = 'em-jl') =>
  eventOf(
    'work-safety-accident',
    recordId,
    accident({ accidentNumber: recordId, reportedAt: at('18:00:00'), ...over }),
    { sourceId },
  );
const hurt = (recordId: string, over: object = {}) =>
  eventOf('accident-casualty', recordId, casualty({ casualtyNumber: recordId, person: workerOf('c'), ...over }));
const card = (recordId: string, over: object = {}) =>
  eventOf('occupational-disease', recordId, disease({ reportCardNumber: recordId, worker: workerOf('d'), ...over }));
const suspicion = (recordId: string, over: object = {}) =>
  card(recordId, { reportKind: 'SUSPECTED', certificateNumber: null, diagnosedOn: null, stage: null, ...over });
const applied = (recordId: string, over: object = {}, sourceId = 'hr-cc') =>
  eventOf(
    'injury-determination',
    recordId,
    determination({ applicationNumber: recordId, worker: workerOf('t'), ...over }),
    { sourceId },
  );
const filed = (recordId: string, over: object = {}) =>
  applied(recordId, { ...diseaseDetermination(), applicationNumber: recordId, worker: workerOf('t'), ...over });
const retracted = ({ eventType, header }: TestEvent) =>
  eventOf(eventType, header.recordId, null, { sourceId: header.sourceId, basis: 2 });

const known = [person('d', 'p'), person('d2', 'p'), person('t', 'p'), person('t2', 'p'), person('c', 'p')];
const strangers = [person('d', 'p'), person('d2', 'q'), person('t', 'p'), person('t2', 'q'), person('c', 'p')];

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatasetUnderTest();
});
beforeEach(() => emptyDataset(database.pool));
afterAll(() => database?.drop());

const expectLinks = async (events: TestEvent[], persons: Message[], expected: string[]) =>
  expect(await linksAfter(database.pool, events, persons, 'of-one-event')).toEqual(expected);

describe('two accident reports', () => {
  it.each<[string, TestEvent[], string[]]>([
    ['one place and minute', [happened('A'), happened('B', { occurredAt: at('14:20:40') })], ['A PLACE_TIME B']],
    ['of two sources, numbered alike', [happened('A'), happened('A', {}, 'other')], ['A PLACE_TIME A']],
    [
      'three of one accident',
      [happened('A'), happened('B'), happened('C')],
      ['A PLACE_TIME B', 'A PLACE_TIME C', 'B PLACE_TIME C'],
    ],
    [
      'a toll that has risen: one died in hospital',
      [happened('A', { deaths: 0, seriousInjuries: 1 }), happened('B')],
      ['A PLACE_TIME B'],
    ],
    [
      'one names its employer, the other does not',
      [happened('A', { employer: firm(FIRM) }), happened('B', { accidentType: '1986-07' })],
      ['A PLACE_TIME B'],
    ],
    ['two employers', [happened('A', { employer: firm(FIRM) }), happened('B', { employer: firm(OTHER_FIRM) })], []],
    ['more came to harm', [happened('A'), happened('B', { minorInjuries: 2 })], []],
    ['another group', [happened('A'), happened('B', { reportGroup: '11' })], []],
    ['another county', [happened('A'), happened('B', { division: '220103' })], []],
    ['the minute after, nobody named', [happened('A'), happened('B', { occurredAt: at('14:21:00') })], []],
    [
      'one employer, an hour apart, more came to harm',
      [
        happened('A', { employer: firm(FIRM) }),
        happened('B', { employer: firm(FIRM), occurredAt: at('15:20:00'), minorInjuries: 2 }),
      ],
      ['A EMPLOYER_TIME B'],
    ],
    [
      'one employer, more than an hour apart',
      [happened('A', { employer: firm(FIRM) }), happened('B', { employer: firm(FIRM), occurredAt: at('15:20:01') })],
      [],
    ],
    [
      'one employer within the hour, another kind of accident',
      [
        happened('A', { employer: firm(FIRM) }),
        happened('B', { employer: firm(FIRM), occurredAt: at('14:40:00'), accidentType: '1986-07' }),
      ],
      [],
    ],
    ['of which one was taken back', [happened('A'), happened('B'), retracted(happened('B'))], []],
  ])('%s', async (_what, events, expected) => expectLinks(events, [], expected));
});

describe('two casualty records', () => {
  const nextDay = { occurredAt: noon('2024-03-06') };
  it.each<[string, TestEvent[], Message[], string[]]>([
    ['one person and accident', [hurt('A'), hurt('B')], known, ['A ACCIDENT_NUMBER B']],
    [
      'one accident, whose day is mistyped',
      [hurt('A'), hurt('B', { ...nextDay, accidentNumber: 'ＳＧ-1' })],
      known,
      ['A ACCIDENT_NUMBER B'],
    ],
    ['one person and day, two numbers', [hurt('A'), hurt('B', { accidentNumber: 'SG-2' })], known, ['A PERSON_DAY B']],
    [
      'one person, two accidents on two days',
      [hurt('A'), hurt('B', { ...nextDay, accidentNumber: 'SG-2' })],
      known,
      [],
    ],
    [
      'two persons of one accident',
      [hurt('A'), hurt('B', { person: workerOf('c2') })],
      [...known, person('c2', 'q')],
      [],
    ],
    [
      'two of whom only the names are known',
      [hurt('A'), hurt('B', { person: workerOf('c2') })],
      [person('c', null), person('c2', null)],
      [],
    ],
  ])('%s', async (_what, events, persons, expected) => expectLinks(events, persons, expected));
});

describe('two report cards', () => {
  it.each<[string, TestEvent[], Message[], string[]]>([
    ['one certificate and person', [card('A'), card('B', { worker: workerOf('d2') })], known, ['A CERTIFICATE B']],
    [
      'one certificate, written otherwise, nobody known',
      [card('A'), card('B', { certificateNumber: 'ｃ1' })],
      [],
      ['A CERTIFICATE B'],
    ],
    ['one certificate, two persons', [card('A'), card('B', { worker: workerOf('d2') })], strangers, []],
    ['two certificates of one person', [card('A'), card('B', { certificateNumber: 'C-2' })], known, []],
    [
      'stages of one story',
      [
        suspicion('A', { reportedOn: '2024-02-08' }),
        card('B'),
        card('C', { reportKind: 'REASSESSED_UPHELD', certificateNumber: 'C-2', priorCertificateNumber: 'C-1' }),
        card('D', { reportKind: 'PROGRESSED', stage: 'P2', certificateNumber: 'C-3', priorCertificateNumber: 'C-2' }),
      ],
      known,
      [],
    ],
    [
      'one suspicion, 15 days apart',
      [suspicion('A'), suspicion('B', { reportedOn: '2024-03-01' })],
      known,
      ['A PERSON_DISEASE B'],
    ],
    ['one suspicion, 16 days apart', [suspicion('A'), suspicion('B', { reportedOn: '2024-03-02' })], known, []],
    [
      'one suspicion by two catalogues: the hazard is the same',
      [
        suspicion('A', { disease: '05028', hazardFactor: '苯' }),
        suspicion('B', { disease: '05027', hazardFactor: '苯' }),
      ],
      known,
      ['A PERSON_DISEASE B'],
    ],
    [
      'two suspicions of one person',
      [suspicion('A'), suspicion('B', { disease: '04001', hazardFactor: '噪声' })],
      known,
      [],
    ],
    [
      'a suspicion and that it was nothing',
      [suspicion('A'), suspicion('B', { reportKind: 'NOT_OCCUPATIONAL' })],
      known,
      [],
    ],
    ['suspicions of two persons', [suspicion('A'), suspicion('B', { worker: workerOf('d2') })], strangers, []],
    [
      'suspicions of whom only the names are known',
      [suspicion('A'), suspicion('B', { worker: workerOf('d2') })],
      [person('d', null), person('d2', null)],
      [],
    ],
  ])('%s', async (_what, events, persons, expected) => expectLinks(events, persons, expected));
});

describe('two applications', () => {
  const again = { appliedOn: '2024-05-10', acceptedOn: '2024-05-15' };
  const decided = (conclusion: string, more: object = {}) => ({
    ...{
      status: 'DELIVERED',
      conclusion,
      decidedOn: '2024-04-20',
      deliveredOn: '2024-04-25',
      ...{ decisionNumber: '长人社工认〔2024〕7号', situation: conclusion === 'RECOGNIZED' ? '14-1' : null, ...more },
    },
  });
  it.each<[string, TestEvent[], Message[], string[]]>([
    [
      'one person and injury',
      [applied('A'), applied('B', { accidentAt: noon('2024-03-05') })],
      known,
      ['A PERSON_ACCIDENT B'],
    ],
    [
      'at the bureaus of two places',
      [applied('A'), applied('B', {}, 'hr-jl')],
      [...known, person('t', 'p', 1, 'hr-jl')],
      ['A PERSON_ACCIDENT B'],
    ],
    [
      'one person, injured again the day after',
      [applied('A'), applied('B', { accidentAt: noon('2024-03-06') })],
      known,
      [],
    ],
    ['two persons injured on one day', [applied('A'), applied('B', { worker: workerOf('t2') })], strangers, []],
    ['one disease, nobody known', [filed('A'), filed('B', { diagnosisCertificate: ' c-1' })], [], ['A CERTIFICATE B']],
    ['one certificate, two persons', [filed('A'), filed('B', { worker: workerOf('t2') })], strangers, []],
    ['two diseases of one person', [filed('A'), filed('B', { diagnosisCertificate: 'C-2' })], known, []],
    [
      'recognised, and applied for again',
      [applied('A', decided('RECOGNIZED')), applied('B', again)],
      known,
      ['A PERSON_ACCIDENT B'],
    ],
    ['refused, and applied for again', [applied('A', decided('NOT_RECOGNIZED')), applied('B', again)], known, []],
    ['ended, and applied for again', [applied('A', decided('TERMINATED')), applied('B', again)], known, []],
    [
      'revoked, and applied for again, the later number first',
      [applied('B', decided('RECOGNIZED', { status: 'REVOKED' })), applied('A', again)],
      known,
      [],
    ],
    [
      'not accepted, and applied for again',
      [applied('A', { status: 'REJECTED', acceptedOn: null }), applied('B', again)],
      known,
      [],
    ],
    [
      'while the first was open, which was refused later',
      [applied('A', decided('NOT_RECOGNIZED')), applied('B', { appliedOn: '2024-04-20', acceptedOn: '2024-04-22' })],
      known,
      ['A PERSON_ACCIDENT B'],
    ],
    [
      'the second not accepted, since the first was',
      [applied('A'), applied('B', { ...again, status: 'REJECTED', acceptedOn: null })],
      known,
      ['A PERSON_ACCIDENT B'],
    ],
    [
      'one disease, refused, and applied for again',
      [filed('A', decided('NOT_RECOGNIZED')), filed('B', again)],
      known,
      [],
    ],
  ])('%s', async (_what, events, persons, expected) => expectLinks(events, persons, expected));
});

it('a record told twice is seen from both sides, with evidence that holds no value of a record', async () => {
  await linksAfter(database.pool, [happened('A'), happened('B')], [], 'of-one-event');
  const name = { sourceId: 'em-jl', eventType: 'work-safety-accident' };
  const evidence = { samePlace: true, sameEmployer: null, sameType: true, sameToll: true, minutesApart: 0 };
  const link = { kind: 'SAME_ACCIDENT', rule: 'PLACE_TIME', score: null, evidence };
  const other = (recordId: string) => ({ ...name, recordId, department: 'emergency-management' });
  expect(await linksOfRecord(database.pool, { ...name, recordId: 'A' })).toEqual([
    { ...link, side: 'left', other: other('B') },
  ]);
  expect(await linksOfRecord(database.pool, { ...name, recordId: 'B' })).toEqual([
    { ...link, side: 'right', other: other('A') },
  ]);
});

it.each([
  ['work-safety-accident', 'left'],
  ['work-safety-accident', 'right'],
  ['accident-casualty', 'right'],
  ['occupational-disease', 'left'],
  ['occupational-disease', 'right'],
  ['injury-determination', 'left'],
])('the links of a record of %s (%s) are looked up by index', async (eventType, side) => {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL enable_seqscan = off');
    const { rows } = await client.query(
      `EXPLAIN SELECT * FROM record_link
       WHERE ${side}_source_id = 'a' AND ${side}_event_type = '${eventType}' AND ${side}_record_id = 'b'`,
    );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).not.toContain('Seq Scan');
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});
