import type { Principal } from '../../../infra/http/route.js';
import { findBatch } from '../receipts/read-receipt.js';
import { batchUnknown } from './batch-problem.js';
import { assertDepartment, sourcesOf, type DoorAccess } from './door-access.js';
import type { BatchRoutesOptions } from './visible-batch.js';

/**
 * The sources that an operator answers for: an operator of no department sees every department's, one of a department
 * its own; either as far as the token names them.
 *
 * @throws HttpProblem 403 for an operator of another department
 */
export function operatedSources(principal: Principal, access: DoorAccess): string[] {
  if (principal.department !== null) assertDepartment(principal, access);
  return sourcesOf(principal, access);
}

/** @throws HttpProblem 404 for a batch that the operator does not answer for */
export async function operatedBatch(
  { pool, access, feeds }: BatchRoutesOptions,
  principal: Principal,
  batchId: string,
): Promise<{ batchId: string; feed: BatchRoutesOptions['feeds'][number] }> {
  const sources = operatedSources(principal, access);
  const batch = await findBatch(pool, batchId);
  const feed = feeds.find((candidate) => candidate.feed === batch?.feed);
  if (!batch || !feed || !sources.includes(batch.sourceId)) throw batchUnknown();
  return { batchId, feed };
}
