import { jest } from '@jest/globals';
import ExcelJS from 'exceljs';
import type { EventHeader, OccupationalDiseasePayload } from '../../../schemas/generated/event-types.js';
import { waitUntil } from '../../stack/fixtures.js';
import {
  disease,
  diseaseDetermination,
  eventMessage,
  eventOf,
  registrationMessage,
  resolutionMessage,
  statementEvent,
  type Message,
  type TestEvent,
} from '../consolidator/event-factory.js';
import { startApi, type ApiUnderTest } from './api-under-test.js';

jest.setTimeout(60_000);

const NS = 'gap-life';
const HEALTH = { sourceId: 'hc-jl', department: 'health-commission' };
const TYPES = { health: 'occupational-disease', hr: 'injury-determination' } as const;

const message = (event: TestEvent): Message => eventMessage(NS, event);
/** Diagnosed on 10 February 2024: in time until 11 March 2024 (the employer) and 10 February 2025 (the worker). */
const card = (over: Partial<OccupationalDiseasePayload> = {}, header: Partial<EventHeader> = {}) =>
  message(eventOf(TYPES.health, over.reportCardNumber ?? 'OD-1', disease(over), header));
const application = (payload: object | null, header: Partial<EventHeader>) =>
  message(eventOf(TYPES.hr, 'RD-1', payload, header));
const stated = (
  type: string,
  from: string,
  to: string,
  deliveredUpTo: number | null,
  header: Partial<EventHeader> = {},
) =>
  message(
    statementEvent(
      { eventType: type, from, to, deliveredUpTo },
      { ...(type === TYPES.health ? HEALTH : {}), ...header },
    ),
  );
const registered = (sourceId: string, eventTypes: string[], over: object = {}) =>
  registrationMessage(NS, { sourceId, eventTypes, ...over });
const known = { ...HEALTH, identityRef: 'ref-hc-1', personId: 'person-1' };

type Row = {
  record: { recordId: string };
  state: string;
  daysOver: number;
  reasons: string[];
  missing: unknown[];
  filed: { recordId: string; rule: string } | null;
  closedBy: string | null;
};

let api: ApiUnderTest;
beforeEach(async () => {
  api = await startApi(NS, () => Date.parse('2025-06-15T00:00:00Z'));
  await api.send(
    registered('hc-jl', [TYPES.health], { department: 'health-commission' }),
    registered('hr-cc', [TYPES.hr]),
    registered('hr-jl', [TYPES.hr], { validFrom: '2024-06-01' }),
  );
});
afterEach(() => api.close());

async function rowsOf(asOf: string, query = ''): Promise<Row[]> {
  const { status, body } = await api.get('bureau', `/v1/gaps/G1?asOf=${asOf}${query}`);
  expect(status).toBe(200);
  return body['rows'] as Row[];
}

const rowOf = async (asOf: string, recordId = 'OD-1') =>
  (await rowsOf(asOf)).find((row) => row.record.recordId === recordId);
const stateOn = async (asOf: string) => (await rowOf(asOf))?.state;

/** A person, and everything stated from the diagnosis to its anniversary. */
async function everythingKnown(): Promise<void> {
  await api.send(
    card(),
    resolutionMessage(NS, known),
    stated(TYPES.health, '2024-01', '2024-12', 1),
    stated(TYPES.hr, '2024-01', '2025-03', 0),
    stated(TYPES.hr, '2024-06', '2025-03', 0, { sourceId: 'hr-jl' }),
  );
}

describe('the life of a gap', () => {
  it('goes from not assessable to not due, amber, red, closed, and is open again when the evidence goes', async () => {
    await api.send(card());
    expect(await rowOf('2024-02-20')).toMatchObject({
      state: 'NOT_ASSESSABLE',
      reasons: ['PERSON_UNRESOLVED', 'STATEMENTS_MISSING'],
      missing: [{ sourceId: 'hc-jl', eventType: TYPES.health, months: ['2024-02'] }],
    });
    await everythingKnown();
    expect(await stateOn('2024-02-09')).toBeUndefined();
    expect(await stateOn('2024-03-11')).toBe('NOT_DUE');
    expect(await rowOf('2024-03-12')).toMatchObject({ state: 'AMBER', daysOver: 1, missing: [], reasons: [] });
    expect(await stateOn('2025-02-10')).toBe('AMBER');
    expect(await rowOf('2025-02-11')).toMatchObject({ state: 'RED', daysOver: 1 });

    await api.send(
      application(diseaseDetermination({ appliedOn: '2024-05-20', acceptedOn: '2024-05-25' }), { basis: 1 }),
    );
    expect(await stateOn('2024-05-19')).toBe('AMBER');
    expect(await rowOf('2025-02-11')).toMatchObject({
      ...{ state: 'CLOSED', closedBy: 'FILED', daysOver: 0 },
      filed: { sourceId: 'hr-cc', eventType: TYPES.hr, recordId: 'RD-1', rule: 'CERTIFICATE', filedOn: '2024-05-20' },
    });
    await api.send(application(null, { basis: 2, ledgerSeq: 2 }));
    expect(await stateOn('2025-02-11')).toBe('RED');
  });

  it('is opened by an application that was not accepted, and closed by one whose decision was revoked', async () => {
    await everythingKnown();
    await api.send(application(diseaseDetermination({ status: 'REJECTED', acceptedOn: null }), { basis: 1 }));
    expect(await stateOn('2025-02-11')).toBe('RED');
    const revoked = { status: 'REVOKED', decidedOn: '2024-05-01', decisionNumber: 'J-1', conclusion: 'RECOGNIZED' };
    await api.send(application(diseaseDetermination(revoked), { basis: 2, ledgerSeq: 2 }));
    expect(await stateOn('2025-02-11')).toBe('CLOSED');
  });

  it('is closed by the certificate, whoever the person is, and by the person, whatever the certificate says', async () => {
    await api.send(card(), application(diseaseDetermination({ diagnosisCertificate: 'c 1' }), { basis: 1 }));
    expect((await rowOf('2025-02-11'))?.filed).toMatchObject({ rule: 'CERTIFICATE' });
    await api.send(
      application(diseaseDetermination({ diagnosisCertificate: 'C-9' }), { basis: 2, ledgerSeq: 2 }),
      resolutionMessage(NS, known),
    );
    expect(await stateOn('2025-02-11')).toBe('NOT_ASSESSABLE');
    await api.send(resolutionMessage(NS, { personId: 'person-1' }));
    expect((await rowOf('2025-02-11'))?.filed).toMatchObject({ rule: 'PERSON' });
  });

  it('is closed by an application on the ground of a later appraisal, and by an appraisal that changes the diagnosis', async () => {
    await everythingKnown();
    const follow = (reportKind: string, number: string, prior: string) => {
      const numbers = { reportCardNumber: number, certificateNumber: number, priorCertificateNumber: prior };
      const stage = reportKind === 'PROGRESSED' ? 'P2' : 'P1';
      const dates = { diagnosedOn: '2024-08-01', reportedOn: '2024-08-02' };
      return card({ reportKind, ...numbers, stage, ...dates }, { ledgerSeq: 2 });
    };
    await api.send(follow('REASSESSED_UPHELD', 'J-1', 'C-1'), follow('PROGRESSED', 'J-2', 'J-1'));
    const late = { diagnosisCertificate: 'J-2', diagnosedOn: '2024-08-01', appliedOn: '2024-08-20', acceptedOn: null };
    const open = { status: 'APPLIED', conclusion: null, situation: null, decidedOn: null, deliveredOn: null };
    await api.send(application(diseaseDetermination({ ...late, ...open, decisionNumber: null }), { basis: 1 }));
    expect(await rowOf('2025-02-11')).toMatchObject({ state: 'CLOSED', closedBy: 'FILED' });
    await api.send(application(null, { basis: 2, ledgerSeq: 2 }), follow('REASSESSED_CHANGED', 'J-3', 'C-1'));
    expect(await rowOf('2025-02-11')).toMatchObject({ state: 'CLOSED', closedBy: 'WITHDRAWN', filed: null });
    expect(await stateOn('2024-08-01')).toBe('AMBER');
  });

  it('is not assessable while a source that was registered by then has not stated its months, and amber while only the year is open', async () => {
    await api.send(card(), resolutionMessage(NS, known), stated(TYPES.health, '2024-02', '2024-02', 1));
    expect(await stateOn('2024-03-11')).toBe('NOT_DUE');
    expect(await rowOf('2024-04-01')).toMatchObject({
      state: 'NOT_ASSESSABLE',
      missing: [
        { sourceId: 'hr-cc', eventType: TYPES.hr, months: ['2024-02', '2024-03'] },
        { sourceId: null, eventType: TYPES.hr, months: ['2024-02', '2024-03'] },
      ],
    });
    await api.send(stated(TYPES.hr, '2024-02', '2024-12', 0));
    expect(await rowOf('2024-04-01')).toMatchObject({ state: 'AMBER', missing: [] });
    expect(await rowOf('2025-02-11')).toMatchObject({ state: 'AMBER', reasons: ['STATEMENTS_MISSING'] });
    expect((await rowOf('2025-02-11'))?.missing).toContainEqual({
      ...{ sourceId: 'hr-cc', eventType: TYPES.hr, months: ['2025-01', '2025-02'] },
    });
  });

  it('waits for the events that a statement speaks of, whether on their way or parked', async () => {
    await everythingKnown();
    await api.send(stated(TYPES.hr, '2024-01', '2025-03', 2, { basis: 2, ledgerSeq: 9 }));
    expect(await stateOn('2025-02-11')).toBe('NOT_ASSESSABLE');
    const other = diseaseDetermination({
      diagnosisCertificate: 'X-1',
      worker: { identityRef: 'z', birthYear: null, sex: '1' },
    });
    await api.send(application(other, { ledgerSeq: 2, basis: 1 }));
    expect(await stateOn('2025-02-11')).toBe('NOT_ASSESSABLE');
    await api.send(application(other, { ledgerSeq: 1, basis: 2, contentDigest: 'f'.repeat(64) }));
    expect(await stateOn('2025-02-11')).toBe('NOT_ASSESSABLE');
    await api.send(application({ ...other, occupation: '电工' }, { ledgerSeq: 1, basis: 3 }));
    expect(await stateOn('2025-02-11')).toBe('RED');
    const { body } = await api.get(
      'bureau',
      '/v1/period-statements?periodFrom=2024-02&periodTo=2024-02&sourceId=hr-cc',
    );
    expect(body['statements']).toMatchObject([
      { month: '2024-02', state: 'HOLDS', kind: 'COMPLETE', deliveredUpTo: 2 },
    ]);
  });
});

/** Six cards: three diagnosed in spring, two later in another prefecture, and a suspicion that is none of its business. */
async function sixCards(): Promise<void> {
  await everythingKnown();
  const cards = ['2024-03-01', '2024-03-02', '2024-12-01', '2024-12-02'].map((diagnosedOn, index) =>
    card(
      {
        ...{
          reportCardNumber: `OD-${index + 2}`,
          certificateNumber: `C-${index + 2}`,
          diagnosedOn,
          reportedOn: diagnosedOn,
        },
        division: index < 2 ? '220102' : '220202',
        employer: { uscc: null, name: '=HYPERLINK("x")', personRef: null, industry: null, division: null },
      },
      { ledgerSeq: index + 2 },
    ),
  );
  const suspicion = { reportKind: 'SUSPECTED', certificateNumber: null, diagnosedOn: null, reportCardNumber: 'OD-9' };
  await api.send(...cards, card(suspicion, { ledgerSeq: 6 }));
}

describe('the list of gaps', () => {
  it('comes most urgent first, in pages, with counts by state and place', async () => {
    await sixCards();
    const seen: string[] = [];
    let cursor: unknown = null;
    do {
      const { body } = await api.get(
        'office',
        `/v1/gaps/G1?asOf=2025-02-20&limit=2${cursor ? `&cursor=${String(cursor)}` : ''}`,
      );
      expect(body['counts']).toEqual({ RED: 1, AMBER: 4, NOT_ASSESSABLE: 0, NOT_DUE: 0, CLOSED: 0 });
      expect(body['places']).toEqual([
        { division: '220102', divisionName: '南关区', states: { RED: 1, AMBER: 2 } },
        { division: '220202', divisionName: '昌邑区', states: { AMBER: 2 } },
      ]);
      seen.push(...(body['rows'] as Row[]).map(({ record, state }) => `${record.recordId} ${state}`));
      cursor = body['next'];
    } while (cursor !== null);
    expect(seen).toEqual(['OD-1 RED', 'OD-2 AMBER', 'OD-3 AMBER', 'OD-4 AMBER', 'OD-5 AMBER']);
    const jilin = await rowsOf('2025-02-20', '&division=220200&state=RED,AMBER');
    expect(jilin.map(({ record }) => record.recordId)).toEqual(['OD-4', 'OD-5']);
  });

  it('is a workbook with official headings, where nothing computes and definition and cut-off are beside it', async () => {
    await sixCards();
    const response = await api.download('bureau', '/v1/gaps/G1/export.xlsx?asOf=2025-02-20&state=RED,AMBER');
    expect(response.headers.get('content-disposition')).toContain('filename="G1-2025-02-20.xlsx"');
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(await response.arrayBuffer());
    const [list, notes] = workbook.worksheets;
    expect(list?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    const headings = (list?.getRow(1).values as string[]).slice(1);
    expect(headings.slice(0, 9)).toEqual([
      ...['序号', '状态', '报告卡来源系统', '报告卡编号', '用人单位名称', '统一社会信用代码', '用人单位所在地'],
      ...['诊断日期', '单位申请期限（30日）'],
    ]);
    expect(list?.rowCount).toBe(6);
    expect(list?.getRow(2).getCell(4).value).toBe('OD-1');
    expect(list?.getRow(3).getCell(5).value).toBe(`'=HYPERLINK("x")`);
    const facts = new Map(
      notes
        ?.getSheetValues()
        .slice(2)
        .map((row) => (row as string[]).slice(1) as [string, string]),
    );
    expect(facts.get('截至日')).toBe('2025-02-20');
    expect(facts.get('数据截止')).toMatch(/^2025-06-01 11:00:00/);
    expect(facts.get('口径')).toContain('确诊职业病');
  });

  it('lets the database go when the caller leaves in the middle', async () => {
    await sixCards();
    const response = await api.download('bureau', '/v1/gaps/G1/export.xlsx');
    await response.body?.cancel();
    await waitUntil(
      'no connection is left in a transaction',
      () => api.database.pool.idleCount === api.database.pool.totalCount,
    );
    expect(await stateOn('2025-02-20')).toBe('RED');
  });
});
