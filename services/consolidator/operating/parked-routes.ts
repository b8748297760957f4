import type pg from 'pg';
import { z } from 'zod';
import { HttpProblem } from '../../../infra/http/http-problem.js';
import { parsedParams, parsedQuery, type Route } from '../../../infra/http/route.js';
import {
  countParked,
  decisionsOnParked,
  deliveriesOfParked,
  findParked,
  type ParkedMessage,
} from '../../dataset/find-parked.js';
import { decisionKinds } from '../../dataset/parked-decisions.js';
import { OPERATE, parkedFilterOf, parkedFilterSchema } from './parked-scope.js';

export const messageId = z
  .string()
  .regex(/^[0-9a-f]{20}$/, '须为 20 位编号')
  .meta({ description: '搁置消息的编号' });

const parkedQuery = parkedFilterSchema.extend({
  state: z.enum(['parked', 'discarded']).optional().meta({ description: 'parked 待处理；discarded 已决定不采用' }),
  cursor: messageId.optional().meta({ description: '上一页的 nextCursor' }),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
const messageParams = z.object({ id: messageId });

const parkedSchema = z
  .object({
    messageId,
    topic: z.string(),
    department: z.string().nullable(),
    eventType: z.string().nullable(),
    sourceId: z.string().nullable(),
    eventId: z.string().nullable(),
    period: z.string().nullable(),
    ledgerEpoch: z.int().nullable(),
    ledgerSeq: z.int().nullable(),
    reasonCode: z.string().meta({ description: '搁置原因代码' }),
    detail: z.string().meta({ description: '规则代码和字段名，不含记录内容' }),
    discarded: z.boolean(),
    deliveries: z.int().meta({ description: '同一消息送达的次数' }),
    parkedAt: z.string(),
  })
  .meta({ id: 'ParkedMessage', description: '搁置的消息及其自述，不含内容' });

const pageSchema = z.object({
  total: z.int().meta({ description: '符合条件的消息总数' }),
  messages: z.array(parkedSchema),
  nextCursor: z.string().nullable(),
});

const shownSchema = z.object({
  message: parkedSchema,
  deliveries: z.array(
    z.object({
      position: z.object({ generation: z.string(), topic: z.string(), partition: z.int(), offset: z.int() }),
      kafkaTime: z.string(),
      parkedAt: z.string(),
      schemaId: z.int().nullable(),
      schemaKnown: z.boolean(),
      bytes: z.int(),
    }),
  ),
  decisions: z.array(
    z.object({
      decisionId: z.string(),
      kind: z.enum(decisionKinds),
      decidedBy: z.string(),
      decidedAt: z.string(),
      reason: z.string(),
    }),
  ),
});

const MOST_DELIVERIES = 100;

/** What was set aside, why, and what was decided about it; nothing of what it says. */
export function parkedRoutes(pool: pg.Pool): Route[] {
  return [listRoute(pool), showRoute(pool)];
}

function listRoute(pool: pg.Pool): Route {
  return {
    method: 'get',
    path: '/v1/parked',
    right: OPERATE,
    summary: '运维：搁置的消息，及搁置原因',
    request: { query: parkedQuery },
    responses: { 200: { description: '搁置的消息', schema: pageSchema } },
    handle: async (_request, response, principal) => {
      const { state, cursor = null, limit, ...asked } = parsedQuery(response, parkedQuery);
      const filter = {
        ...parkedFilterOf(principal, asked),
        ...(state !== undefined && { discarded: state === 'discarded' }),
      };
      const messages = await findParked(pool, filter, { after: cursor, limit });
      const last = messages.length < limit ? undefined : messages.at(-1);
      response.json({
        total: await countParked(pool, filter),
        messages: messages.map(presented),
        nextCursor: last?.messageId ?? null,
      });
    },
  };
}

function showRoute(pool: pg.Pool): Route {
  return {
    method: 'get',
    path: '/v1/parked/:id',
    right: OPERATE,
    summary: '运维：一条搁置的消息，各次送达的位置，以及对它作过的决定',
    request: { params: messageParams },
    responses: { 200: { description: '搁置的消息', schema: shownSchema }, 404: { description: '没有这条搁置的消息' } },
    handle: async (_request, response, principal) => {
      const { id } = parsedParams(response, messageParams);
      const filter = { ...parkedFilterOf(principal, {}), messageIds: [id] };
      const [message] = await findParked(pool, filter, { after: null, limit: 1 });
      if (!message) throw notParked();
      const deliveries = await deliveriesOfParked(pool, id, MOST_DELIVERIES);
      const decisions = await decisionsOnParked(pool, id);
      response.json({
        message: presented(message),
        deliveries: deliveries.map((each) => ({
          ...each,
          kafkaTime: iso(each.kafkaTime),
          parkedAt: iso(each.parkedAt),
        })),
        decisions: decisions.map((each) => ({ ...each, decidedAt: iso(each.decidedAt) })),
      });
    },
  };
}

const iso = (epochMs: number): string => new Date(epochMs).toISOString();

const presented = (message: ParkedMessage) => ({ ...message, parkedAt: iso(message.parkedAt) });

export function notParked(): HttpProblem {
  return new HttpProblem({
    status: 404,
    code: 'NOT_PARKED',
    title: '没有这条搁置的消息',
    detail: '编号不正确、消息已经入库，或不在您负责的范围内。请用 hub parked list 查看。',
  });
}
