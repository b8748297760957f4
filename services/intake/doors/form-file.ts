import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { HttpProblem } from '../../../infra/http/http-problem.js';
import { contentOfName } from '../reading/media-type.js';
import type { Content } from './accept-submission.js';

/** Is it what a browser sends when a form has a file? */
export function isForm({ headers }: IncomingMessage): boolean {
  return /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');
}

/** Everything else of a submission stands in the query, as without a form: what a form says beside is passed over. */
const LIMITS = { files: 1, fields: 20, parts: 21, fieldSize: 4096, fieldNameSize: 200, headerPairs: 20 };

/**
 * The one file of a form, as if it had been sent alone: its name says what it is, since browsers name a CSV after the
 * spreadsheet program that is installed. The body ends when the whole form has ended well, so that half a form keeps
 * nothing.
 *
 * @throws HttpProblem 400 when there is no form, or no file comes first; others come out of the body
 */
export async function fileOfForm(request: IncomingMessage): Promise<Content> {
  const form = openForm(request);
  const body = new PassThrough();
  const found = new Promise<Content>((resolve, reject) => {
    const fail = (problem: Error) => {
      reject(problem);
      body.destroy(problem);
    };
    form.on('file', (_field, file: Readable, name: string | undefined) => {
      file.on('error', () => fail(broken()));
      file.pipe(body, { end: false });
      resolve({ body, ...contentOfName(name ?? '') });
    });
    form.on('filesLimit', () => fail(severalFiles()));
    pipeline(request, form).then(
      () => {
        reject(noFile());
        body.end();
      },
      (cause: unknown) => fail(request.destroyed && !request.complete ? (cause as Error) : broken()),
    );
    // A form may end before its request does: what comes behind is passed over, or nobody would read the request to its end.
    form.on('finish', () => request.resume());
  });
  // Whoever stops reading half-way must not bring the service down with an error that nobody listens to.
  body.on('error', () => undefined);
  return found;
}

function openForm({ headers }: IncomingMessage): BusboyInstance {
  try {
    return new Busboy({ headers: headers as BusboyHeaders, limits: LIMITS });
  } catch {
    throw broken();
  }
}

function problem(code: string, title: string, detail: string): HttpProblem {
  return new HttpProblem({ status: 400, code, title, detail: `${detail}本批未保存任何内容。` });
}

const broken = () =>
  problem('FORM_BROKEN', '表单不完整', '表单（multipart/form-data）不完整或格式不正确，请重新上传。');
const noFile = () =>
  problem('FORM_WITHOUT_FILE', '表单中没有文件', '请在表单中附上一个 CSV、XLSX、JSON 或 NDJSON 文件。');
const severalFiles = () => problem('FORM_WITH_SEVERAL_FILES', '表单中不止一个文件', '一次请上传一个文件。');
