import type pg from 'pg';
import { z } from 'zod';
import type { Route } from '../../infra/http/route.js';
import { inTransaction } from '../../infra/postgres/in-transaction.js';
import { readBalance } from '../dataset/balance.js';
import { readProgress } from '../dataset/progress.js';
import { listSources } from '../dataset/sources.js';
import { balanceSchema } from './answer-schemas.js';
import { iso } from './record-presentation.js';
import { balanceScope } from './row-scope.js';

const progressSchema = z
  .object({ applied: z.int(), parked: z.int(), unresolvedReferences: z.int() })
  .meta({ id: 'Progress', description: '汇集进度' });

const sourcesSchema = z.object({ sources: z.array(z.record(z.string(), z.unknown())) });

/** Whether the books close, how far consolidation is, and who sends. */
export function balanceRoutes(pool: pg.Pool): Route[] {
  return [balanceRoute(pool), progressRoute(pool), sourcesRoute(pool)];
}

function balanceRoute(pool: pg.Pool): Route {
  return {
    method: 'get',
    path: '/v1/balance',
    right: 'balance:read',
    summary: '平衡表：报送、退回、发布、入库是否相符（部门只见本部门）',
    responses: { 200: { description: '平衡表', schema: balanceSchema } },
    handle: async (_request, response, principal) => {
      const balance = await inTransaction(pool, async (client) => {
        await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
        return readBalance(client, balanceScope(principal));
      });
      const rows = balance.rows.map((row) => ({ ...row, statedAt: iso(row.statedAt) }));
      response.json({ closed: rows.every((row) => row.closed), rows, apart: balance.apart });
    },
  };
}

function progressRoute(pool: pg.Pool): Route {
  return {
    method: 'get',
    path: '/v1/progress',
    right: 'balance:read',
    summary: '汇集进度：已入库事件、暂存事件、尚未识别的人员引用',
    responses: { 200: { description: '进度', schema: progressSchema } },
    handle: async (_request, response) => {
      response.json(await readProgress(pool));
    },
  };
}

function sourcesRoute(pool: pg.Pool): Route {
  return {
    method: 'get',
    path: '/v1/sources',
    right: 'balance:read',
    summary: '来源系统登记（部门只见本部门）',
    responses: { 200: { description: '来源系统', schema: sourcesSchema } },
    handle: async (_request, response, principal) => {
      response.json({ sources: await listSources(pool, principal.department ?? undefined) });
    },
  };
}
