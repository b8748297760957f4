import { z } from 'zod';
import { parsedQuery, type Route } from '../../../infra/http/route.js';
import { batchStates, findBatches, type BatchQuery } from '../operating/find-batches.js';
import { receiptSchema } from '../receipts/receipt.js';
import { visibleSources } from './door-access.js';
import type { BatchRoutesOptions } from './visible-batch.js';

export const batchesQuery = z.object({
  source: z.string().max(80).optional().meta({ description: '来源系统编号' }),
  feed: z.string().max(80).optional().meta({ description: '报送项目' }),
  state: z
    .enum(batchStates)
    .optional()
    .meta({ description: '只列有记录处于这一环节的批次；rejected 为有退回行的批次' }),
  since: z.iso.datetime({ offset: true }).optional().meta({ description: '只列这一时间以后接收的批次' }),
  cursor: z.uuid().optional().meta({ description: '上一页的 nextCursor' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const foundBatch = receiptSchema
  .pick({
    batchId: true,
    sourceId: true,
    feed: true,
    acceptedAt: true,
    format: true,
    rows: true,
    warnings: true,
    states: true,
  })
  .extend({ submittedBy: z.string() });

export const batchesPage = z.object({
  department: z.string(),
  batches: z.array(foundBatch),
  nextCursor: z.string().nullable(),
});

/** What is asked for, of the sources that the caller may see. */
export function askedBatches(asked: z.infer<typeof batchesQuery>, visible: readonly string[]): BatchQuery {
  const { source, feed, state, since, cursor, limit } = asked;
  return {
    sourceIds: source === undefined ? visible : visible.filter((sourceId) => sourceId === source),
    feed: feed ?? null,
    state: state ?? null,
    since: since === undefined ? null : Date.parse(since),
    after: cursor ?? null,
    limit,
  };
}

/** The page that answers it. */
export async function foundBatches({ pool, access }: BatchRoutesOptions, query: BatchQuery) {
  const batches = await findBatches(pool, query);
  const last = batches.length < query.limit ? undefined : batches.at(-1);
  return { department: access.department, batches, nextCursor: last?.batchId ?? null };
}

/** What has come by whatever door: what is pulled has no other place where its batch is told. */
export function batchesRoute(options: BatchRoutesOptions): Route {
  return {
    method: 'get',
    path: '/v1/batches',
    right: 'intake:read',
    summary: '本部门各批次的接收和处理情况，最近的在前；数据库拉取的也在内（format 为 database）',
    request: { query: batchesQuery },
    responses: { 200: { description: '批次', schema: batchesPage } },
    handle: async (_request, response, principal) => {
      const asked = askedBatches(parsedQuery(response, batchesQuery), visibleSources(principal, options.access));
      response.json(await foundBatches(options, asked));
    },
  };
}
