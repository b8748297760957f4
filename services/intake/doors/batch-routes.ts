import { z } from 'zod';
import { parsedQuery, type Route } from '../../../infra/http/route.js';
import { successorsOf } from '../sources.js';
import { readReceipt } from '../receipts/read-receipt.js';
import { readRecords } from '../receipts/read-records.js';
import { receiptRecordsSchema, receiptSchema, recordStates } from '../receipts/receipt.js';
import { batchesRoute } from './found-batches.js';
import { batchParams, noBatch, rowsPage, visibleBatch, type BatchRoutesOptions } from './visible-batch.js';

const recordsPage = rowsPage.extend({
  state: z.enum(recordStates).optional().meta({ description: '只列处于这一环节的行' }),
});

/** What became of a submission: the receipt and its rows. */
export function batchRoutes(options: BatchRoutesOptions): Route[] {
  return [batchesRoute(options), receiptRoute(options), recordsRoute(options)];
}

function receiptRoute(options: BatchRoutesOptions): Route {
  return {
    method: 'get',
    path: '/v1/batches/:id',
    right: 'intake:read',
    summary: '一批记录的回执：从接收到进入共享数据集',
    request: { params: batchParams },
    responses: { 200: { description: '回执', schema: receiptSchema }, 404: noBatch },
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
    request: { params: batchParams, query: recordsPage },
    responses: { 200: { description: '各行的处理结果', schema: receiptRecordsSchema }, 404: noBatch },
    handle: async (_request, response, principal) => {
      const { batchId, feed, sourceId } = await visibleBatch(options, response, principal);
      const successors = successorsOf(options.access.sources.values(), sourceId);
      const { cursor: afterRow, limit, state = null } = parsedQuery(response, recordsPage);
      const records = await readRecords(options.pool, batchId, feed, { afterRow, limit, state, successors });
      const last = records.length < limit ? undefined : records.at(-1);
      response.json({ batchId, records, nextCursor: last ? String(last.rowNumber) : null });
    },
  };
}
