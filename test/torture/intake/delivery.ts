import { createHash } from 'node:crypto';
import { sleep } from '../../../infra/process/sleep.js';
import type { Receipt } from '../../../services/cli/submit-exports.js';
import { formWith, FORM_TYPE } from '../../fuzz/form-body.js';
import type { HttpSubmission, Pace } from '../../fuzz/fuzz-case.js';
import { fileAnswer, putFile } from '../../fuzz/send-file.js';
import { sendHttp } from '../../fuzz/send-http.js';
import { csv, type Row } from '../../integration/intake/sample-files.js';
import { DEPARTMENT, determinations } from './batch-rows.js';
import { sourceOf, type DepartmentHub } from './department-hub.js';
import type { PlannedBatch } from './kill-plan.js';

/** A batch on its way in: its client goes on until it has been told that all is kept. */
export type Delivery = {
  batch: PlannedBatch;
  rows: number;
  /** Times that it was sent; by the other doors it is put down once. */
  sendings: number;
  /** What the department was told; a pull tells it nothing but that the rows are in the ledger. */
  acknowledged: Receipt | 'pulled' | null;
  done: Promise<void>;
};

export type DeliveryOptions = { pace: Pace; stopped: () => boolean };

/** After so long a client that got no answer sends again. */
const AGAIN_AFTER_MS = 150;
const GIVEN_UP_AFTER_MS = 180_000;

/** @param after the delivery before it through the same door: a system sends one batch after another */
export function deliver(
  hub: DepartmentHub,
  batch: PlannedBatch,
  rows: readonly Row[],
  after: Promise<void>,
  options: DeliveryOptions,
): Delivery {
  const delivery: Delivery = { batch, rows: rows.length, sendings: 0, acknowledged: null, done: Promise.resolve() };
  delivery.done = after.then(async () => {
    const until = Date.now() + GIVEN_UP_AFTER_MS;
    const patient = (): boolean => !options.stopped() && Date.now() < until;
    delivery.acknowledged = await through(hub, delivery, rows, patient, options.pace);
    if (!delivery.acknowledged && !options.stopped()) throw new Error(`${nameOf(batch)} was never acknowledged`);
  });
  delivery.done.catch(() => undefined); // told to whoever waits for it
  return delivery;
}

export const nameOf = ({ number, door }: PlannedBatch): string => `batch ${number} by ${door}`;

async function through(
  hub: DepartmentHub,
  delivery: Delivery,
  rows: readonly Row[],
  patient: () => boolean,
  pace: Pace,
): Promise<Delivery['acknowledged']> {
  if (delivery.batch.door === 'pull') return pulled(hub, rows, patient);
  if (delivery.batch.door === 'drop') return dropped(hub, delivery.batch, rows, patient);
  return posted(hub, delivery, rows, patient, pace);
}

/** An upload whose answer never came is sent again, with the key that it had, if it has one. */
async function posted(
  hub: DepartmentHub,
  delivery: Delivery,
  rows: readonly Row[],
  patient: () => boolean,
  pace: Pace,
): Promise<Receipt | null> {
  while (patient()) {
    const submission = submissionOf(delivery.batch, rows, delivery.sendings === 0 ? pace : 'whole');
    delivery.sendings += 1;
    const answer = await sendHttp(hub.door, submission).catch(() => null);
    if (answer?.status === 202) return JSON.parse(answer.text) as Receipt;
    const mayPass = !answer || answer.status >= 500 || answer.status === 429;
    if (!mayPass)
      throw new Error(`${nameOf(delivery.batch)} was refused: ${answer.status} ${answer.text.slice(0, 300)}`);
    await sleep(AGAIN_AFTER_MS);
  }
  return null;
}

function submissionOf({ door, number, keyed }: PlannedBatch, rows: readonly Row[], pace: Pace): HttpSubmission {
  const feed = determinations();
  const table = Buffer.from(csv(feed, rows));
  const [contentType, body] = {
    ndjson: ['application/x-ndjson', Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))] as const,
    csv: ['text/csv', table] as const,
    form: [FORM_TYPE, formWith(`K${number}.csv`, table)] as const,
  }[door as 'ndjson' | 'csv' | 'form'];
  const key = createHash('sha256').update(`${door}/${number}`).digest('hex');
  return {
    ...{ door: 'http', method: 'POST', pace, body },
    path: `/v1/feeds/${feed.feed}/batches?source=${sourceOf(door)}`,
    headers: { 'content-type': contentType, ...(keyed ? { 'idempotency-key': key } : {}) },
  };
}

async function dropped(
  hub: DepartmentHub,
  { number }: PlannedBatch,
  rows: readonly Row[],
  patient: () => boolean,
): Promise<Receipt | null> {
  const target = { department: DEPARTMENT, feed: determinations(), sourceId: sourceOf('drop') };
  const file = { name: `K${number}.csv`, body: Buffer.from(csv(target.feed, rows)), writing: 'renamed' as const };
  await putFile(hub, target, { door: 'drop', ...file });
  while (patient()) {
    const answer = await fileAnswer(hub, target, file);
    if (answer && answer.status !== 202) throw new Error(`file ${file.name} was refused: ${answer.text}`);
    if (answer) return JSON.parse(answer.json) as Receipt;
    await sleep(20);
  }
  return null;
}

async function pulled(
  { view, ledger }: DepartmentHub,
  rows: readonly Row[],
  patient: () => boolean,
): Promise<'pulled' | null> {
  await view.insert(rows);
  const total = await view.count();
  while (patient()) {
    if ((await ledger.rowsOf(sourceOf('pull'))) >= total) return 'pulled';
    await sleep(20);
  }
  return null;
}
