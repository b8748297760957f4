import { jest } from '@jest/globals';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { Outcome } from '../../../schemas/generated/event-types.js';
import type { IncomingRecord } from '../../../services/consolidator/receiving/record-decoders.js';
import type { TestDatabase } from '../../stack/fixtures.js';
import { apply, createDatasetUnderTest, depsOf, emptyDataset, positions } from './dataset-under-test.js';
import {
  accident,
  determination,
  disease,
  eventMessage,
  eventOf,
  registrationMessage,
  resolutionMessage,
  statementMessage,
} from './event-factory.js';

jest.setTimeout(60_000);

const NS = 'parked';
const deps = depsOf(NS);
let database: TestDatabase;
beforeAll(async () => {
  database = await createDatasetUnderTest();
});
beforeEach(() => emptyDataset(database.pool));
afterAll(() => database?.drop());

type Parked = {
  source_id: string | null;
  event_type: string | null;
  period: string | null;
  ledger_seq: number | null;
  reason_code: string;
  detail: string;
};

/** Applies records beside one good event, and gives what was parked. */
async function parkedOf(...records: IncomingRecord[]): Promise<Parked[]> {
  const good = positions('other-cluster')(eventMessage(NS, eventOf('work-safety-accident', 'good', accident())));
  await apply(database.pool, [records[0]!, good, ...records.slice(1)], deps);
  const { rows: applied } = await database.pool.query('SELECT record_id FROM event_version');
  expect(applied).toEqual([{ record_id: 'good' }]);
  const { rows } = await database.pool.query<Parked>(
    'SELECT source_id, event_type, period, ledger_seq, reason_code, detail FROM parked_event ORDER BY topic_offset',
  );
  return rows;
}

const event = (header = {}, payload: object | null = accident()) =>
  eventMessage(NS, eventOf('work-safety-accident', 'x', payload, { ledgerSeq: 5, ...header }));

describe('an event is parked and holds up no other', () => {
  const byKafkaHeaders = { source_id: 'em-jl', event_type: 'work-safety-accident', period: '2024-03', ledger_seq: 5 };

  it.each([
    [
      'WIRE_FORMAT',
      'it does not begin with a schema id',
      (r: IncomingRecord) => ({ ...r, value: Buffer.from('hello') }),
    ],
    ['WIRE_FORMAT', 'it has no value', (r: IncomingRecord) => ({ ...r, value: null })],
    [
      'SCHEMA_UNKNOWN',
      'nobody knows its schema',
      (r: IncomingRecord) => ({ ...r, value: Buffer.from([0, 0, 0, 99, 99, 1]) }),
    ],
    [
      'SCHEMA_INCOMPATIBLE',
      'its schema is of another type',
      (r: IncomingRecord) => {
        const value = Buffer.from(r.value!);
        value.writeUInt32BE(1, 1);
        return { ...r, value };
      },
    ],
    ['AVRO_UNDECODABLE', 'it is cut short', (r: IncomingRecord) => ({ ...r, value: r.value!.subarray(0, 40) })],
  ])('as %s when %s, and is still told by Kafka headers', async (reason, _circumstance, spoil) => {
    const [parked] = await parkedOf(spoil(positions()(event())));
    expect(parked).toMatchObject({ ...byKafkaHeaders, reason_code: reason });
  });

  it('without saying whose it is when neither value nor headers can be read', async () => {
    const [parked] = await parkedOf({
      ...positions()(event()),
      value: Buffer.from('\0\0'),
      headers: { ce_id: 'x', ce_source: '\0' },
    });
    expect(parked).toMatchObject({ source_id: null, ledger_seq: null, reason_code: 'WIRE_FORMAT' });
  });

  it.each([
    ['CONTENT_DIGEST_MISMATCH', '', event({ contentDigest: 'a'.repeat(64) })],
    ['EVENT_ID_MISMATCH', '', event({ eventId: '00000000-0000-5000-8000-000000000000' })],
    ['WRONG_DEPARTMENT', 'header', event({ department: 'health-commission' })],
    ['RULE_BROKEN', 'ACC_GRADE_FITS_TOLL@grade', event({}, accident({ deaths: 30 }))],
    ['RULE_BROKEN', 'CODE_UNKNOWN@accidentType', event({}, accident({ accidentType: 'nonsense' }))],
    [
      'RULE_BROKEN',
      'DATE_IN_FUTURE@reportedAt',
      event({}, accident({ reportedAt: Date.parse('2025-06-02T00:00:00Z') })),
    ],
    ['RULE_BROKEN', 'PERIOD_MISMATCH', event({ period: '2024-02' })],
    ['RULE_BROKEN', 'PERIOD_MALFORMED', event({ period: '2024-13' })],
    ['RULE_BROKEN', 'OPERATION_UNKNOWN', event({ operation: 'DELETE' })],
    ['RULE_BROKEN', 'PAYLOAD_MISSING', event({ operation: 'ASSERT' }, null)],
    ['RULE_BROKEN', 'PAYLOAD_OF_RETRACTION', event({ operation: 'RETRACT' })],
    ['RULE_BROKEN', 'REASON_MISSING', event({ reason: null }, null)],
    ['RULE_BROKEN', 'RECORD_ID_EMPTY', event({ recordId: '' })],
    ['RULE_BROKEN', 'NUL_CHARACTER@header.recordId', event({ recordId: 'a\0b' })],
    ['RULE_BROKEN', 'NUL_CHARACTER@payload.summaryRef', event({}, accident({ summaryRef: 'a\0b' }))],
    ['RULE_BROKEN', 'INSTANT_OUT_OF_RANGE@header', event({ acceptedAt: 8.64e15 })],
    ['RULE_BROKEN', 'DATE_OUT_OF_RANGE@occurredAt', event({ period: '2024-03' }, accident({ occurredAt: -8.6e15 }))],
    ['DATABASE_REFUSED', 'SQLSTATE 54000', event({ recordId: randomText(9000) })],
  ])('as %s (%s)', async (reason, detail, message) => {
    const [parked] = await parkedOf(positions()(message));
    expect(parked).toMatchObject({ ledger_seq: 5, reason_code: reason, detail: expect.stringContaining(detail) });
  });

  it('as WRONG_DEPARTMENT when the register names another owner of the source', async () => {
    const position = positions();
    const [parked] = await parkedOf(
      position(registrationMessage(NS, { sourceId: 'hr-cc', department: 'human-resources' })),
      position(event({ sourceId: 'hr-cc' })),
    );
    expect(parked).toMatchObject({ reason_code: 'WRONG_DEPARTMENT', source_id: 'hr-cc' });
  });

  it('when it is no event but a resolution, a registration or a statement, too', async () => {
    const position = positions();
    const parked = await parkedOf(
      { ...position(resolutionMessage(NS, {})), value: null },
      position(resolutionMessage(NS, { rule: 'a\0b' })),
      { ...position(registrationMessage(NS, {})), value: Buffer.from('x') },
      position(statementMessage(NS, { sourceId: 'hr-cc', department: 'human-resources' }, 'health-commission')),
    );
    expect(parked.map((row) => row.reason_code).sort()).toEqual([
      'RULE_BROKEN',
      'WIRE_FORMAT',
      'WIRE_FORMAT',
      'WRONG_DEPARTMENT',
    ]);
    const { rows } = await database.pool.query(
      `SELECT (SELECT count(*) FROM person_reference) + (SELECT count(*) FROM ledger_statement) AS kept`,
    );
    expect(rows).toEqual([{ kept: 0 }]);
  });

  it('and is archived byte for byte', async () => {
    const record = { ...positions()(event()), value: Buffer.from('hello'), key: 'a\0b', headers: { name: 'c\0d' } };
    await parkedOf(record);
    const { rows } = await database.pool.query(
      `SELECT value, key, headers FROM archive WHERE generation = 'test-cluster'`,
    );
    expect(rows).toEqual([{ value: record.value, key: 'a\uFFFDb', headers: { name: 'c\uFFFDd' } }]);
  });

  it('though rows of other records in its batch are kept, when PostgreSQL refuses it', async () => {
    const position = positions();
    const tooLong = eventOf('injury-determination', randomText(9000), determination());
    const verdicts = await apply(
      database.pool,
      [eventOf('occupational-disease', 'a', disease()), tooLong, eventOf('work-safety-accident', 'b', accident())].map(
        (each) => position(eventMessage(NS, each)),
      ),
      deps,
    );
    expect(verdicts.map(({ verdict, reasonCode }) => [verdict, reasonCode])).toEqual([
      ['APPLIED', null],
      ['PARKED', 'DATABASE_REFUSED'],
      ['APPLIED', null],
    ]);
    const { rows } = await database.pool.query('SELECT count(*) AS archived FROM archive');
    expect(rows).toEqual([{ archived: 3 }]);
  });

  it('again when a registration has its source judged anew, which PostgreSQL’s refusal does not keep out', async () => {
    const position = positions();
    const register = (version: number, department: string) =>
      apply(database.pool, [position(registrationMessage(NS, { sourceId: 'moved', version, department }))], deps);
    const reasons = async () => {
      const { rows } = await database.pool.query<{ reason_code: string }>('SELECT reason_code FROM parked_event');
      return rows.map(({ reason_code: reason }) => reason);
    };
    const events = [randomText(9000), 'good'].map((recordId) =>
      position(eventMessage(NS, eventOf('work-safety-accident', recordId, accident(), { sourceId: 'moved' }))),
    );
    await apply(database.pool, events, deps);
    expect(await reasons()).toEqual(['DATABASE_REFUSED']);
    await register(1, 'health-commission');
    expect(await reasons()).toEqual(['WRONG_DEPARTMENT', 'WRONG_DEPARTMENT']);
    await register(2, 'emergency-management');
    expect(await reasons()).toEqual(['DATABASE_REFUSED']);
    const { rows } = await database.pool.query('SELECT department, version FROM source_registration');
    expect(rows).toEqual([{ department: 'emergency-management', version: 2 }]);
  });
});

describe('the answers to the ledgers', () => {
  it('are messages that the broker takes, however many events a registration condemns', async () => {
    const position = positions();
    const count = 12_000;
    for (let from = 0; from < count; from += 4_000) {
      const seqs = Array.from({ length: 4_000 }, (_, at) => from + at + 1);
      const events = seqs.map((ledgerSeq) => event({ recordId: `x-${ledgerSeq}`, ledgerSeq }));
      await apply(database.pool, events.map(position), deps);
    }
    await database.pool.query('DELETE FROM outbox');
    const registration = registrationMessage(NS, { sourceId: 'em-jl', department: 'human-resources' });
    await apply(database.pool, [position(registration)], deps);
    const { rows } = await database.pool.query<{ value: Buffer }>('SELECT value FROM outbox');
    const answers = rows.map(({ value }) => avroTypeOf(protocolSchemas.outcome).fromBuffer(value) as Outcome);
    const seqs = answers.flatMap(({ verdicts }) => verdicts.map(({ ledgerSeq }) => ledgerSeq));
    expect(new Set(seqs).size).toBe(count);
    expect(seqs).toHaveLength(count);
    expect(Math.max(...rows.map(({ value }) => value.length))).toBeLessThan(512 * 1024);
  });
});

describe('the archive', () => {
  it('is never overwritten: another record at a known position ends the consolidator', async () => {
    const first = positions();
    await apply(database.pool, [first(event())], deps);
    const again = positions();
    await expect(apply(database.pool, [again(event({ basis: 2 }))], deps)).rejects.toMatchObject({
      code: 'POSITION_TAKEN',
    });
  });
});

/** Text that does not compress: PostgreSQL packs a long row of one letter into its index without complaint. */
function randomText(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
}
