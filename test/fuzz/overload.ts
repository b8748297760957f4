import { createRandom } from '../../services/demo-province/random.js';
import { bodyOf, contentTypeOf } from './body-form.js';
import { toldBatch, type Told } from './check-answer.js';
import { pathOf } from './choose-case.js';
import { freshRows, sampleOf } from './feed-rows.js';
import type { HttpSubmission, Target } from './fuzz-case.js';
import type { Intake } from './intakes-under-fuzz.js';
import { sendHttp, type Answer } from './send-http.js';
import { sleep } from '../../infra/process/sleep.js';

/** Uploads that come at once, in two waves: what the first leaves waiting for Kafka, the second meets. */
const WAVES = [
  { uploads: 30, rows: 400 },
  { uploads: 90, rows: 30 },
] as const;
/** The limit of a minute is over then, and so is whatever waited for Kafka. */
const SERVES_AGAIN_MS = 120_000;

export type Overload = { statuses: Map<number, number>; told: Told[]; faults: string[] };

/**
 * Many uploads at once on a service whose limits are soon reached: each is taken whole or turned away with a time to come
 * back, and afterwards the service serves as before.
 */
export async function overload(intake: Intake, target: Target): Promise<Overload> {
  const tight = await intake.startTight();
  const door = { httpPort: tight.httpPort, token: intake.token };
  const statuses = new Map<number, number>();
  const told: Told[] = [];
  const faults: string[] = [];
  const take = (answer: Answer | null): void => {
    const status = answer?.status ?? 0;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    faults.push(...answerFaults(answer));
    const batch = toldBatch(status, answer?.text ?? '');
    if (batch) told.push(batch);
  };
  try {
    let number = 0;
    for (const { uploads, rows } of WAVES) {
      const wave = await Promise.all(Array.from({ length: uploads }, () => uploadOf(target, (number += 1), rows)));
      await Promise.all(wave.map(async (upload) => take(await sendHttp(door, upload))));
    }
    for (const due of [202, 429, 503])
      if (!statuses.has(due)) faults.push(`no answer ${due}: the limits were not reached`);
    faults.push(...(await servesAgain(door, await uploadOf(target, 0, 1), take)));
  } finally {
    await tight.close();
  }
  return { statuses, told, faults };
}

function answerFaults(answer: Answer | null): string[] {
  if (!answer) return ['the connection ended without an answer'];
  const { status, retryAfter, contentType } = answer;
  if (status === 202) return [];
  if (status !== 429 && status !== 503) return [`status ${status} under overload`];
  return [
    ...(Number(retryAfter) > 0 ? [] : [`${status} with Retry-After ${String(retryAfter)}`]),
    ...(contentType.startsWith('application/problem+json') ? [] : [`${status} as ${contentType || 'nothing'}`]),
  ];
}

async function servesAgain(
  door: Pick<Intake, 'httpPort' | 'token'>,
  upload: HttpSubmission,
  take: (answer: Answer | null) => void,
): Promise<string[]> {
  for (const until = Date.now() + SERVES_AGAIN_MS; Date.now() < until; await sleep(1_000)) {
    const answer = await sendHttp(door, upload);
    take(answer);
    if (answer?.status === 202) return [];
  }
  return [`not taken again within ${SERVES_AGAIN_MS} ms`];
}

async function uploadOf(target: Target, at: number, count: number): Promise<HttpSubmission> {
  const random = createRandom(`overload/${at}`);
  const rows = freshRows(target.feed, await sampleOf(target), random, `O${at}`, count);
  return {
    ...{ door: 'http', method: 'POST', path: pathOf(target), pace: 'whole' },
    headers: { 'content-type': contentTypeOf('ndjson') },
    body: bodyOf('ndjson', target.feed, rows),
  };
}
