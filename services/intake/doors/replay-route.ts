import type { Request } from 'express';
import { z } from 'zod';
import { HttpProblem } from '../../../infra/http/http-problem.js';
import { readJsonBody } from '../../../infra/http/json-body.js';
import type { Principal, Route } from '../../../infra/http/route.js';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { recordAction } from '../operating/operator-action.js';
import { replayEvents, type ReplayScope } from '../operating/replay-events.js';
import { feedUnknown } from './batch-problem.js';
import { operatedBatch, operatedSources } from './operator-access.js';
import { OPERATE, type OperatorRoutesOptions } from './operator-routes.js';

type ReplayOptions = OperatorRoutesOptions & { wake: () => void };

const reason = z.string().trim().min(5).max(200).meta({ description: '原因，留存备查；不得填写个人信息' });
const replayBody = z.union([
  z.strictObject({ batchId: z.uuid(), reason }),
  z.strictObject({
    unappliedSince: z.iso.datetime({ offset: true }),
    source: z.string().max(80).optional(),
    feed: z.string().max(80).optional(),
    reason,
  }),
]);
type ReplayBody = z.infer<typeof replayBody>;

const replayed = z.object({
  department: z.string(),
  events: z.int().meta({ description: '将重新发送的事件数' }),
  identities: z.int().meta({ description: '将重新发送的密封身份数' }),
});

const BODY_LIMIT = 4096;

/** Sends events again from the outbox. Downstream they are repetitions: safe, whatever was lost or was not. */
export function replayRoute(options: ReplayOptions): Route {
  return {
    method: 'post',
    path: '/v1/operator/replays',
    right: OPERATE,
    summary: '运维：重新发送一个批次的事件，或某时间以后尚未得到答复的全部事件；重复发送不会重复计数',
    request: { body: replayBody },
    responses: {
      202: { description: '已排队', schema: replayed },
      400: { description: '参数不正确' },
      404: { description: '没有这个批次' },
    },
    handle: async (request, response, principal) => {
      const body = await bodyOf(request);
      const scope = await scopeOf(options, principal, body);
      const counts = await inTransaction(options.pool, async (client) => {
        const done = await replayEvents(client, scope);
        const detail = { ...body, ...done };
        await recordAction(client, { subject: principal.subject, action: 'replay', detail }, options.now());
        return done;
      });
      options.wake();
      response.status(202).json({ department: options.access.department, ...counts });
    },
  };
}

async function bodyOf(request: Request): Promise<ReplayBody> {
  const body = replayBody.safeParse(await readJsonBody(request, BODY_LIMIT));
  if (body.success) return body.data;
  throw new HttpProblem({
    status: 400,
    code: 'REPLAY_MALFORMED',
    title: '重新发送的范围不正确',
    detail:
      '请给出 batchId（一个批次）或 unappliedSince（ISO 8601 时间，带时区，可另加 source、feed），并在 reason 中写明原因（5 至 200 字）。',
  });
}

async function scopeOf(options: ReplayOptions, principal: Principal, body: ReplayBody): Promise<ReplayScope> {
  if ('batchId' in body) return { batchId: (await operatedBatch(options, principal, body.batchId)).batchId };
  const own = operatedSources(principal, options.access);
  const feed = options.feeds.find((candidate) => candidate.feed === body.feed);
  if (body.feed !== undefined && !feed) throw feedUnknown(options.feeds.map((known) => known.feed));
  const sourceIds = body.source === undefined ? own : own.filter((sourceId) => sourceId === body.source);
  return { sourceIds, eventType: feed?.eventType ?? null, since: Date.parse(body.unappliedSince) };
}
