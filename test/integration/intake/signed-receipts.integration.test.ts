import { readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  verifyReceipt,
  withNewReceiptKey,
  type PublicReceiptKeys,
  type ReceiptKeys,
} from '../../../services/intake/commands.js';
import type { Receipt } from '../../../services/intake/receipts/receipt.js';
import {
  createIntakeUnderTest,
  DEPARTMENT,
  sampleRow,
  type IntakeUnderTest,
  type RunningIntake,
} from './intake-under-test.js';

let intake: IntakeUnderTest;
let door: RunningIntake;
const JSON_TYPE = 'application/json';
const keysNow = async () => (await door.get<PublicReceiptKeys>('/v1/receipt-keys', null)).body;

beforeAll(async () => {
  intake = await createIntakeUnderTest();
  door = await intake.start();
}, 120_000);
afterAll(async () => {
  if (door?.alive()) await door.kill('SIGTERM');
  await intake?.close();
}, 60_000);

it('a receipt is signed once; it verifies as answered, as asked for later, and after the key was changed', async () => {
  const warned = await sampleRow({ reportCardNumber: 'SIGN-1', operation: '撤回', reason: '重复报告' });
  const bad = await sampleRow({ reportCardNumber: 'SIGN-3', disease: '99999' });
  const body = Buffer.from(JSON.stringify([warned, await sampleRow({ reportCardNumber: 'SIGN-2' }), bad]));
  const headers = { 'idempotency-key': 'signed-1', 'content-encoding': 'gzip' };
  const sent = await door.send<Receipt>(gzipSync(body), JSON_TYPE, { headers });
  expect(sent.status).toBe(202);
  expect([sent.body.rows.rejected, sent.body.warnings]).toEqual([1, 1]);
  expect(sent.body.bodyDigest).toBe(createHash('sha256').update(body).digest('hex'));
  expect(await verifyReceipt(sent.body, await keysNow())).toMatchObject({ kind: 'genuine', department: DEPARTMENT });

  await rotate();
  const again = await door.send<Receipt>(gzipSync(body), JSON_TYPE, { headers });
  const asked = await door.get<Receipt>(`/v1/batches/${sent.body.batchId}`);
  for (const { signature } of [again.body, asked.body]) expect(signature).toBe(sent.body.signature);
  expect(await verifyReceipt(asked.body, await keysNow())).toMatchObject({ kind: 'genuine' });
  expect(await verifyReceipt({ ...asked.body, warnings: 0 }, await keysNow())).toMatchObject({ kind: 'altered' });
  const next = await door.send<Receipt>(JSON.stringify([await sampleRow({ reportCardNumber: 'SIGN-4' })]), JSON_TYPE);
  const kidOf = ({ signature }: Receipt) =>
    (JSON.parse(Buffer.from((signature ?? '').split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;
  expect(kidOf(next.body)).toBe((await keysNow()).keys[0]?.kid);
  expect(kidOf(next.body)).not.toBe(kidOf(sent.body));
}, 60_000);

async function rotate(): Promise<void> {
  const file = join(intake.folder, 'receipt-keys.json');
  const earlier = JSON.parse(await readFile(file, 'utf8')) as ReceiptKeys;
  await writeFile(file, JSON.stringify(withNewReceiptKey(DEPARTMENT, earlier)));
  await door.kill('SIGTERM');
  door = await intake.start();
}

it('what is tried and not kept is not signed', async () => {
  const rows = JSON.stringify([await sampleRow({ reportCardNumber: 'SIGN-5' })]);
  const tried = await door.send<Receipt>(rows, JSON_TYPE, { query: 'source=hc-a&dryRun=true' });
  expect([tried.status, tried.body.signature, tried.body.rows.new]).toEqual([200, null, 1]);
});

it('a batch of the time before receipts were signed shows its counts without a signature', async () => {
  const rows = JSON.stringify([await sampleRow({ reportCardNumber: 'SIGN-6' })]);
  const { body } = await door.send<Receipt>(rows, JSON_TYPE);
  await intake.database.pool.query('UPDATE batch SET signature = NULL WHERE batch_id = $1', [body.batchId]);
  const asked = await door.get<Receipt>(`/v1/batches/${body.batchId}`);
  expect([asked.body.signature, asked.body.rows]).toEqual([null, body.rows]);
  expect(await verifyReceipt(asked.body, await keysNow())).toEqual({ kind: 'unsigned' });
});
