import { jest } from '@jest/globals';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import type { TestDatabase } from '../../stack/fixtures.js';
import { linksOfRecord } from '../../../services/dataset/links/links-of-record.js';
import { apply, createDatasetUnderTest, depsOf, emptyDataset, positions } from '../consolidator/dataset-under-test.js';
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
import { linksAfter, noon, NS, person, workerOf } from './links-after.js';

jest.setTimeout(60_000);

const DISEASE = 'occupational-disease';
const DETERMINATION = 'injury-determination';
const CASUALTY = 'accident-casualty';
const ACCIDENT = 'work-safety-accident';

const diseaseOf = (over: object = {}) => eventOf(DISEASE, 'D', disease({ worker: workerOf('d'), ...over }));
const filed = (over: object = {}, id = 'T') =>
  eventOf(DETERMINATION, id, diseaseDetermination({ worker: workerOf('t'), ...over }));
const hurt = (over: object = {}) => eventOf(CASUALTY, 'C', casualty({ person: workerOf('c'), ...over }));
const injured = (over: object = {}) =>
  eventOf(DETERMINATION, 'T', determination({ worker: workerOf('t'), accidentAt: noon('2024-03-05'), ...over }));
const accidentOf = (accidentNumber: string, sourceId = 'em-jl') =>
  eventOf(ACCIDENT, accidentNumber, accident({ accidentNumber }), { sourceId });

const samePerson = [person('d', 'p'), person('t', 'p'), person('c', 'p')];
const strangers = [person('d', 'p'), person('t', 'q'), person('c', 'r')];

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatasetUnderTest();
});
beforeEach(() => emptyDataset(database.pool));
afterAll(() => database?.drop());

describe('a diagnosis and a determination', () => {
  it.each<[string, TestEvent[], Message[], string[]]>([
    [
      'one certificate, however it is written',
      [diseaseOf({ certificateNumber: '吉职诊〔2024〕7号' }), filed({ diagnosisCertificate: ' 吉职诊[２０２４] 7号' })],
      [],
      ['D CERTIFICATE T'],
    ],
    ['one certificate and one person', [diseaseOf(), filed()], samePerson, ['D CERTIFICATE T']],
    ['one certificate, one of the persons unknown', [diseaseOf(), filed()], [person('d', 'p')], ['D CERTIFICATE T']],
    [
      'one certificate, one of the persons undecided',
      [diseaseOf(), filed()],
      [person('d', 'p'), person('t', null)],
      ['D CERTIFICATE T'],
    ],
    ['one certificate, two persons', [diseaseOf(), filed()], strangers, []],
    [
      'a certificate that is nothing but signs',
      [diseaseOf({ certificateNumber: '-' }), filed({ diagnosisCertificate: '—' })],
      [],
      [],
    ],
    [
      'one person, dates 31 days apart',
      [diseaseOf({ certificateNumber: 'X' }), filed({ diagnosedOn: '2024-03-12' })],
      samePerson,
      ['D PERSON T'],
    ],
    [
      'one person, dates 32 days apart',
      [diseaseOf({ certificateNumber: 'X' }), filed({ diagnosedOn: '2024-03-13' })],
      samePerson,
      [],
    ],
    ['one person, an accident', [diseaseOf({ certificateNumber: 'X' }), injured()], samePerson, []],
    [
      'a suspicion',
      [diseaseOf({ reportKind: 'SUSPECTED', certificateNumber: null, diagnosedOn: null }), filed()],
      samePerson,
      [],
    ],
    [
      'two applications, of which one names its certificate',
      [diseaseOf({ certificateNumber: 'X' }), eventOf(DISEASE, 'E', disease({ worker: workerOf('d') })), filed()],
      samePerson,
      ['E CERTIFICATE T'],
    ],
    [
      'a certificate of somebody else, and the right person',
      [diseaseOf({ certificateNumber: 'X' }), eventOf(DISEASE, 'E', disease({ worker: workerOf('d2') })), filed()],
      [...samePerson, person('d2', 'other')],
      ['D PERSON T'],
    ],
    [
      'a retracted application',
      [diseaseOf(), filed(), eventOf(DETERMINATION, 'T', null, { basis: 2 })],
      samePerson,
      [],
    ],
  ])('%s', async (_what, events, persons, expected) => {
    expect(await linksAfter(database.pool, events, persons)).toEqual(expected);
  });

  it('are linked and parted as the vault thinks again', async () => {
    expect(await linksAfter(database.pool, [diseaseOf({ certificateNumber: 'X' }), filed()], strangers)).toEqual([]);
    const again = positions('later');
    const decide = (...persons: Message[]) => apply(database.pool, persons.map(again), depsOf(NS));
    const count = async () => (await database.pool.query('SELECT FROM record_link')).rowCount;
    await decide(person('t', 'p', 2));
    expect(await count()).toBe(1);
    await decide(person('t', null, 3));
    expect(await count()).toBe(0);
  });
});

describe('a casualty and a determination', () => {
  it.each<[string, TestEvent[], Message[], string[]]>([
    [
      'one person and one accident number',
      [hurt(), injured({ accidentNumber: 'ＳＧ-1', accidentAt: noon('2024-01-05') })],
      samePerson,
      ['C ACCIDENT_NUMBER T'],
    ],
    [
      'one person, the day before',
      [hurt(), injured({ accidentAt: noon('2024-03-04') })],
      samePerson,
      ['C PERSON_DATE T'],
    ],
    ['one person, two days later', [hurt(), injured({ accidentAt: noon('2024-03-07') })], samePerson, []],
    [
      'one person, another number on the same day',
      [hurt(), injured({ accidentNumber: 'SG-7' })],
      samePerson,
      ['C PERSON_DATE T'],
    ],
    ['one accident number, two persons', [hurt(), injured({ accidentNumber: 'SG-1' })], strangers, []],
    ['one accident number, a person unknown', [hurt(), injured({ accidentNumber: 'SG-1' })], [person('c', 'p')], []],
    // 23:30 and 00:30 by Shanghai are two days; by UTC they would be one.
    [
      'days by Asia/Shanghai',
      [
        hurt({ occurredAt: Date.parse('2024-03-03T15:30:00Z') }),
        injured({ accidentAt: Date.parse('2024-03-04T16:30:00Z') }),
      ],
      samePerson,
      [],
    ],
  ])('%s', async (_what, events, persons, expected) => {
    expect(await linksAfter(database.pool, events, persons)).toEqual(expected);
  });
});

describe('an accident and a casualty', () => {
  const elsewhere = (sourceId: string) => eventOf(CASUALTY, 'C', casualty(), { sourceId });
  it.each<[string, TestEvent[], string[]]>([
    ['one number in one source', [accidentOf('SG-1'), hurt()], ['SG-1 SOURCE_NUMBER C']],
    [
      'the own source before another',
      [accidentOf('SG-1'), accidentOf('SG-1', 'em-2'), hurt()],
      ['SG-1 SOURCE_NUMBER C'],
    ],
    [
      'another source, when the number is there once',
      [accidentOf('SG-1'), elsewhere('em-3')],
      ['SG-1 UNIQUE_NUMBER C'],
    ],
    [
      'another source, when the number is there twice',
      [accidentOf('SG-1'), accidentOf('SG-1', 'em-2'), elsewhere('em-3')],
      [],
    ],
    ['another number', [accidentOf('SG-2'), hurt()], []],
  ])('%s', async (_what, events, expected) => {
    expect(await linksAfter(database.pool, events, [])).toEqual(expected);
  });
});

describe('the links of a record', () => {
  it('are seen from both sides, with evidence that holds no value of a record', async () => {
    await linksAfter(database.pool, [diseaseOf(), filed({ diagnosedOn: '2024-02-12' })], samePerson);
    const fromDisease = await linksOfRecord(database.pool, { sourceId: 'hc-jl', eventType: DISEASE, recordId: 'D' });
    const fromCase = await linksOfRecord(database.pool, { sourceId: 'hr-cc', eventType: DETERMINATION, recordId: 'T' });
    const link = { kind: 'DIAGNOSIS_DETERMINATION', rule: 'CERTIFICATE', score: null };
    const evidence = { certificate: true, samePerson: true, daysApart: 2 };
    const [hr, hc] = ['human-resources', 'health-commission'];
    const other = { sourceId: 'hr-cc', eventType: DETERMINATION, recordId: 'T', department: hr };
    expect(fromDisease).toEqual([{ ...link, evidence, side: 'left', other }]);
    const card = { sourceId: 'hc-jl', eventType: DISEASE, recordId: 'D', department: hc };
    expect(fromCase).toEqual([{ ...link, evidence, side: 'right', other: card }]);
  });

  it('are looked up by index, not by going through all records', async () => {
    const plan = await inTransaction(database.pool, async (client) => {
      await client.query('SET LOCAL enable_seqscan = off');
      const { rows } = await client.query(
        `EXPLAIN SELECT * FROM record_link WHERE right_source_id = 'a' AND right_event_type = '${DETERMINATION}' AND right_record_id = 'b'`,
      );
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).not.toContain('Seq Scan');
    expect(plan).not.toContain('latest_work_safety_accident');
  });
});
