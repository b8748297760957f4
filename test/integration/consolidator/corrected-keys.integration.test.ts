import { jest } from '@jest/globals';
import fc from 'fast-check';
import { figure } from '../../../services/dataset/figures/figure.js';
import { readGaps } from '../../../services/dataset/gaps/read-gaps.js';
import type { TestDatabase } from '../../stack/fixtures.js';
import { apply, createDatasetUnderTest, depsOf, digests, emptyDataset } from './dataset-under-test.js';
import {
  accident,
  casualty,
  disease,
  diseaseDetermination,
  eventMessage,
  eventOf,
  registrationMessage,
  resolutionMessage,
  statementEvent,
  type Message,
} from './event-factory.js';
import { batchesOf, deliveriesOf, permutations, randomRuns, type Delivery } from './random-delivery.js';

jest.setTimeout(300_000);

const PERMUTATIONS = permutations(200);
const NS = 'corrected-keys';

/** One record under a mistaken key, its retraction, and the same record under the right key. */
function corrected(eventType: string, mistaken: string, right: string, payload: object): Message[] {
  const replaces = { sourceId: SOURCES[eventType]!, recordId: mistaken };
  return [
    eventOf(eventType, mistaken, payload, { basis: 1, ledgerSeq: 1 }),
    eventOf(eventType, mistaken, null, { basis: 2, ledgerSeq: 2, reason: '编号录错' }),
    eventOf(eventType, right, payload, { basis: 2, ledgerSeq: 3, reason: '编号录错', replaces }),
  ].map((event) => eventMessage(NS, event));
}

const SOURCES: Record<string, string> = {
  ...{ 'occupational-disease': 'hc-jl', 'injury-determination': 'hr-cc' },
  ...{ 'work-safety-accident': 'em-jl', 'accident-casualty': 'em-jl' },
};
const person = (sourceId: string, identityRef: string) =>
  resolutionMessage(NS, { sourceId, identityRef, personId: 'person-1' });

const messages: Message[] = [
  ...corrected('occupational-disease', 'OD-WRONG', 'OD-1', disease()),
  ...corrected('injury-determination', 'RD-WRONG', 'RD-1', diseaseDetermination()),
  ...corrected('work-safety-accident', 'SG-WRONG', 'SG-1', accident()),
  ...corrected('accident-casualty', 'SG-1-WRONG', 'SG-1-01', casualty()),
  ...[person('hc-jl', 'ref-hc-1'), person('hr-cc', 'ref-hr-1'), person('em-jl', 'ref-em-1')],
  ...[
    registrationMessage(NS, { sourceId: 'hr-cc' }),
    registrationMessage(NS, {
      ...{ sourceId: 'hc-jl', department: 'health-commission', eventTypes: ['occupational-disease'] },
    }),
  ],
  ...['injury-determination', 'occupational-disease'].map((eventType) =>
    eventMessage(NS, statementEvent({ eventType, from: '2024-02', to: '2025-03', deliveredUpTo: 3 }, { ledgerSeq: 9 })),
  ),
];

let database: TestDatabase;
const deps = depsOf(NS);
beforeAll(async () => {
  database = await createDatasetUnderTest();
});
afterAll(() => database?.drop());

async function answers() {
  const { pool } = database;
  const total = async (id: string) => (await figure(pool, id, 2024)).total;
  const { rows } = await pool.query(
    'SELECT left_record_id, rule, right_record_id FROM record_link ORDER BY left_record_id, right_record_id',
  );
  const { rows: gaps } = await readGaps(pool, { gapId: 'G1', asOf: '2025-06-30', limit: 10 });
  return {
    digests: await digests(pool),
    links: rows.map((row) => Object.values(row).join(' ')),
    gaps: gaps.map(({ record, state, filed }) => [record.recordId, state, filed?.recordId]),
    diagnosed: await total('diagnoses-course-by-category'),
    casualties: await total('casualties-course-by-harm-grade'),
    accidents: await total('accidents-by-grade'),
  };
}

async function deliver(delivery: Delivery, among: readonly Message[] = messages) {
  await emptyDataset(database.pool);
  for (const batch of batchesOf(among, delivery)) await apply(database.pool, batch, deps);
}

const inOrder = (among: readonly Message[]): Delivery => ({ sent: [...among.keys()], sizes: [1] });
const links = ['OD-1 CERTIFICATE RD-1', 'SG-1 SOURCE_NUMBER SG-1-01'];

describe('a record whose key was mistaken', () => {
  it(`has links, gap and figures under its right key alone, in any of ${PERMUTATIONS} orders`, async () => {
    await deliver(inOrder(messages));
    const expected = await answers();
    expect((await database.pool.query('SELECT detail FROM parked_event')).rows).toEqual([]);
    expect(expected).toMatchObject({
      links,
      gaps: [['OD-1', 'CLOSED', 'RD-1']],
      diagnosed: { diagnosed: 1, traceable: 1, filed: 1 },
      ...{ casualties: { persons: 1 }, accidents: { accidents: 1, deaths: 1 } },
    });
    await fc.assert(
      fc.asyncProperty(deliveriesOf(messages), async (delivery) => {
        await deliver(delivery);
        expect(await answers()).toEqual(expected);
      }),
      randomRuns(PERMUTATIONS),
    );
  });

  it('is told twice while its retraction is on the way, and gone while the right key is', async () => {
    const retractions = messages.filter((_, at) => [1, 4, 7, 10].includes(at));
    const early = messages.filter((message) => !retractions.includes(message));
    await deliver(inOrder(early), early);
    const both = (await answers()).links;
    expect(both).toContain('OD-1 CERTIFICATE OD-WRONG');
    const gone = messages.filter((_, at) => ![2, 5, 8, 11].includes(at));
    await deliver(inOrder(gone), gone);
    const now = await answers();
    expect([now.links, now.gaps, now.diagnosed['diagnosed'], now.accidents['accidents']]).toEqual([[], [], 0, 0]);
  });
});
