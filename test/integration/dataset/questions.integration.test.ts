import { jest } from '@jest/globals';
import { createAvroDecoder } from '../../../infra/registry/avro-decoder.js';
import { eventContract } from '../../../schemas/generated/contract-index.js';
import { readBalance } from '../../../services/dataset/balance.js';
import { countRecords, findRecords, type RecordFilter } from '../../../services/dataset/find-records.js';
import { readRecordHistory } from '../../../services/dataset/record-history.js';
import { versionColumnNames } from '../../../services/dataset/version-columns.js';
import { listSources } from '../../../services/dataset/sources.js';
import type { TestDatabase } from '../../stack/fixtures.js';
import {
  apply,
  createDatasetUnderTest,
  depsOf,
  positions,
  registryOfTest,
} from '../consolidator/dataset-under-test.js';
import {
  accident,
  determination,
  eventMessage,
  eventOf,
  registrationMessage,
  statementMessage,
} from '../consolidator/event-factory.js';

jest.setTimeout(60_000);

const NS = 'questions';
const TYPE = 'injury-determination';
const contract = eventContract(TYPE);
const uscc = '91220101MA0Y1B2C4Q';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatasetUnderTest();
  const employer = { uscc: null, name: '甲', personRef: null, industry: null, division: null };
  const events = [
    eventOf(TYPE, 'A', determination(), { ledgerSeq: 1 }),
    eventOf(TYPE, 'A', determination({ occupation: '电工', acceptedOn: '2024-04-02' }), { basis: 2, ledgerSeq: 2 }),
    eventOf(TYPE, 'B', determination({ insuranceDivision: '220100', employer: { ...employer, uscc } }), {
      ledgerSeq: 3,
    }),
    eventOf(TYPE, 'C', determination({ insuranceDivision: '220202', hostEmployer: employer }), { ledgerSeq: 4 }),
    eventOf(TYPE, 'D', determination({ insuranceDivision: 'JLX-CCXQ' }), { ledgerSeq: 5 }),
    eventOf(TYPE, 'E', determination(), { ledgerSeq: 6 }),
    eventOf(TYPE, 'E', null, { basis: 2, ledgerSeq: 7 }),
    eventOf(TYPE, 'F', determination(), { ledgerSeq: 8, sourceId: 'hr-jl' }),
    eventOf('work-safety-accident', 'X', accident({ deaths: 30 }), { ledgerSeq: 1 }),
    eventOf('work-safety-accident', 'Y', accident(), { ledgerSeq: 2, sourceId: 'hr-cc' }),
  ];
  const messages = [
    ...events.map((event) => eventMessage(NS, event)),
    eventMessage(NS, events[0]!),
    registrationMessage(NS, {}),
    registrationMessage(NS, { sourceId: 'em-jl', department: 'emergency-management' }),
    statementMessage(NS, { submitted: 8, rejected: 2, unchanged: 1, added: 4, retracted: 1, published: 6 }),
    statementMessage(NS, {
      submitted: 7,
      rejected: 2,
      unchanged: 1,
      added: 5,
      retracted: 1,
      published: 6,
      statementSeq: 2,
      impliedRetractions: 2,
    }),
    statementMessage(NS, { period: '2024-04', submitted: 1, corrected: 1, published: 1 }),
    statementMessage(NS, { period: 'UNREADABLE', submitted: 1, rejected: 1 }),
    // Another department's word about a source that is not its own.
    statementMessage(NS, { department: 'health-commission', submitted: 1000 }),
    statementMessage(NS, {
      sourceId: 'em-jl',
      department: 'emergency-management',
      eventType: 'work-safety-accident',
      submitted: 3,
      added: 3,
      published: 2,
    }),
  ];
  const position = positions();
  await apply(database.pool, messages.map(position), depsOf(NS));
});
afterAll(() => database?.drop());

const idsOf = async (filter: Omit<RecordFilter, 'contract'>) =>
  (await findRecords(database.pool, { contract, ...filter })).records.map(({ recordId }) => recordId);

describe('finding records', () => {
  it.each<[string, Omit<RecordFilter, 'contract'>, string[]]>([
    ['all that stand', {}, ['A', 'B', 'C', 'D', 'F']],
    ['retracted ones too when asked', { includeRetracted: true }, ['A', 'B', 'C', 'D', 'E', 'F']],
    ['of a prefecture with all below it', { division: '220100' }, ['A', 'B', 'D', 'F']],
    ['of a county alone', { division: '220102' }, ['A', 'F']],
    ['of the province', { division: '220000' }, ['A', 'B', 'C', 'D', 'F']],
    ['of no division when the text is none', { division: '%' }, []],
    ['of a period', { periodFrom: '2024-04', periodTo: '2024-04' }, ['A']],
    ['up to a period', { periodTo: '2024-03' }, ['B', 'C', 'D', 'F']],
    ['of sources', { sourceIds: ['hr-jl'] }, ['F']],
    ['of no source', { sourceIds: [] }, []],
    ['of departments', { departments: ['health-commission'] }, []],
    ['of an employer', { employerUscc: uscc }, ['B']],
  ])('finds %s', async (_what, filter, expected) => {
    expect(await idsOf(filter)).toEqual(expected);
    expect(await countRecords(database.pool, { contract, ...filter })).toBe(expected.length);
  });

  it('goes through pages without losing or repeating a record', async () => {
    const seen: string[] = [];
    let after: RecordFilter['after'];
    do {
      const page = await findRecords(database.pool, { contract, limit: 2, ...(after && { after }) });
      seen.push(...page.records.map(({ recordId }) => recordId));
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toEqual(['A', 'B', 'C', 'D', 'F']);
  });

  it('gives payloads as the event had them', async () => {
    const { records } = await findRecords(database.pool, { contract, includeRetracted: true });
    const { worker, employer, ...flat } = determination({ occupation: '电工', acceptedOn: '2024-04-02' });
    expect(records[0]).toMatchObject({
      eventType: TYPE,
      operation: 'ASSERT',
      period: '2024-04',
      payload: { ...flat, worker, employer },
    });
    expect(records[2]?.payload).toMatchObject({ hostEmployer: { uscc: null, name: '甲' } });
    expect(records[4]).toMatchObject({ recordId: 'E', operation: 'RETRACT', payload: null });
  });
});

describe('the history of a record', () => {
  const decoder = createAvroDecoder(registryOfTest);

  it('has every version in order, with payload and position, out of the archive', async () => {
    const { versions } = await readRecordHistory(database.pool, decoder, {
      contract,
      sourceId: 'hr-cc',
      recordId: 'A',
    });
    expect(versions).toMatchObject([
      {
        isCurrent: false,
        header: { basis: 1 },
        payload: { occupation: '焊工' },
        position: { partition: 0, offset: 0 },
      },
      { isCurrent: true, header: { basis: 2 }, payload: { occupation: '电工' }, position: { partition: 0, offset: 1 } },
    ]);
  });

  it('ends with the retraction, and is empty for a record that nobody sent', async () => {
    const { versions } = await readRecordHistory(database.pool, decoder, {
      contract,
      sourceId: 'hr-cc',
      recordId: 'E',
    });
    expect(versions.at(-1)).toMatchObject({ operation: 'RETRACT', payload: null, isCurrent: true });
    const nothing = await readRecordHistory(database.pool, decoder, { contract, sourceId: 'hr-cc', recordId: 'Z' });
    expect(nothing.versions).toEqual([]);
  });
});

describe('the balance', () => {
  it('closes per source, event type and period, whatever other departments say', async () => {
    const { rows, apart } = await readBalance(database.pool, { sourceIds: ['hr-cc'] });
    expect(rows).toMatchObject([
      {
        period: '2024-03',
        applied: 6,
        current: 4,
        superseded: 2,
        added: 5,
        retracted: 1,
        waiting: 0,
        inFlight: 0,
        closed: true,
      },
      { period: '2024-04', applied: 1, current: 1, superseded: 0, corrected: 1, closed: true },
      { period: 'UNREADABLE', applied: 0, rejected: 1, closed: true },
    ]);
    expect(apart).toEqual([
      { sourceId: 'hr-cc', eventType: TYPE, repeatedDeliveries: 1, foreignEvents: 0 },
      { sourceId: 'hr-cc', eventType: 'work-safety-accident', repeatedDeliveries: 0, foreignEvents: 1 },
    ]);
  });

  it('stays open while events wait or are in flight, and without a statement', async () => {
    const { rows } = await readBalance(database.pool);
    expect(rows.find(({ sourceId }) => sourceId === 'em-jl')).toMatchObject({
      parked: 1,
      waiting: 1,
      inFlight: 1,
      closed: false,
    });
    expect(rows.find(({ sourceId }) => sourceId === 'hr-jl')).toMatchObject({
      applied: 1,
      statedAt: null,
      closed: false,
    });
  });

  it('shows a department its own only', async () => {
    const { rows, apart } = await readBalance(database.pool, { department: 'emergency-management' });
    expect(new Set(rows.map(({ sourceId }) => sourceId))).toEqual(new Set(['em-jl']));
    expect(apart).toEqual([]);
  });

  it('shows a version that stands and is superseded at once', async () => {
    await database.pool.query(
      `INSERT INTO superseded_version (event_type, ${versionColumnNames})
       SELECT '${TYPE}', ${versionColumnNames} FROM latest_injury_determination WHERE record_id = 'A'`,
    );
    const { rows } = await readBalance(database.pool, { sourceIds: ['hr-cc'] });
    expect(rows.find(({ period }) => period === '2024-04')).toMatchObject({ applied: 2, current: 1, closed: false });
  });
});

describe('the source register', () => {
  it('lists the sources of a department', async () => {
    expect(await listSources(database.pool, 'human-resources')).toMatchObject([
      { sourceId: 'hr-cc', version: 1, eventTypes: [TYPE], validFrom: '2020-01-01', validTo: null },
    ]);
  });
});
