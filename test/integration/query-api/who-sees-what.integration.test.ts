import { jest } from '@jest/globals';
import {
  accident,
  casualty,
  diseaseDetermination,
  determination,
  disease,
  eventMessage,
  eventOf,
  registrationMessage,
  resolutionMessage,
  statementEvent,
} from '../consolidator/event-factory.js';
import { startApi, type ApiUnderTest } from './api-under-test.js';

jest.setTimeout(60_000);

const NS = 'who-sees';
const uscc = '91220101MA0Y1B2C4Q';
const employer = { uscc, name: '甲', personRef: null, industry: '0111', division: '220102' };

const stranger = { identityRef: 'ref-hr-9', birthYear: null, sex: '1' };

const events = [
  eventOf('injury-determination', 'A', diseaseDetermination(), { ledgerSeq: 1 }),
  eventOf('injury-determination', 'B', determination({ insuranceDivision: '220200', employer, worker: stranger }), {
    ledgerSeq: 2,
  }),
  eventOf('injury-determination', 'C', determination({ accidentNumber: 'SG-1' }), { sourceId: 'hr-jl', ledgerSeq: 1 }),
  eventOf('injury-determination', 'D', determination(), { ledgerSeq: 3 }),
  eventOf('injury-determination', 'D', null, { basis: 2, ledgerSeq: 4 }),
  eventOf('occupational-disease', 'E', disease(), { ledgerSeq: 1 }),
  eventOf(
    'occupational-disease',
    'S',
    disease({ reportKind: 'SUSPECTED', certificateNumber: null, diagnosedOn: null }),
    {
      ledgerSeq: 2,
    },
  ),
  eventOf('work-safety-accident', 'SG-1', accident(), { ledgerSeq: 1 }),
  eventOf('work-safety-accident', 'SG-2', accident({ accidentNumber: 'SG-2' }), { ledgerSeq: 1, sourceId: 'em-other' }),
  eventOf('accident-casualty', 'SG-1-01', casualty(), { ledgerSeq: 1 }),
  statementEvent({ eventType: 'occupational-disease', from: '2025-04', to: '2025-04', deliveredUpTo: 2 }),
  statementEvent({ eventType: 'injury-determination', from: '2025-04', to: '2025-04', deliveredUpTo: 9 }),
];

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi(NS, () => Date.parse('2025-06-15T00:00:00Z'));
  await api.send(
    ...events.map((event) => eventMessage(NS, event)),
    registrationMessage(NS, { eventTypes: ['injury-determination', 'period-statement'] }),
    registrationMessage(NS, {
      ...{ sourceId: 'hc-jl', department: 'health-commission', eventTypes: ['occupational-disease'] },
    }),
    registrationMessage(NS, {
      ...{ sourceId: 'em-jl', department: 'emergency-management', eventTypes: ['accident-casualty'] },
      ...{ validFrom: '2025-03-10' },
    }),
    ...[
      { sourceId: 'hr-cc', identityRef: 'ref-hr-1' },
      { sourceId: 'hr-jl', identityRef: 'ref-hr-1' },
      { sourceId: 'em-jl', identityRef: 'ref-em-1' },
    ].map((reference) => resolutionMessage(NS, { ...reference, personId: 'person-secret' })),
  );
});
afterAll(() => api?.close());

/** What a list answers: the ids of its rows, or the code of the refusal. */
async function seen(caller: string, path: string): Promise<unknown> {
  const { status, body } = await api.get(caller, path);
  if (status !== 200) return `${status} ${String(body['code'])}`;
  const list = (body['records'] ?? body['versions'] ?? body['links'] ?? body['statements'] ?? body['rows'] ?? []) as {
    recordId?: string;
    eventId?: string;
    record?: { recordId: string };
    other?: { recordId: string };
    sourceId?: string;
    month?: string;
  }[];
  return list.map(
    (row) => row.record?.recordId ?? row.other?.recordId ?? row.recordId ?? row.month ?? row.eventId?.length,
  );
}

const determinations = '/v1/records/injury-determination';
const link = (eventType: string, sourceId: string, recordId: string) =>
  `/v1/links?eventType=${eventType}&sourceId=${sourceId}&recordId=${recordId}`;
const statements = '/v1/period-statements?periodFrom=2025-03&eventType=';
const unknown = '404 RECORD_UNKNOWN';
const whole = '403 WHOLE_DATASET_ONLY';

describe('who sees what', () => {
  const callers = ['office', 'bureau', 'health', 'emergency'] as const;
  it.each<[string, ...unknown[]]>([
    [determinations, ['A', 'B', 'C'], ['A', 'B', 'C'], [], []],
    [`${determinations}?department=human-resources&sourceId=hr-jl`, ['C'], ['C'], [], []],
    [`${determinations}?department=health-commission`, [], [], [], []],
    ['/v1/records/occupational-disease', ['E', 'S'], ['E', 'S'], ['E', 'S'], []],
    ['/v1/records/work-safety-accident', ['SG-1', 'SG-2'], ['SG-1', 'SG-2'], [], ['SG-1']],
    ['/v1/records/work-safety-accident?sourceId=em-other', ['SG-2'], ['SG-2'], [], []],
    ['/v1/records/injury-determination/hr-cc/A', [36], [36], unknown, unknown],
    ['/v1/records/work-safety-accident/em-other/SG-2', [36], [36], unknown, unknown],
    [link('injury-determination', 'hr-cc', 'A'), ['E'], ['E'], unknown, unknown],
    [link('occupational-disease', 'hc-jl', 'E'), ['A'], ['A'], [], unknown],
    [link('accident-casualty', 'em-jl', 'SG-1-01'), ['SG-1', 'C'], ['SG-1', 'C'], unknown, ['SG-1']],
    [link('accident-casualty', 'em-jl', 'nothing'), unknown, unknown, unknown, unknown],
    ['/v1/gaps/G1?asOf=2024-12-31', ['E'], ['E'], whole, whole],
    ['/v1/gaps/G9', '404 GAP_UNKNOWN', '404 GAP_UNKNOWN', whole, whole],
    ['/v1/indicators/accidents-by-grade?year=2024', [], [], whole, whole],
    [
      `${statements}accident-casualty`,
      ['2025-03', '2025-04', '2025-05'],
      ['2025-03', '2025-04', '2025-05'],
      [],
      ['2025-03', '2025-04', '2025-05'],
    ],
    [`${statements}injury-determination&state=WAITING`, ['2025-04'], ['2025-04'], [], []],
    [`${statements}occupational-disease&state=HOLDS`, ['2025-04'], ['2025-04'], ['2025-04'], []],
    [`${statements}occupational-disease&department=human-resources`, [], [], [], []],
  ])('%s', async (path, ...expected) => {
    for (const [index, caller] of callers.entries()) {
      expect([caller, await seen(caller, path)]).toEqual([caller, expected[index]]);
    }
    expect(await seen('', path)).toBe('401 TOKEN_MISSING');
    expect(await seen('clerk', path)).toBe('403 RIGHT_MISSING');
  });

  it('never names a person', async () => {
    const paths = [link('accident-casualty', 'em-jl', 'SG-1-01'), '/v1/gaps/G1', determinations];
    for (const path of paths) {
      expect(JSON.stringify((await api.get('office', path)).body)).not.toContain('person-secret');
    }
  });
});

describe('filters', () => {
  it.each([
    ['field.status=ACCEPTED', ['A', 'B', 'C']],
    ['field.situation=14-4', ['A']],
    ['field.situation=14-4&field.status=DELIVERED', []],
    ['field.employer.industry=0111&division=220200', ['B']],
    [`employerUscc=${uscc}`, ['B']],
    ['periodFrom=2024-03&periodTo=2024-03&sourceId=hr-jl', ['C']],
    ['includeRetracted=true&sourceId=hr-cc', ['A', 'B', 'D']],
  ])('%s', async (query, expected) => {
    expect(await seen('office', `${determinations}?${query}`)).toEqual(expected);
  });

  it.each([
    ['field.status=NOPE', 'field.status'],
    ['field.reportKind=DIAGNOSED', 'field.reportKind'],
    ['occupation=x', 'occupation'],
    ['stauts=ACCEPTED', 'stauts'],
    ['division=%25', 'division'],
    ['periodFrom=2024-13', 'periodFrom'],
    ['limit=501', 'limit'],
  ])('%s is refused by name', async (query, parameter) => {
    const { status, type, body } = await api.get('office', `${determinations}?${query}`);
    expect([status, body['code'], type]).toEqual([
      400,
      'PARAMETER_INVALID',
      expect.stringContaining('application/problem+json'),
    ]);
    expect(body['errors']).toMatchObject([{ in: 'query', parameter }]);
  });

  it.each([
    '/v1/gaps/G1?asOf=2024-02-30',
    '/v1/gaps/G1?state=RED,PINK',
    '/v1/gaps/G1?cursor=%00',
    '/v1/gaps/G1?limit=0',
  ])('%s is a 400', async (path) => {
    expect((await api.get('office', path)).status).toBe(400);
  });

  it.each([determinations, '/v1/gaps/G1'])('a made-up cursor of %s is refused', async (path) => {
    for (const text of ['nonsense', JSON.stringify(['a\0', 'b']), JSON.stringify([0, '2024-02-30', 'a', 'b'])]) {
      const cursor = Buffer.from(text).toString('base64url');
      expect(await seen('office', `${path}?cursor=${cursor}`)).toBe('400 CURSOR_INVALID');
    }
  });

  it('refuses more months than anybody reads', async () => {
    expect(await seen('office', '/v1/period-statements?periodFrom=1980-01')).toBe('400 MONTHS_TOO_MANY');
  });
});

describe('pages', () => {
  it('go through all records without losing or repeating one', async () => {
    const ids: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await api.get('office', `${determinations}?limit=2${query}`);
      ids.push(...(body['records'] as { recordId: string }[]).map(({ recordId }) => recordId));
      cursor = body['next'] as string | null;
    }
    expect(ids).toEqual(['A', 'B', 'C']);
  });
});

describe('the history of a record', () => {
  it('ends with its links', async () => {
    const { body } = await api.get('office', '/v1/records/occupational-disease/hc-jl/E');
    expect(body['links']).toEqual([
      {
        ...{ kind: 'DIAGNOSIS_DETERMINATION', label: '职业病诊断与工伤认定', side: 'left', score: null },
        ...{ rule: 'CERTIFICATE', ruleLabel: '诊断证明书编号一致' },
        other: {
          ...{ sourceId: 'hr-cc', eventType: 'injury-determination', recordId: 'A', department: 'human-resources' },
        },
        evidence: { certificate: true, samePerson: null, daysApart: 0 },
      },
    ]);
  });
});

describe('the description of the API', () => {
  it('has every route and every code filter', async () => {
    const { body } = await api.get('', '/openapi.json');
    const paths = body['paths'] as Record<string, { get: { parameters: { name: string; description?: string }[] } }>;
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/v1/gaps/{gapId}',
        '/v1/gaps/{gapId}/export.xlsx',
        '/v1/links',
        '/v1/period-statements',
      ]),
    );
    const parameters = paths['/v1/records/{eventType}']!.get.parameters;
    expect(parameters.find(({ name }) => name === 'field.situation')).toMatchObject({
      description: '按代码筛选：工伤认定「认定情形」（代码表 injury-situation）',
    });
  });
});
