import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Feed } from '../../../connectors/connector.js';
import { HttpProblem } from '../../../infra/http/http-problem.js';
import { parsedParams, parsedQuery, type Principal, type Route } from '../../../infra/http/route.js';
import { eventContract } from '../../../schemas/generated/contract-index.js';
import { shanghaiDate } from '../../../schemas/period.js';
import { acceptBatch, type Acceptance, type Ledger, type Submission } from '../ledger/accept-batch.js';
import { spoolBody, type BodySpool } from '../reading/body-spool.js';
import { formatOf, isGzip } from '../reading/media-type.js';
import { openReader, type ReaderOptions } from '../reading/open-reader.js';
import { UnreadableBatch, type ReadingLimits } from '../reading/row-reader.js';
import { receiptSchema } from '../receipts/receipt.js';
import type { Source } from '../sources.js';
import { backlogFull, feedUnknown, keyReused, rowsRejected, unreadableProblem } from './batch-problem.js';
import { admittedSource, type DoorAccess } from './door-access.js';
import { assertPartial, declaredAsOf, idempotencyKey, submissionQuery } from './submission-parameters.js';
import type { TakingTurns } from './taking-turns.js';

export type SubmitOptions = {
  access: DoorAccess;
  feeds: readonly Feed[];
  ledger: Ledger;
  limits: ReadingLimits;
  spoolFolder: string;
  /** Whether more may be waiting for Kafka. */
  hasRoom: () => Promise<boolean>;
  /** Tells the relay that there is something to send. */
  accepted: () => void;
  turns: TakingTurns;
  xlsxWorker?: string;
};

const params = z.object({ feed: z.string() });

/** `POST /v1/feeds/{feed}/batches`: a department's rows, in any of four formats. */
export function submitRoute(options: SubmitOptions): Route {
  return {
    method: 'post',
    path: '/v1/feeds/:feed/batches',
    right: 'intake:write',
    summary: '报送一批记录（CSV、XLSX、JSON、NDJSON）',
    request: { params, query: submissionQuery, bodyDescription: 'CSV、XLSX、JSON 数组或 NDJSON；可用 gzip 压缩' },
    responses: {
      200: { description: '试报送（dryRun）：检查结果，未保存', schema: receiptSchema },
      202: { description: '已接收：回执', schema: receiptSchema },
      400: { description: '参数或内容无法读取，未保存' },
      413: { description: '内容过大' },
      415: { description: '不支持的内容类型' },
      422: { description: '幂等键已用于另一份内容，或整批报送（atomic）中有行未通过检查' },
      503: { description: '待发布的记录过多，请稍后重试' },
    },
    handle: async (request, response, principal) => {
      const { source, feed, ...rest } = admit(options, request, response, principal);
      if (!(await options.hasRoom())) throw backlogFull();
      await withSpool(options, request, async (spool, reading) => {
        const opened = openReader(spool, feed, reading);
        const body = { digest: spool.digest, bytes: spool.bytes, format: reading.format, encoding: opened.encoding };
        const contract = eventContract(feed.eventType);
        const submission = { source, feed, contract, ...rest, body, rows: opened.rows } satisfies Submission;
        const acceptance = await options.turns(() => acceptBatch(options.ledger, submission));
        if (acceptance.kind === 'accepted') options.accepted();
        answer(response, acceptance);
      });
    },
  };
}

function admit({ access, feeds, ledger }: SubmitOptions, request: Request, response: Response, principal: Principal) {
  const query = parsedQuery(response, submissionQuery);
  const now = ledger.now();
  const source = admittedSource(principal, access, query.source, shanghaiDate(now));
  assertPartial(query.mode);
  return {
    source,
    feed: admittedFeed(feeds, source, parsedParams(response, params).feed),
    submittedBy: principal.subject,
    idempotencyKey: query.dryRun ? null : idempotencyKey(request),
    asOf: declaredAsOf(query.asOf, now),
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

/** Spools the body, runs `work` and removes the spool, whatever happens; what cannot be read becomes a problem. */
async function withSpool(
  { limits, spoolFolder, xlsxWorker }: SubmitOptions,
  request: Request,
  work: (spool: BodySpool, reading: ReaderOptions) => Promise<void>,
): Promise<void> {
  try {
    const { format, charset } = formatOf(request.headers['content-type']);
    const gzip = isGzip(request.headers['content-encoding']);
    const spool = await spoolBody(request, { folder: spoolFolder, limitBytes: limits.bodyBytes, gzip }).catch(cutOff);
    try {
      await work(spool, { format, charset, limits, ...(xlsxWorker && { xlsxWorker }) });
    } finally {
      await spool.remove();
    }
  } catch (error) {
    // What was not read would stand in the connection before the next request.
    request.resume();
    throw error instanceof UnreadableBatch ? unreadableProblem(error) : error;
  }
}

/** The caller hung up half-way: not our failure, and nobody is there to read the answer. */
function cutOff(error: unknown): never {
  const { code } = error as { code?: unknown };
  if (code !== 'ECONNRESET' && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  throw new HttpProblem({
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
    case 'key-reused':
      throw keyReused();
  }
}
