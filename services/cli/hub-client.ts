import { constants, createReadStream, createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { readClientCredential } from '../../infra/http/client-key.js';
import { fetchToken } from '../../infra/http/fetch-token.js';
import { ServiceFailure } from '../../infra/process/service-failure.js';
import { sleep } from '../../infra/process/sleep.js';

/** A caller of the hub's doors, as a department's own program would be: a token, JSON answers, patience with 503. */
export type HubClient = {
  get: <T>(url: string) => Promise<T>;
  post: <T>(url: string, body: object) => Promise<T>;
  /** Writes the answer to a file, whole or not at all. */
  getFile: (url: string, file: string, headers?: Record<string, string>) => Promise<void>;
  /** With an idempotency key among the headers, a try after a broken connection gets the same receipt. */
  postFile: <T>(url: string, file: string, contentType: string, headers?: Record<string, string>) => Promise<T>;
};

const TIMES_TO_TRY = 8;
const RENEW_BEFORE_MS = 60_000;

/** @param keyFile of the credential; read for each token, so that a rotated key is taken up */
export function createHubClient(issuerUrl: string, keyFile: string): HubClient {
  const bearer = tokenKeeper(issuerUrl, keyFile);
  const call = async (url: string, request: () => RequestInit = () => ({})): Promise<Response> => {
    for (let attempt = 1; ; attempt += 1) {
      const init = request();
      const answer = await ask(url, { ...init, headers: { ...init.headers, authorization: await bearer() } });
      if (!answer) {
        if (attempt === TIMES_TO_TRY) throw noAnswer(url);
        await sleep(attempt * 500);
        continue;
      }
      if (answer.ok) return answer;
      if (answer.status !== 503 && answer.status !== 429) throw await refusal(answer, url);
      if (attempt === TIMES_TO_TRY) throw await refusal(answer, url);
      await sleep(Number(answer.headers.get('retry-after') ?? attempt) * 1000);
    }
  };
  const json = async <T>(url: string, request?: () => RequestInit): Promise<T> =>
    (await (await call(url, request)).json()) as T;
  return {
    get: (url) => json(url),
    post: (url, body) =>
      json(url, () => ({
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })),
    getFile: async (url, file, headers = {}) => writeWhole(await call(url, () => ({ headers })), file),
    postFile: async (url, file, contentType, headers = {}) => {
      // A file that is not there would look like a door that does not answer.
      await access(file, constants.R_OK);
      // Read anew for each try, piece by piece: several large files are on their way at a time.
      return json(url, () => ({
        method: 'POST',
        body: Readable.toWeb(createReadStream(file)) as RequestInit['body'],
        duplex: 'half',
        headers: { ...headers, 'content-type': contentType },
      }));
    },
  };
}

async function writeWhole({ body }: Response, file: string): Promise<void> {
  const unfinished = `${file}.${process.pid}.part`;
  try {
    await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(unfinished));
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Nothing when the door cannot be reached, or breaks off: sending again is safe, since what is kept comes back unchanged. */
async function ask(url: string, init: RequestInit): Promise<Response | undefined> {
  try {
    return await fetch(url, init);
  } catch {
    return undefined;
  }
}

function noAnswer(url: string): ServiceFailure {
  return new ServiceFailure(`${url} 没有答复，请确认枢纽正在运行（hub stack status）。No answer; is the hub running?`, {
    code: 'HUB_UNREACHABLE',
    retriable: true,
  });
}

function tokenKeeper(issuerUrl: string, keyFile: string): () => Promise<string> {
  let held: { token: string; expiresAt: number } | undefined;
  return async () => {
    if (!held || held.expiresAt - RENEW_BEFORE_MS < Date.now()) {
      held = await fetchToken(issuerUrl, readClientCredential(keyFile));
    }
    return `Bearer ${held.token}`;
  };
}

type Problem = { title?: string; detail?: string; code?: string; errors?: { parameter: string; detail: string }[] };

async function refusal(answer: Response, url: string): Promise<ServiceFailure> {
  const problem = (await answer.json().catch(() => ({}))) as Problem;
  const parameters = problem.errors?.map(({ parameter, detail }) => `${parameter} ${detail}`) ?? [];
  const more = parameters.length > 0 ? `（${parameters.join('；')}）` : '';
  const said = [problem.title, problem.detail].filter(Boolean).join('：') + more;
  return new ServiceFailure(said || `${url} 答复 ${answer.status}，没有说明原因。请查看服务的日志。`, {
    code: problem.code ?? 'HTTP_REFUSED',
    retriable: answer.status >= 500,
    context: { url, status: answer.status },
  });
}
