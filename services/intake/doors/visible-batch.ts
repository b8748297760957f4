import type { Response } from 'express';
import type pg from 'pg';
import { z } from 'zod';
import type { Feed } from '../../../connectors/connector.js';
import { parsedParams, type Principal } from '../../../infra/http/route.js';
import { findBatch } from '../receipts/read-receipt.js';
import { batchUnknown } from './batch-problem.js';
import { assertDepartment, seesSource, type DoorAccess } from './door-access.js';

export type BatchRoutesOptions = { pool: pg.Pool; access: DoorAccess; feeds: readonly Feed[] };

export const batchParams = z.object({ id: z.uuid() });

export const rowsPage = z.object({
  cursor: z.coerce.number().int().min(0).default(0).meta({ description: '上一页的 nextCursor' }),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

export const noBatch = { description: '没有这个批次' };

/** @throws HttpProblem 403 for another department, 404 for a batch that the caller may not see */
export async function visibleBatch(
  { pool, access, feeds }: BatchRoutesOptions,
  response: Response,
  principal: Principal,
): Promise<{ batchId: string; feed: Feed; sourceId: string }> {
  assertDepartment(principal, access);
  const batchId = parsedParams(response, batchParams).id;
  const batch = await findBatch(pool, batchId);
  const feed = feeds.find((candidate) => candidate.feed === batch?.feed);
  if (!batch || !feed || !seesSource(principal, access, batch.sourceId)) throw batchUnknown();
  return { batchId, feed, sourceId: batch.sourceId };
}
