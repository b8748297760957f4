import type { Request } from 'express';
import { HttpProblem } from './http-problem.js';
import { problemOfStatus } from './problem-of.js';

function assertPlainJson(request: Request): void {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (!request.is(['json', '+json']) || encoding !== 'identity') throw problemOfStatus(415);
}

async function readBytes(request: Request, limitBytes: number): Promise<Buffer> {
  // A body announced as too large is refused before it is read.
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw problemOfStatus(413);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes) throw problemOfStatus(413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a small JSON body; large ones are streamed by their own handlers.
 *
 * @returns whatever JSON it holds, to be parsed by zod
 * @throws HttpProblem 415, 413, or 400 JSON_MALFORMED
 */
export async function readJsonBody(request: Request, limitBytes: number): Promise<unknown> {
  assertPlainJson(request);
  const bytes = await readBytes(request, limitBytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new HttpProblem({
      status: 400,
      code: 'JSON_MALFORMED',
      title: 'JSON 格式不正确',
      detail: '请求内容不是 UTF-8 编码的 JSON，请检查括号、引号和编码。',
    });
  }
}
