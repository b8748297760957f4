import type { Response } from 'express';
import type pg from 'pg';
import { z } from 'zod';
import type { Feed } from '../../../connectors/connector.js';
import { parsedParams, parsedQuery, type Principal, type Route } from '../../../infra/http/route.js';
import { readFindings } from '../receipts/receipt-findings.js';
import { findBatch, readReceipt } from '../receipts/read-receipt.js';
import { readRecords } from '../receipts/read-records.js';
import { receiptRecordsSchema, receiptSchema, rowFinding } from '../receipts/receipt.js';
import { batchUnknown } from './batch-problem.js';
import { assertDepartment, seesSource, type DoorAccess } from './door-access.js';

export type BatchRoutesOptions = { pool: pg.Pool; access: DoorAccess; feeds: readonly Feed[] };

const params = z.object({ id: z.uuid() });
const page = z.object({
  cursor: z.coerce.number().int().min(0).default(0).meta({ description: '上一页的 nextCursor' }),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
const rejectsSchema = z.object({
  batchId: z.string(),
  rejects: z.array(rowFinding),
  nextCursor: z.string().nullable(),
});
const notFound = { description: '没有这个批次' };

/** What became of a submission: receipt, rows, rejects. */
export function batchRoutes(options: BatchRoutesOptions): Route[] {
  return [receiptRoute(options), recordsRoute(options), rejectsRoute(options)];
}

function receiptRoute(options: BatchRoutesOptions): Route {
  return {
    method: 'get',
    path: '/v1/batches/:id',
    right: 'intake:read',
    summary: '一批记录的回执：从接收到进入共享数据集',
    request: { params },
    responses: { 200: { description: '回执', schema: receiptSchema }, 404: notFound },
    handle: async (_request, response, principal) => {
      const { batchId, feed } = await visibleBatch(options, response, principal);
      response.json(await readReceipt(options.pool, batchId, feed));
    },
  };
}

function recordsRoute(options: BatchRoutesOptions): Route {
  return {
    method: 'get',
    path: '/v1/batches/:id/records',
    right: 'intake:read',
    summary: '一批记录中各行的处理结果',
    request: { params, query: page },
    responses: { 200: { description: '各行的处理结果', schema: receiptRecordsSchema }, 404: notFound },
    handle: async (_request, response, principal) => {
      const { batchId, feed } = await visibleBatch(options, response, principal);
      const { cursor: afterRow, limit } = parsedQuery(response, page);
      const records = await readRecords(options.pool, batchId, feed, { afterRow, limit });
      const last = records.length < limit ? undefined : records.at(-1);
      response.json({ batchId, records, nextCursor: last ? String(last.rowNumber) : null });
    },
  };
}

function rejectsRoute(options: BatchRoutesOptions): Route {
  return {
    method: 'get',
    path: '/v1/batches/:id/rejects',
    right: 'intake:read',
    summary: '一批记录中未通过检查的行：原因和如何修改',
    request: { params, query: page },
    responses: { 200: { description: '未通过检查的行', schema: rejectsSchema }, 404: notFound },
    handle: async (_request, response, principal) => {
      const { batchId, feed } = await visibleBatch(options, response, principal);
      const { cursor: afterRow, limit } = parsedQuery(response, page);
      const rejects = await readFindings(options.pool, batchId, feed, { afterRow, limit, rejectedOnly: true });
      const rows = new Set(rejects.map((reject) => reject.rowNumber));
      const last = rows.size < limit ? undefined : rejects.at(-1);
      response.json({ batchId, rejects, nextCursor: last ? String(last.rowNumber) : null });
    },
  };
}

/** @throws HttpProblem 403 for another department, 404 for a batch that the caller may not see */
async function visibleBatch(
  { pool, access, feeds }: BatchRoutesOptions,
  response: Response,
  principal: Principal,
): Promise<{ batchId: string; feed: Feed }> {
  assertDepartment(principal, access);
  const batchId = parsedParams(response, params).id;
  const batch = await findBatch(pool, batchId);
  const feed = feeds.find((candidate) => candidate.feed === batch?.feed);
  if (!batch || !feed || !seesSource(principal, access, batch.sourceId)) throw batchUnknown();
  return { batchId, feed };
}
