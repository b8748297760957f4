import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Feed } from '../../../connectors/connector.js';
import { HttpProblem } from '../../../infra/http/http-problem.js';
import { parsedParams, parsedQuery, type Principal, type Route } from '../../../infra/http/route.js';
import { shanghaiDate } from '../../../schemas/period.js';
import type { Acceptance } from '../ledger/submission.js';
import { receiptSchema } from '../receipts/receipt.js';
import type { Source } from '../sources.js';
import { acceptSubmission, type AcceptanceParts, type Admitted, type Content } from './accept-submission.js';
import { feedUnknown, keyReused, listUnconfirmed, rowsRejected } from './batch-problem.js';
import { completeClaim } from './complete-parameters.js';
import { admittedSource, type DoorAccess } from './door-access.js';
import { fileOfForm, isForm } from './form-file.js';
import { declaredAsOf, idempotencyKey, submissionQuery } from './submission-parameters.js';

export type SubmitOptions = AcceptanceParts & { access: DoorAccess; feeds: readonly Feed[] };

const params = z.object({ feed: z.string() });

/** `POST /v1/feeds/{feed}/batches`: a department's rows, in any of four formats. */
export function submitRoute(options: SubmitOptions): Route {
  return {
    method: 'post',
    path: '/v1/feeds/:feed/batches',
    right: 'intake:write',
    summary: '报送一批记录（CSV、XLSX、JSON、NDJSON）',
    request: {
      params,
      query: submissionQuery,
      bodyDescription:
        'CSV、XLSX、JSON 数组或 NDJSON，可用 gzip 压缩；或含有一个这样的文件的表单（multipart/form-data）',
    },
    responses: {
      200: { description: '试报送（dryRun）：检查结果，未保存', schema: receiptSchema },
      202: { description: '已接收：回执', schema: receiptSchema },
      400: { description: '参数或内容无法读取，未保存' },
      409: { description: '完整清单未列入的记录较多，需确认后再报送，未保存' },
      413: { description: '内容过大' },
      415: { description: '不支持的内容类型' },
      422: { description: '幂等键已用于另一份内容，或整批报送（atomic）中有行未通过检查' },
      503: { description: '待发布的记录过多，请稍后重试' },
    },
    handle: async (request, response, principal) => {
      const admitted = admit(options, request, response, principal);
      answer(response, await accept(options, admitted, request));
    },
  };
}

function admit(
  { access, feeds, ledger }: SubmitOptions,
  request: Request,
  response: Response,
  principal: Principal,
): Admitted {
  const query = parsedQuery(response, submissionQuery);
  const now = ledger.now();
  const key = query.dryRun ? null : idempotencyKey(request);
  const source = admittedSource(principal, access, query.source, shanghaiDate(now));
  const asOfDeclared = query.asOf !== undefined;
  return {
    source,
    feed: admittedFeed(feeds, source, parsedParams(response, params).feed),
    submittedBy: principal.subject,
    idempotencyKeyOf: () => key,
    asOf: declaredAsOf(query.asOf, now),
    asOfDeclared,
    complete: completeClaim({ ...query, asOfDeclared }),
    atomic: query.atomic,
    dryRun: query.dryRun,
  };
}

function admittedFeed(feeds: readonly Feed[], { eventTypes }: Source, name: string): Feed {
  const open = feeds.filter((feed) => eventTypes.includes(feed.eventType));
  const found = open.find((feed) => feed.feed === name);
  if (!found) throw feedUnknown(open.map((feed) => feed.feed));
  return found;
}

async function accept(options: SubmitOptions, admitted: Admitted, request: Request): Promise<Acceptance> {
  try {
    return await acceptSubmission(options, admitted, await contentOf(request));
  } catch (error) {
    // What was not read would stand in the connection before the next request.
    request.resume();
    throw isCutOff(request, error) ? cutOff() : error;
  }
}

/** The request's body, or the file of a form. */
async function contentOf(request: Request): Promise<Content> {
  if (isForm(request)) return fileOfForm(request);
  const { 'content-type': contentType, 'content-encoding': contentEncoding } = request.headers;
  return { body: request, contentType, contentEncoding };
}

function isCutOff(request: Request, error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return request.destroyed && !request.complete && (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE');
}

/** The caller hung up half-way: not our failure, and nobody is there to read the answer. */
function cutOff(): HttpProblem {
  return new HttpProblem({
    status: 400,
    code: 'BODY_CUT_OFF',
    title: '请求中断',
    detail: '报送内容没有传完，请重新报送。',
  });
}

function answer(response: Response, acceptance: Acceptance): void {
  switch (acceptance.kind) {
    case 'accepted':
    case 'repeated':
      response.status(202).location(`/v1/batches/${acceptance.receipt.batchId}`).json(acceptance.receipt);
      return;
    case 'tried':
      response.status(200).json(acceptance.receipt);
      return;
    case 'refused':
      throw rowsRejected(acceptance.receipt);
    case 'unconfirmed':
      throw listUnconfirmed(acceptance.question);
    case 'key-reused':
      throw keyReused();
  }
}
