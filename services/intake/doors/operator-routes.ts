import { z } from 'zod';
import { parsedParams, parsedQuery, type Route } from '../../../infra/http/route.js';
import { readActions, recordAction, type OperatorAction } from '../operating/operator-action.js';
import { readReceipt } from '../receipts/read-receipt.js';
import { readFindings } from '../receipts/receipt-findings.js';
import { receiptSchema, rowFinding } from '../receipts/receipt.js';
import { askedBatches, batchesPage, batchesQuery, foundBatches } from './found-batches.js';
import { operatedBatch, operatedSources } from './operator-access.js';
import { batchParams, noBatch, rowsPage, type BatchRoutesOptions } from './visible-batch.js';

/** Not a department's right: whoever has it sees how batches fare, never a row itself. */
export const OPERATE = 'intake:operate';

export type OperatorRoutesOptions = BatchRoutesOptions & { now: () => number };

export function operatorRoutes(options: OperatorRoutesOptions): Route[] {
  return [batchesRoute(options), batchRoute(options), rejectsRoute(options), actionsRoute(options)];
}

const noted = ({ pool, now }: OperatorRoutesOptions, action: OperatorAction) => recordAction(pool, action, now());

function batchesRoute(options: OperatorRoutesOptions): Route {
  return {
    method: 'get',
    path: '/v1/operator/batches',
    right: OPERATE,
    summary: '运维：各批次的接收和处理情况，最近的在前',
    request: { query: batchesQuery },
    responses: { 200: { description: '批次', schema: batchesPage } },
    handle: async (_request, response, principal) => {
      const query = parsedQuery(response, batchesQuery);
      const page = await foundBatches(options, askedBatches(query, operatedSources(principal, options.access)));
      const { source = null, feed = null, state = null, since = null } = query;
      await noted(options, { subject: principal.subject, action: 'list', detail: { source, feed, state, since } });
      response.json(page);
    },
  };
}

function batchRoute(options: OperatorRoutesOptions): Route {
  return {
    method: 'get',
    path: '/v1/operator/batches/:id',
    right: OPERATE,
    summary: '运维：一批记录的回执',
    request: { params: batchParams },
    responses: { 200: { description: '回执', schema: receiptSchema }, 404: noBatch },
    handle: async (_request, response, principal) => {
      const { batchId, feed } = await operatedBatch(options, principal, parsedParams(response, batchParams).id);
      await noted(options, { subject: principal.subject, action: 'show', detail: { batchId } });
      response.json(await readReceipt(options.pool, batchId, feed));
    },
  };
}

const rejectsPage = z.object({ batchId: z.string(), rejects: z.array(rowFinding), nextCursor: z.string().nullable() });

/** What was wrong and where; the rows themselves are for their department alone. */
function rejectsRoute(options: OperatorRoutesOptions): Route {
  return {
    method: 'get',
    path: '/v1/operator/batches/:id/rejects',
    right: OPERATE,
    summary: '运维：一批记录中未通过检查的行号、列和原因，不含行的内容',
    request: { params: batchParams, query: rowsPage },
    responses: { 200: { description: '未通过检查的行', schema: rejectsPage }, 404: noBatch },
    handle: async (_request, response, principal) => {
      const { batchId, feed } = await operatedBatch(options, principal, parsedParams(response, batchParams).id);
      const { cursor: afterRow, limit } = parsedQuery(response, rowsPage);
      await noted(options, { subject: principal.subject, action: 'rejects', detail: { batchId } });
      const rejects = await readFindings(options.pool, batchId, feed, { afterRow, limit, rejectedOnly: true });
      const rows = new Set(rejects.map(({ rowNumber }) => rowNumber));
      const last = rows.size < limit ? undefined : rejects.at(-1);
      response.json({ batchId, rejects, nextCursor: last ? String(last.rowNumber) : null });
    },
  };
}

const actionsQuery = z.object({
  cursor: z.coerce.number().int().min(1).optional().meta({ description: '上一页的 nextCursor' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const actionsPage = z.object({
  actions: z.array(
    z.object({
      actionId: z.int(),
      at: z.string(),
      subject: z.string(),
      action: z.string(),
      detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
    }),
  ),
  nextCursor: z.string().nullable(),
});

function actionsRoute({ pool, access }: OperatorRoutesOptions): Route {
  return {
    method: 'get',
    path: '/v1/operator/actions',
    right: OPERATE,
    summary: '运维：谁在何时看过什么、重新发送过什么以及原因',
    request: { query: actionsQuery },
    responses: { 200: { description: '操作记录，最近的在前', schema: actionsPage } },
    handle: async (_request, response, principal) => {
      operatedSources(principal, access);
      const { cursor = null, limit } = parsedQuery(response, actionsQuery);
      const actions = await readActions(pool, { before: cursor, limit });
      const last = actions.length < limit ? undefined : actions.at(-1);
      response.json({ actions, nextCursor: last ? String(last.actionId) : null });
    },
  };
}
