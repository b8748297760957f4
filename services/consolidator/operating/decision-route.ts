import type { Request } from 'express';
import type pg from 'pg';
import { v4 as uuidv4 } from 'uuid';
import { z } from 'zod';
import { HttpProblem } from '../../../infra/http/http-problem.js';
import { readJsonBody } from '../../../infra/http/json-body.js';
import type { Principal, Route } from '../../../infra/http/route.js';
import { inTransaction } from '../../../infra/postgres/in-transaction.js';
import { parkedNames, type ParkedFilter } from '../../dataset/find-parked.js';
import { decisionKinds, type MessageName } from '../../dataset/parked-decisions.js';
import { messageId, notParked } from './parked-routes.js';
import { OPERATE, parkedFilterOf, parkedFilterSchema } from './parked-scope.js';
import { publishDecision } from './publish-decision.js';

export type DecisionRouteOptions = { pool: pg.Pool; namespace: string; wake: () => void };

const reason = z.string().trim().min(5).max(200).meta({ description: '原因，留存备查；不得填写个人信息' });
const byId = z.strictObject({ kind: z.enum(decisionKinds), reason, messageIds: z.array(messageId).min(1).max(2000) });
const byFilter = z.strictObject({
  kind: z.enum(decisionKinds),
  reason,
  filter: parkedFilterSchema.strict(),
  expected: z.int().min(0).optional().meta({ description: '符合条件的消息数；DISCARD 时必填，与实际不符则不作决定' }),
});
const decisionBody = z.union([byId, byFilter]);
type DecisionBody = z.infer<typeof decisionBody>;

const decided = z.object({
  decisionId: z.string().nullable().meta({ description: '决定编号；没有符合条件的消息时为空' }),
  messages: z.int().meta({ description: '决定所涉及的消息数' }),
});

const BODY_LIMIT = 128 * 1024;

/** Retries what was parked, or discards it. The answer comes before the decision has gone its way through Kafka. */
export function decisionRoute(options: DecisionRouteOptions): Route {
  return {
    method: 'post',
    path: '/v1/parked-decisions',
    right: OPERATE,
    summary:
      '运维：对搁置的消息作出决定：RETRY 重新处理（并撤销“不采用”），DISCARD 不采用；决定留存备查，重建后依然有效',
    request: { body: decisionBody },
    responses: {
      202: { description: '决定已记录，随即执行', schema: decided },
      400: { description: '参数不正确' },
      404: { description: '有消息不在搁置之列' },
      409: { description: '消息数与 expected 不符' },
    },
    handle: async (request, response, principal) => {
      const body = await bodyOf(request);
      const made = await inTransaction(options.pool, async (client) => {
        const names = await parkedNames(client, filterOf(body, principal));
        assertAsExpected(body, names);
        if (names.length === 0) return { decisionId: null, messages: 0 };
        const { kind, reason: why } = body;
        const decision = { decisionId: uuidv4(), kind, decidedBy: principal.subject, reason: why, messages: names };
        await publishDecision(client, options.namespace, decision);
        return { decisionId: decision.decisionId, messages: names.length };
      });
      options.wake();
      response.status(202).json(made);
    },
  };
}

function filterOf(body: DecisionBody, principal: Principal): ParkedFilter {
  if ('filter' in body) return parkedFilterOf(principal, body.filter);
  return { ...parkedFilterOf(principal, {}), messageIds: body.messageIds };
}

function assertAsExpected(body: DecisionBody, names: readonly MessageName[]): void {
  if ('messageIds' in body) {
    if (names.length < new Set(body.messageIds).size) throw notParked();
    return;
  }
  if (body.expected === undefined || body.expected === names.length) return;
  throw new HttpProblem({
    status: 409,
    code: 'OTHER_NUMBER_PARKED',
    title: '消息数与预期不符',
    detail: `符合条件的有 ${names.length} 条，预期 ${body.expected} 条，没有作出决定。请用 hub parked list 核对后重试。`,
  });
}

async function bodyOf(request: Request): Promise<DecisionBody> {
  const body = decisionBody.safeParse(await readJsonBody(request, BODY_LIMIT));
  const discardsUncounted = body.data?.kind === 'DISCARD' && 'filter' in body.data && body.data.expected === undefined;
  if (body.success && !discardsUncounted) return body.data;
  throw new HttpProblem({
    status: 400,
    code: 'DECISION_MALFORMED',
    title: '决定不完整或不正确',
    detail:
      '请给出 kind（RETRY 或 DISCARD）、reason（原因，5 至 200 字）和 messageIds（编号，一次最多 2000 个）；或以 filter 代替 messageIds，此时 DISCARD 须用 expected 写明符合条件的消息数。',
  });
}
