import { jest } from '@jest/globals';
import { avroTypeOf } from '../../../infra/registry/avro-type.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { Decision, Outcome } from '../../../schemas/generated/event-types.js';
import type { ApplyDeps } from '../../../services/consolidator/applying/apply-ports.js';
import { rebuild } from '../../../services/consolidator/commands.js';
import type { IncomingRecord } from '../../../services/consolidator/receiving/record-decoders.js';
import { readBalance } from '../../../services/dataset/balance.js';
import type { TestDatabase } from '../../stack/fixtures.js';
import {
  apply,
  createDatasetUnderTest,
  depsOf,
  digests,
  emptyDataset,
  nameOf,
  positions,
} from './dataset-under-test.js';
import {
  accident,
  decisionMessage,
  eventMessage,
  eventOf,
  registrationMessage,
  statementMessage,
  type Message,
} from './event-factory.js';

jest.setTimeout(60_000);

const NS = 'decided';
const deps = depsOf(NS);
let database: TestDatabase;
let position: ReturnType<typeof positions>;
beforeAll(async () => {
  database = await createDatasetUnderTest();
});
beforeEach(async () => {
  position = positions();
  await emptyDataset(database.pool);
});
afterAll(() => database?.drop());

const take = (...messages: Message[]) => apply(database.pool, messages.map(position), deps);
const event = (recordId: string, ledgerSeq: number, over = {}) =>
  eventMessage(NS, eventOf('work-safety-accident', recordId, accident(over), { ledgerSeq }));
const good = event('good', 1);
const broken = event('broken', 2, { deaths: 30 });
const decided = (kind: 'DISCARD' | 'RETRY', minute: number, ...messages: Message[]) =>
  decisionMessage(NS, { kind, minute, messages: messages.map(nameOf) });
const seqsOf = (verdicts: Awaited<ReturnType<typeof take>>) =>
  verdicts.map(({ ledgerSeq, verdict, reasonCode }) => [ledgerSeq, verdict, reasonCode]);

async function applied(): Promise<string[]> {
  const { rows } = await database.pool.query<{ record_id: string }>(
    'SELECT record_id FROM latest_work_safety_accident ORDER BY record_id',
  );
  return rows.map(({ record_id: recordId }) => recordId);
}

/** What holds after every decision: the archive alone gives the same state. */
async function expectRebuilt(): Promise<void> {
  const result = await rebuild({ databaseUrl: database.url, namespace: NS });
  expect(result).toMatchObject({ equal: true, liveStateDigest: (await digests(database.pool)).state });
}

describe('a message that is discarded', () => {
  it('is DISCARDED to its ledger, and counts so in the books, which close', async () => {
    const statement = { sourceId: 'em-jl', department: 'emergency-management', eventType: 'work-safety-accident' };
    await take(good, broken, statementMessage(NS, { ...statement, submitted: 2, added: 2, published: 2 }));
    await database.pool.query('DELETE FROM outbox');
    expect(seqsOf(await take(decided('DISCARD', 1, broken)))).toEqual([[2, 'DISCARDED', 'RULE_BROKEN']]);
    const { rows: sent } = await database.pool.query<{ value: Buffer }>('SELECT value FROM outbox');
    const [outcome] = sent.map(({ value }) => avroTypeOf(protocolSchemas.outcome).fromBuffer(value) as Outcome);
    expect(outcome?.verdicts).toMatchObject([{ ledgerSeq: 2, verdict: 'DISCARDED', reasonCode: 'RULE_BROKEN' }]);
    const { rows } = await readBalance(database.pool);
    expect(rows).toMatchObject([{ published: 2, applied: 1, parked: 0, discarded: 1, inFlight: 0, closed: true }]);
    await expectRebuilt();
  });

  it('stays out, and is answered so, when it comes again or its source turns out to be in order after all', async () => {
    const foreign = (version: number, department: string) =>
      registrationMessage(NS, { sourceId: 'em-jl', version, department });
    await take(foreign(1, 'health-commission'), good, decided('DISCARD', 1, good));
    expect(seqsOf(await take(foreign(2, 'emergency-management')))).toEqual([[1, 'DISCARDED', 'DISCARDED']]);
    expect(seqsOf(await take(good))).toEqual([[1, 'DISCARDED', 'DISCARDED']]);
    expect(await applied()).toEqual([]);
    await expectRebuilt();
  });

  it('stays out among thousands that are', async () => {
    await take(decided('DISCARD', 1, good));
    await database.pool.query(
      `INSERT INTO parked_decision SELECT topic, '0' || n, value_digest, 'x', kind, decided_by, decided_at, reason
       FROM parked_decision, generate_series(1, 3000) AS n`,
    );
    expect(seqsOf(await take(good, event('other', 3)))).toEqual([
      [3, 'APPLIED', null],
      [1, 'DISCARDED', 'DISCARDED'],
    ]);
  });

  it('comes in when the decision is withdrawn', async () => {
    await take(good, decided('DISCARD', 1, good));
    expect(await applied()).toEqual([]);
    expect(seqsOf(await take(decided('RETRY', 2, good)))).toEqual([[1, 'APPLIED', null]]);
    expect(await applied()).toEqual(['good']);
    await expectRebuilt();
  });

  it('does not take with it another message of the same event', async () => {
    const spoilt = { ...good, body: good.body.subarray(0, 40) };
    await take(spoilt, decided('DISCARD', 1, spoilt));
    expect(seqsOf(await take(good))).toEqual([[1, 'APPLIED', null]]);
    expect(await applied()).toEqual(['good']);
    await expectRebuilt();
  });

  it('is still waited for while another copy of its event is parked', async () => {
    const spoilt = { ...broken, body: broken.body.subarray(0, 40) };
    await take(broken, spoilt);
    expect(seqsOf(await take(decided('DISCARD', 1, spoilt)))).toEqual([[2, 'PARKED', 'AVRO_UNDECODABLE']]);
    expect(seqsOf(await take(decided('DISCARD', 2, broken)))).toEqual([[2, 'DISCARDED', 'RULE_BROKEN']]);
    await expectRebuilt();
  });

  it('may be one that says nothing of itself, or no event at all', async () => {
    const silent = { ...good, body: Buffer.from('?'), headers: {} };
    const registration = registrationMessage(NS, { name: 'a\0b' });
    await take(silent, registration, decided('DISCARD', 1, silent, registration));
    const { rows } = await database.pool.query('SELECT discarded FROM parked_message');
    expect(rows).toEqual([{ discarded: true }, { discarded: true }]);
    await expectRebuilt();
  });
});

describe('a message that is tried again', () => {
  it('stays parked as long as the same is wrong with it', async () => {
    await take(broken);
    expect(seqsOf(await take(decided('RETRY', 1, broken)))).toEqual([[2, 'PARKED', 'RULE_BROKEN']]);
    await expectRebuilt();
  });

  it('is applied under the rules of today, all of its deliveries, and those of no other', async () => {
    await take(good, good, event('other', 3));
    // As if the software of yesterday had not understood them.
    const parked = await database.pool.query<{ count: number }>(
      `WITH emptied AS (DELETE FROM latest_work_safety_accident),
         none AS (DELETE FROM repeated_delivery), never AS (DELETE FROM applied_sequence),
       parked AS (
         INSERT INTO parked_event (generation, topic, topic_partition, topic_offset, department, event_id, source_id,
           event_type, period, ledger_epoch, ledger_seq, reason_code, detail, value_digest)
         SELECT generation, topic, topic_partition, topic_offset, 'emergency-management', (headers ->> 'ce_id')::uuid,
           'em-jl', 'work-safety-accident', '2024-03', 1, (headers ->> 'hub_ledger_seq')::bigint, 'RULE_BROKEN', 'x',
           encode(sha256(value), 'hex') FROM archive RETURNING 1)
       SELECT count(*) FROM parked`,
    );
    expect(parked.rows).toEqual([{ count: 3 }]);
    expect(seqsOf(await take(decided('RETRY', 1, good)))).toEqual([
      [1, 'APPLIED', null],
      [1, 'APPLIED', null],
    ]);
    expect(await applied()).toEqual(['good']);
    const { rows } = await database.pool.query('SELECT deliveries FROM repeated_delivery');
    expect(rows).toEqual([{ deliveries: 1 }]);
    await take(decided('RETRY', 2, event('other', 3)));
    await expectRebuilt();
  });

  it('of which nobody knew the schema is read once the registry has it, then and in every rebuild', async () => {
    const known = new Set<number>();
    const late: ApplyDeps = { ...deps, schemaOf: (id) => (known.has(id) ? deps.schemaOf(id) : Promise.resolve(null)) };
    const unknown = { ok: false, code: 'SCHEMA_UNKNOWN', detail: 'test', writerSchema: null } as const;
    const record = position(good);
    const schemaId = record.value!.readUInt32BE(1);
    await apply(database.pool, [record], { ...late, decode: () => ({ ...unknown, schemaId }) });
    expect(seqsOf(await apply(database.pool, [position(decided('RETRY', 1, good))], late))).toEqual([
      [1, 'PARKED', 'SCHEMA_UNKNOWN'],
    ]);
    known.add(schemaId);
    expect(seqsOf(await apply(database.pool, [position(decided('RETRY', 2, good))], late))).toEqual([
      [1, 'APPLIED', null],
    ]);
    await expectRebuilt();
  });

  it('may be a registration, whose events are then judged by it', async () => {
    const registration = registrationMessage(NS, { sourceId: 'em-jl', department: 'health-commission' });
    const unread = { ok: false, code: 'SCHEMA_UNKNOWN', detail: 'test', schemaId: null, writerSchema: null } as const;
    const readable = position(registration);
    await take(good);
    await apply(database.pool, [readable], { ...deps, decode: () => ({ ...unread, schemaId: 5 }) });
    await database.pool.query(
      `INSERT INTO writer_schema VALUES ('s', $1); `.replace('$1', `'${JSON.stringify(protocolSchemas.source)}'`) +
        `UPDATE archive SET writer_schema_digest = 's' WHERE topic LIKE '%.source.v1'`,
    );
    expect(seqsOf(await take(decided('RETRY', 1, registration)))).toEqual([[1, 'PARKED', 'WRONG_DEPARTMENT']]);
    expect(await applied()).toEqual([]);
    await expectRebuilt();
  });
});

describe('a registry that is away', () => {
  it('costs no event: the batch is tried again, and nothing is parked', async () => {
    const away = () => Promise.reject(new ServiceFailure('away', { code: 'REGISTRY_UNAVAILABLE', retriable: true }));
    const incoming: IncomingRecord = position(good);
    await expect(apply(database.pool, [incoming], { ...deps, decode: away })).rejects.toMatchObject({
      retriable: true,
    });
    await apply(database.pool, [incoming], deps);
    expect(await applied()).toEqual(['good']);
    const { rows } = await database.pool.query('SELECT reason_code FROM parked_event');
    expect(rows).toEqual([]);
  });
});

it.each<[string, Partial<Decision>]>([
  ['a kind that this software does not know', { kind: 'MERGE' }],
  ['an event id that is none', { messages: [{ ...nameOf(good), eventId: 'x' }] }],
])('a decision with %s is parked itself', async (_what, over) => {
  await take(decisionMessage(NS, over));
  const { rows } = await database.pool.query('SELECT reason_code, event_type FROM parked_event');
  expect(rows).toEqual([{ reason_code: 'RULE_BROKEN', event_type: null }]);
});
