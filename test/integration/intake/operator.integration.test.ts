import { departmentTopic, eventTopic } from '../../../schemas/topics.js';
import type { FoundBatch } from '../../../services/intake/commands.js';
import type { KeptAction } from '../../../services/intake/operating/operator-action.js';
import type { Receipt, ReceiptRecord } from '../../../services/intake/receipts/receipt.js';
import { waitUntil } from '../../stack/fixtures.js';
import { answerOutcome } from './answer-outcome.js';
import { createIntakeUnderTest, DEPARTMENT, FEED, readTopic, sampleRow } from './intake-under-test.js';
import type { Caller, IntakeUnderTest, RunningIntake } from './intake-under-test.js';

let intake: IntakeUnderTest;
let door: RunningIntake;

type Replayed = { events: number; identities: number };
const REASON = 'Kafka 重建后补发';
const send = async (source: string, caller: Caller, ...rows: unknown[]) =>
  (await door.send<Receipt>(JSON.stringify(rows), 'application/json', { query: `source=${source}`, caller })).body;
const row = (number: string, changes: Record<string, string | null> = {}) =>
  sampleRow({ reportCardNumber: number, ...changes });
const list = async (query = '') =>
  (await door.get<{ batches: FoundBatch[]; nextCursor: string | null }>(`/v1/operator/batches?${query}`, 'operator'))
    .body;
const idsOf = async (query: string) => (await list(query)).batches.map(({ batchId }) => batchId);
const replay = (body: object, caller: Caller = 'operator') => door.post<Replayed>('/v1/operator/replays', body, caller);
const recordsOf = async (batchId: string, caller: Caller = 'clerk') =>
  (await door.get<{ records: ReceiptRecord[] }>(`/v1/batches/${batchId}/records`, caller)).body.records;
const published = (batchId: string, caller: Caller = 'clerk') =>
  waitUntil('all is published', async () => {
    const records = await recordsOf(batchId, caller);
    return records.every(({ state }) => state !== 'waiting') ? records : null;
  });
const keysOn = async (topic: string, count: number) =>
  (await readTopic(intake, topic, (values) => values.length >= count)).map(({ key }) => key);
const topicOf = (kind: Parameters<typeof departmentTopic>[2]) => departmentTopic(intake.namespace, DEPARTMENT, kind);
const statedOf = async (source: string, topic: string) =>
  (await keysOn(topic, 1)).filter((key) => key.startsWith(`${source}/`)).length;
const books = async () =>
  (await intake.database.pool.query<object>('SELECT published, added FROM ledger_balance ORDER BY source_id, period'))
    .rows;

beforeAll(async () => {
  intake = await createIntakeUnderTest();
  door = await intake.start();
}, 120_000);
afterAll(async () => {
  if (door?.alive()) await door.kill('SIGTERM');
  await intake?.close();
}, 60_000);

it('lists the batches of all sources, newest first, by source, feed, state and time, and pages that join', async () => {
  const first = await send('hc-a', 'clerk', await row('OP-1'), await row('OP-2', { disease: '99999' }));
  const second = await send('hc-b', 'other', await row('OP-3'));
  expect(await idsOf('')).toEqual([second.batchId, first.batchId]);
  expect(await idsOf('source=hc-a')).toEqual([first.batchId]);
  expect(await idsOf('state=rejected')).toEqual([first.batchId]);
  expect(await idsOf(`feed=${FEED}&since=${second.acceptedAt}`)).toEqual([second.batchId]);
  expect(await idsOf('feed=other')).toEqual([]);
  const page = await list('limit=1');
  expect([page.batches[0]?.batchId, await idsOf(`limit=1&cursor=${page.nextCursor}`)]).toEqual([
    second.batchId,
    [first.batchId],
  ]);
  await published(first.batchId);
  expect((await list('source=hc-a')).batches[0]).toMatchObject({ states: { published: 1 }, rows: { rejected: 1 } });
}, 60_000);

it('shows a batch and its rejects without any row of it, and is for operators alone', async () => {
  const { batchId } = await send('hc-a', 'clerk', await row('OP-4', { disease: '99999', workerName: '上官示例' }));
  const shown = await door.get<Receipt>(`/v1/operator/batches/${batchId}`, 'operator');
  const rejects = await door.get<{ rejects: unknown[] }>(`/v1/operator/batches/${batchId}/rejects`, 'operator');
  expect([shown.body.rows.rejected, rejects.body.rejects.length > 0]).toEqual([1, true]);
  expect(JSON.stringify([shown.body, rejects.body])).not.toContain('上官示例');
  for (const path of ['batches', `batches/${batchId}`, `batches/${batchId}/rejects`, 'actions']) {
    for (const caller of ['clerk', 'stranger'] as const) {
      expect((await door.get(`/v1/operator/${path}`, caller)).status).toBe(403);
    }
  }
  expect((await replay({ batchId, reason: REASON }, 'clerk')).status).toBe(403);
  expect((await door.get(`/v1/batches/${batchId}`, 'operator')).status).toBe(403);
}, 60_000);

it('sends a batch again as it was: same events, books unmoved, and the receipt tells the newer place', async () => {
  const { batchId } = await send('hc-a', 'clerk', await row('AGAIN-1'), await row('AGAIN-2'));
  const before = await published(batchId);
  const booksBefore = await books();
  const again = await replay({ batchId, reason: REASON });
  expect([again.status, again.body.events]).toEqual([202, 2]);
  await waitUntil('the places have moved on', async () => {
    const places = (await recordsOf(batchId)).map(({ position }) => position?.offset ?? -1);
    return places.every((offset, at) => offset > (before[at]?.position?.offset ?? 0));
  });
  const topic = eventTopic(intake.namespace, DEPARTMENT, FEED);
  const keys = await waitUntil('each is there twice', async () => {
    const own = (await keysOn(topic, 1)).filter((key) => key.startsWith('hc-a/AGAIN'));
    return own.length === 4 ? own : null;
  });
  expect(keys.sort()).toEqual(['hc-a/AGAIN-1', 'hc-a/AGAIN-1', 'hc-a/AGAIN-2', 'hc-a/AGAIN-2']);
  expect(await books()).toEqual(booksBefore);
  expect((await recordsOf(batchId)).map(({ eventId }) => eventId)).toEqual(before.map(({ eventId }) => eventId));
}, 60_000);

it('sends again what the dataset has not answered about since a moment, with its identities, and keeps who and why', async () => {
  const person = { workerName: '欧阳示例', workerTelephone: null };
  const first = await send('hc-b', 'other', await row('SINCE-1'), await row('SINCE-2', person));
  await waitUntil('all is published', async () => (await list('source=hc-b&state=waiting')).batches.length === 0);
  const [applied] = (await door.get<{ records: ReceiptRecord[] }>(`/v1/batches/${first.batchId}/records`, 'other')).body
    .records;
  const verdict = {
    eventType: FEED,
    ledgerEpoch: 1,
    ledgerSeq: applied?.ledgerSeq ?? 0,
    verdict: 'APPLIED',
    reasonCode: null,
  };
  await answerOutcome(intake, { sourceId: 'hc-b', datasetGeneration: 'g', outcomeSeq: 1, verdicts: [verdict] });
  await waitUntil('it is applied', async () => (await list('source=hc-b&state=applied')).batches.length === 1);

  const identities = departmentTopic(intake.namespace, DEPARTMENT, 'identity');
  const sealedBefore = (await keysOn(identities, 1)).length;
  const again = await replay({ unappliedSince: first.acceptedAt, source: 'hc-b', reason: REASON });
  expect(again.body.events).toBe(1);
  expect(again.body.identities).toBeGreaterThan(0);
  // Both rows were sealed in one message.
  await waitUntil('identities went, too', async () => (await keysOn(identities, 1)).length === sealedBefore + 1);
  const { actions } = (await door.get<{ actions: KeptAction[] }>('/v1/operator/actions', 'operator')).body;
  expect(actions[0]).toMatchObject({
    ...{ subject: 'operator', action: 'replay' },
    detail: { reason: REASON, source: 'hc-b', unappliedSince: first.acceptedAt, events: 1 },
  });
  expect(new Set(actions.map(({ action }) => action))).toEqual(new Set(['replay', 'list', 'show', 'rejects']));
}, 60_000);

it('sends again identities and statements of the books since a moment, also when the dataset has answered every event', async () => {
  const person = { workerName: '司马示例', workerTelephone: null };
  const { batchId, acceptedAt } = await send('hc-b', 'other', await row('ALL-1', person));
  await published(batchId, 'other');
  const verdicts = (await recordsOf(batchId, 'other')).map(({ ledgerSeq }) => ({
    ...{ eventType: FEED, ledgerEpoch: 1, ledgerSeq: ledgerSeq ?? 0, verdict: 'APPLIED', reasonCode: null },
  }));
  await answerOutcome(intake, { sourceId: 'hc-b', datasetGeneration: 'g', outcomeSeq: 9, verdicts });
  await waitUntil('all is applied', async () =>
    (await recordsOf(batchId, 'other')).every(({ state }) => state === 'applied'),
  );

  const [identities, statements] = [topicOf('identity'), topicOf('ledger-statement')];
  const statedBefore = await statedOf('hc-b', statements);
  const sealedBefore = (await keysOn(identities, 1)).length;
  const again = await replay({ unappliedSince: acceptedAt, source: 'hc-b', reason: REASON });
  expect(again.body.events).toBe(0);
  expect(again.body.identities).toBeGreaterThan(0);
  await waitUntil('identities went once more', async () => (await keysOn(identities, 1)).length === sealedBefore + 1);
  await waitUntil('the books are stated once more', async () => (await statedOf('hc-b', statements)) > statedBefore);
}, 60_000);

it('sends again by itself what nobody has answered when the broker is another one', async () => {
  const { batchId } = await send('hc-a', 'clerk', await row('LOST-1'));
  await published(batchId, 'clerk');
  const events = eventTopic(intake.namespace, DEPARTMENT, FEED);
  const lost = async () => (await keysOn(events, 1)).filter((key) => key === 'hc-a/LOST-1').length;
  expect(await lost()).toBe(1);
  await waitUntil('the broker is known', async () => {
    return (await intake.database.pool.query('SELECT FROM known_broker')).rowCount === 1;
  });
  await door.kill('SIGTERM');
  await intake.database.pool.query(`UPDATE known_broker SET generation = 'another'`);
  door = await intake.start();
  await waitUntil('it is sent once more', async () => (await lost()) === 2);
  const { actions } = (await door.get<{ actions: KeptAction[] }>('/v1/operator/actions', 'operator')).body;
  expect(actions[0]).toMatchObject({ subject: 'intake', action: 'replay' });
}, 60_000);

it.each([
  {},
  { batchId: 'x', reason: REASON },
  { unappliedSince: '2024-01-01', reason: REASON },
  { unappliedSince: '2024-01-01T00:00:00Z' },
])('says what a replay needs: %j', async (body) =>
  expect(await replay(body)).toMatchObject({ status: 400, body: { code: 'REPLAY_MALFORMED' } }),
);
