import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { createUnsealer } from '../../../infra/crypto/sealed-envelope.js';
import { createAvroDecoder } from '../../../infra/registry/avro-decoder.js';
import { purgeRows } from '../../../services/intake/ledger/purge-rows.js';
import { createSchemaRegistry } from '../../../infra/registry/schema-registry.js';
import { eventContract, protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { EventHeader, LedgerStatement, Outcome, SealedIdentity } from '../../../schemas/generated/event-types.js';
import { departmentTopic, eventTopic } from '../../../schemas/topics.js';
import type { Receipt, ReceiptRecord } from '../../../services/intake/receipts/receipt.js';
import { waitUntil } from '../../stack/fixtures.js';
import { answerOutcome } from './answer-outcome.js';
import {
  certificateNumber,
  createIntakeUnderTest,
  DEPARTMENT,
  FEED,
  readTopic,
  sampleRow,
} from './intake-under-test.js';
import type { IntakeUnderTest, RunningIntake } from './intake-under-test.js';

/** Nobody listens there. */
const NOWHERE = { KAFKA_BROKERS: '127.0.0.1:1' };
const JSON_TYPE = 'application/json';

let intake: IntakeUnderTest;
let running: RunningIntake | undefined;

const send = (door: RunningIntake, rows: readonly unknown[], day = '2024-06-01') =>
  door.send<Receipt>(JSON.stringify(rows), JSON_TYPE, { query: `source=hc-a&asOf=${day}` });
const receiptOf = async (door: RunningIntake, batchId: string) =>
  (await door.get<Receipt>(`/v1/batches/${batchId}`)).body;
const recordsOf = async (door: RunningIntake, batchId: string) =>
  (await door.get<{ records: ReceiptRecord[] }>(`/v1/batches/${batchId}/records`)).body.records;

async function start(more: Record<string, string> = {}): Promise<RunningIntake> {
  running = await intake.start(more);
  return running;
}

async function decoded<T>(
  topic: string,
  schema: object,
  count: number,
): Promise<{ value: T; key: string; headers: Record<string, string> }[]> {
  const decoder = createAvroDecoder(createSchemaRegistry(intake.registryUrl));
  const messages = await readTopic(intake, topic, (values) => values.length >= count);
  return Promise.all(
    messages.map(async ({ value, ...rest }) => {
      const read = await decoder.decode(value, schema);
      if (!read.ok) throw new Error(read.detail);
      return { ...rest, value: read.value as T };
    }),
  );
}

const events = (count: number) =>
  decoded<{ header: EventHeader; payload: Record<string, unknown> | null }>(
    eventTopic(intake.namespace, DEPARTMENT, FEED),
    eventContract(FEED).avroSchema,
    count,
  );

const answer = (outcome: Outcome) => answerOutcome(intake, outcome);

beforeAll(async () => {
  intake = await createIntakeUnderTest();
}, 120_000);

afterEach(async () => {
  if (running?.alive()) await running.kill('SIGTERM');
}, 30_000);

afterAll(() => intake?.close(), 60_000);

it('takes rows while Kafka is away, survives kill -9 before anything is published, and publishes once it is back', async () => {
  const deaf = await start(NOWHERE);
  const rows = [await sampleRow({ reportCardNumber: 'K-1' }), await sampleRow({ reportCardNumber: 'K-2' })];
  const { status, body } = await send(deaf, rows);
  expect([status, body.states]).toEqual([202, { waiting: 2, published: 0, applied: 0, parked: 0, discarded: 0 }]);
  await deaf.kill('SIGKILL');

  const door = await start();
  await waitUntil('all is published', async () => (await receiptOf(door, body.batchId)).states.published === 2);
  const seen = await events(2);
  expect(seen.map(({ key }) => key).sort()).toEqual(['hc-a/K-1', 'hc-a/K-2']);
  const [first] = seen;
  expect(first?.headers).toMatchObject({ ce_specversion: '1.0', ce_source: '/sources/hc-a', hub_period: '2024-03' });
  expect(first?.value.header).toMatchObject({ batchId: body.batchId, basisKind: 'exportAsOf', department: DEPARTMENT });
  expect(seen.map(({ value }) => value.header.ledgerSeq).sort()).toEqual([1, 2]);
  for (const record of await recordsOf(door, body.batchId)) {
    expect(record).toMatchObject({
      state: 'published',
      stateLabel: '已发布，待确认',
      position: { offset: expect.any(Number) },
    });
  }
}, 90_000);

it('seals a person once, readable by the vault alone', async () => {
  const door = await start();
  const person = { workerName: '上官示例', workerCertificateNumber: certificateNumber('22252119850312003') };
  expect((await send(door, [await sampleRow({ ...person, reportCardNumber: 'S-1' })])).body.rows.new).toBe(1);
  expect((await send(door, [await sampleRow({ ...person, reportCardNumber: 'S-2' })])).body.rows.new).toBe(1);
  const sealed = await decoded<SealedIdentity>(
    departmentTopic(intake.namespace, DEPARTMENT, 'identity'),
    protocolSchemas.sealedIdentity,
    2,
  );
  const unsealer = createUnsealer(intake.vault.privateJwk);
  const items = sealed.flatMap(({ value: { more, ...first } }) => [
    first,
    ...more.map((one) => ({ ...first, ...one })),
  ]);
  const opened = items.map(({ wrappedKey, ciphertext, sourceId, reference, kind }) => {
    const plain = unsealer.unseal(Buffer.from(wrappedKey), Buffer.from(ciphertext), `${sourceId}|${reference}|${kind}`);
    return (JSON.parse(plain.toString('utf8')) as { name: string }).name;
  });
  expect(opened.filter((name) => name === person.workerName)).toHaveLength(1);
}, 60_000);

it('keeps the reference of a known person under a new key, so that rotation corrects nothing', async () => {
  const rows = [await sampleRow({ reportCardNumber: 'R-1' })];
  const before = await start();
  expect((await send(before, rows)).body.rows.new).toBe(1);
  await before.kill('SIGTERM');
  await intake.writeSources([
    ['key-2', Buffer.alloc(32, 2)],
    ['key-1', Buffer.alloc(32, 1)],
  ]);
  const door = await start();
  expect((await send(door, rows)).body.rows).toMatchObject({ unchanged: 1, corrected: 0 });
}, 60_000);

it('follows a record into the dataset: the highest outcome counts, and a newer version supersedes', async () => {
  const door = await start();
  const row = await sampleRow({ reportCardNumber: 'O-1' });
  const first = (await send(door, [row], '2024-06-01')).body;
  const second = (await send(door, [{ ...row, stage: '贰期', reason: '复核' }], '2024-06-02')).body;
  const [older] = await recordsOf(door, first.batchId);
  const [newer] = await recordsOf(door, second.batchId);
  const verdict = (ledgerSeq: number | null | undefined, said: string) => ({
    ...{ eventType: FEED, ledgerEpoch: 1, ledgerSeq: ledgerSeq ?? 0, verdict: said, reasonCode: null },
  });
  const outcome = { sourceId: 'hc-a', datasetGeneration: 'g1', standing: null };
  await answer({ ...outcome, outcomeSeq: 2, verdicts: [verdict(older?.ledgerSeq, 'APPLIED')] });
  await answer({ ...outcome, outcomeSeq: 1, verdicts: [verdict(older?.ledgerSeq, 'PARKED')] });
  await answer({ ...outcome, outcomeSeq: 3, verdicts: [verdict(newer?.ledgerSeq, 'APPLIED')] });
  await waitUntil(
    'the newer version is applied',
    async () => (await receiptOf(door, second.batchId)).states.applied === 1,
  );
  await waitUntil(
    'the older version is superseded',
    async () => (await recordsOf(door, first.batchId))[0]?.state === 'superseded',
  );
}, 60_000);

it('publishes a confirmed content again from the outbox, and states books that close', async () => {
  const door = await start();
  const row = await sampleRow({ reportCardNumber: 'C-1' });
  await send(door, [row], '2024-05-01');
  await send(door, [row], '2024-05-31');
  await send(door, [{ ...row, stage: '贰期', reason: '复核' }], '2024-05-15');
  const all = await waitUntil('three versions of the record', async () => {
    const own = (await events(1)).filter(({ key }) => key === 'hc-a/C-1').map(({ value }) => value);
    return own.length === 3 ? own : null;
  });
  const byBasis = [...all].sort((a, b) => a.header.basis - b.header.basis);
  expect(byBasis[2]?.payload).toEqual(byBasis[0]?.payload);
  expect(byBasis[2]?.header.contentDigest).toBe(byBasis[0]?.header.contentDigest);

  const balance = await waitUntil('everything is published', async () => {
    const { lines } = (await door.get<{ lines: Record<string, number>[] }>('/v1/balance')).body;
    return lines.every((line) => line['waiting'] === 0) ? lines : null;
  });
  const topic = departmentTopic(intake.namespace, DEPARTMENT, 'ledger-statement');
  await waitUntil('the last statement says the same as the ledger', async () => {
    const said = await decoded<LedgerStatement>(topic, protocolSchemas.ledgerStatement, 1);
    const latest = new Map(said.map(({ key, value }) => [key, value]));
    return balance.every((line) => {
      const statement = latest.get(`${String(line['sourceId'])}/${FEED}/${String(line['period'])}`);
      return (
        statement &&
        ['submitted', 'unchanged', 'corrected', 'published'].every(
          (term) => line[term] === Number(statement[term as keyof LedgerStatement]),
        )
      );
    });
  });
}, 90_000);

it('says a confirmed retraction again with its reason, without which the dataset would not take it', async () => {
  const door = await start();
  const row = await sampleRow({ reportCardNumber: 'W-1' });
  const retraction = { ...row, operation: '撤回', reason: '重复报送' };
  await send(door, [row], '2024-05-01');
  await send(door, [retraction], '2024-05-10');
  expect((await send(door, [retraction], '2024-05-31')).body.rows.unchanged).toBe(1);
  await send(door, [{ ...row, stage: '贰期', reason: '复核' }], '2024-05-20');
  const all = await waitUntil('four versions of the record', async () => {
    const own = (await events(1)).filter(({ key }) => key === 'hc-a/W-1').map(({ value }) => value.header);
    return own.length === 4 ? own : null;
  });
  const byBasis = [...all].sort((a, b) => a.basis - b.basis).map(({ operation, reason }) => [operation, reason]);
  expect(byBasis).toEqual([
    ['ASSERT', null],
    ['RETRACT', '重复报送'],
    ['ASSERT', '复核'],
    ['RETRACT', '重复报送'],
  ]);
}, 90_000);

it('takes a small body of many long rows in little memory', async () => {
  const door = await start({ HUB_MAX_BODY_MIB: '256', NODE_OPTIONS: '--max-old-space-size=192' });
  const sample = await sampleRow();
  // Some of it does not shrink: what blows up without measure is refused.
  const row = () =>
    JSON.stringify({ ...sample, institution: randomBytes(3_000).toString('hex') + '长'.repeat(74_000) });
  const body = gzipSync(Array.from({ length: 1_000 }, () => `${row()}\n`).join(''));
  const headers = { 'content-encoding': 'gzip' };
  const answered = await door.send<Receipt>(body, 'application/x-ndjson', { headers });
  expect([answered.status, answered.body.rows.rejected]).toEqual([202, 1_000]);
}, 90_000);

it('answers 503 with Retry-After when too much waits for Kafka', async () => {
  const door = await start({ ...NOWHERE, HUB_MAX_BACKLOG: '1' });
  await send(door, [await sampleRow({ reportCardNumber: 'B-1' }), await sampleRow({ reportCardNumber: 'B-2' })]);
  const refused = await waitUntil('the door is shut', async () => {
    const answered = await send(door, [await sampleRow({ reportCardNumber: 'B-3' })]);
    return answered.status === 503 ? answered : null;
  });
  expect(refused.headers.get('retry-after')).toBe('30');
}, 60_000);

it('answers 503 with Retry-After before the disk is full, and goes on serving receipts', async () => {
  const door = await start();
  const { body } = await send(door, [await sampleRow({ reportCardNumber: 'D-1' })]);
  await door.kill('SIGTERM');
  const full = await start({ HUB_MIN_FREE_MIB: '1000000000' });
  const refused = await send(full, [await sampleRow({ reportCardNumber: 'D-2' })]);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
  expect(refused.body).toMatchObject({ code: 'DISK_NEARLY_FULL' });
  expect((await receiptOf(full, body.batchId)).rows.new).toBe(1);
}, 60_000);

it('purges what was sent once its time is over and the dataset has it, and keeps what became of it', async () => {
  const door = await start();
  const rows = [
    await sampleRow({ reportCardNumber: 'P-1' }),
    await sampleRow({ reportCardNumber: 'P-2' }),
    await sampleRow({ reportCardNumber: 'P-3', reportKind: '无此类型' }),
  ];
  const { body } = await send(door, rows);
  const { pool } = intake.database;
  const kept = async () => {
    const { rows: found } = await pool.query<{ row_number: number }>(
      'SELECT row_number FROM batch_row WHERE batch_id = $1 AND raw IS NOT NULL ORDER BY row_number',
      [body.batchId],
    );
    return found.map(({ row_number }) => row_number);
  };
  const [applied] = await recordsOf(door, body.batchId);
  const said = { eventType: FEED, ledgerEpoch: 1, ledgerSeq: applied?.ledgerSeq ?? 0, reasonCode: null };
  const outcome = { sourceId: 'hc-a', datasetGeneration: 'g1', outcomeSeq: 100, standing: null };
  await answer({ ...outcome, verdicts: [{ ...said, verdict: 'APPLIED' }] });
  await waitUntil('it is applied', async () => (await receiptOf(door, body.batchId)).states.applied === 1);

  const tomorrow = Date.now() + 86_400_000;
  await purgeRows(pool, { now: tomorrow, days: 2 });
  expect(await kept()).toEqual([1, 2, 3]);
  await purgeRows(pool, { now: tomorrow, days: 1 });
  // The second one's event is on its way: only the dataset's word settles it.
  expect(await kept()).toEqual([2]);
  expect((await recordsOf(door, body.batchId)).map(({ state }) => state)).toHaveLength(3);
  expect((await receiptOf(door, body.batchId)).rows).toMatchObject({ new: 2, rejected: 1 });
}, 60_000);

it('takes thousands of rows of one source from two callers at once without a gap in the sequence', async () => {
  const door = await start();
  const base = await sampleRow();
  const rows = (from: number) =>
    Array.from({ length: 1500 }, (_, n) => ({ ...base, reportCardNumber: `M-${from + n}` }));
  const answers = await Promise.all([send(door, rows(0)), send(door, rows(1500)), send(door, rows(0))]);
  expect(answers.reduce((sum, { body }) => sum + body.rows.new, 0)).toBe(3000);
  const { rows: sequence } = await intake.database.pool.query<{ count: number; last: number; counter: number }>(
    `SELECT count(*)::int AS count, max(v.ledger_seq) AS last, max(c.last_seq) AS counter
     FROM record_version v JOIN ledger_counter c USING (source_id, event_type, ledger_epoch)`,
  );
  expect(sequence[0]?.count).toBe(sequence[0]?.last);
  expect(sequence[0]?.last).toBe(sequence[0]?.counter);
}, 90_000);
