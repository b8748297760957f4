import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { sleep } from '../../infra/process/sleep.js';
import type { HttpSubmission } from './fuzz-case.js';
import type { Intake } from './intakes-under-fuzz.js';

/** `waitedMs` counts from the last byte that we sent. */
export type Answer = { status: number; contentType: string; text: string; waitedMs: number; retryAfter?: string };

const HUNG_AFTER_MS = 120_000;
/** What has arrived before the end is read within this time. */
const GONE_AFTER_MS = 2_000;

/** Where the door is and who comes. */
type Door = Pick<Intake, 'httpPort' | 'token'>;

/** @returns null when the connection ended without an answer. @throws when nothing comes at all */
export async function sendHttp(intake: Door, submission: HttpSubmission): Promise<Answer | null> {
  const headers = { authorization: `Bearer ${await intake.token()}`, ...lengthOf(submission), ...submission.headers };
  const { method, path } = submission;
  const post = request({ host: '127.0.0.1', port: intake.httpPort, method, path, headers, timeout: HUNG_AFTER_MS });
  const hung = setTimeout(() => post.destroy(new Error('hung')), HUNG_AFTER_MS);
  let sentAt = performance.now();
  const answered = (async () => {
    const [response] = (await once(post, 'response')) as [IncomingMessage];
    const status = response.statusCode ?? 0;
    // Nobody waits for what is answered before all is sent.
    sentAt = post.writableFinished ? sentAt : performance.now();
    const { 'content-type': contentType = '', 'retry-after': retryAfter } = response.headers;
    const told = retryAfter === undefined ? {} : { retryAfter };
    return { status, contentType, ...told, text: await text(response), waitedMs: performance.now() - sentAt };
  })();
  answered.catch(() => undefined);
  // A request that is cut off may never tell of an answer, nor of an error: with its end nothing more can come.
  const gone = new Promise<null>((resolve) => post.once('close', () => setTimeout(() => resolve(null), GONE_AFTER_MS)));
  try {
    // A door that answers early and hangs up leaves a body that is never finished.
    await Promise.race([sendBody(post, submission), gone]);
    if (submission.pace !== 'cut' && post.writableFinished) sentAt = performance.now();
    return await Promise.race([answered, gone]);
  } catch (error) {
    if ((error as Error).message === 'hung') throw new Error(`no answer within ${HUNG_AFTER_MS} ms`, { cause: error });
    // The answer may have come before the connection was closed to what we still sent.
    return Promise.race([answered.catch(() => null), gone]);
  } finally {
    clearTimeout(hung);
    post.destroy();
  }
}

/** Slow bodies and those that are made on the way come in chunks; one that is cut off had promised more. */
function lengthOf({ body, pace }: HttpSubmission): Record<string, string | number> {
  if (!Buffer.isBuffer(body) || pace === 'slow') return {};
  return { 'content-length': pace === 'cut' ? body.length + 1 : body.length };
}

const PIECES = 5;
const PAUSE_MS = 60;

async function sendBody(post: ClientRequest, { body, pace }: HttpSubmission): Promise<void> {
  const failed = new Promise<never>((_, reject) => post.once('error', reject));
  failed.catch(() => undefined);
  if (typeof body === 'function') return sendPieces(post, body(), failed);
  if (pace === 'whole') {
    post.end(body);
  } else if (pace === 'slow') {
    const step = Math.max(1, Math.ceil(body.length / PIECES));
    for (let at = 0; at < body.length; at += step) {
      post.write(body.subarray(at, at + step));
      await sleep(PAUSE_MS);
    }
    post.end();
  } else {
    post.write(body.subarray(0, Math.ceil(body.length * 0.7)));
    await sleep(PAUSE_MS);
    post.destroy();
    return;
  }
  await Promise.race([once(post, 'finish'), failed]);
}

async function sendPieces(post: ClientRequest, pieces: Iterable<Buffer>, failed: Promise<never>): Promise<void> {
  let answered = false;
  const answer = new Promise<void>((resolve) => post.once('response', () => resolve()));
  void answer.then(() => (answered = true));
  for (const piece of pieces) {
    if (answered) return;
    const drained = new Promise<void>((resolve) => post.write(piece, () => resolve()));
    await Promise.race([drained, answer, failed]);
  }
  post.end();
  await Promise.race([once(post, 'finish'), answer, failed]);
}

/** Bytes as they are, with the authorization where `{token}` stands. */
export async function sendRaw(intake: Intake, bytes: Buffer): Promise<Answer | null> {
  const token = `Authorization: Bearer ${await intake.token()}\r\n`;
  const socket = connect(intake.httpPort, '127.0.0.1');
  socket.setTimeout(HUNG_AFTER_MS, () => socket.destroy(new Error('hung')));
  socket.write(Buffer.from(bytes.toString('latin1').replace('{token}', token), 'latin1'));
  const sentAt = performance.now();
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => {
    received.push(chunk);
    // A kept connection would stay open for more.
    if (Buffer.concat(received).includes('\r\n\r\n')) socket.end();
  });
  await once(socket, 'close');
  const [head = '', body = ''] = Buffer.concat(received).toString('utf8').split('\r\n\r\n', 2);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
  if (!status) return null;
  return {
    status,
    text: body,
    waitedMs: performance.now() - sentAt,
    contentType: /content-type: (.*)/i.exec(head)?.[1] ?? '',
  };
}
