import type pg from 'pg';
import { z } from 'zod';
import { HttpProblem } from '../../infra/http/http-problem.js';
import type { Principal, Route } from '../../infra/http/route.js';
import { parsedParams, parsedQuery } from '../../infra/http/route.js';
import { inTransaction } from '../../infra/postgres/in-transaction.js';
import { gaps, type Gap, type GapState } from '../../schemas/gaps/gap.js';
import { shanghaiDate } from '../../schemas/period.js';
import { countGaps, readGaps, type GapQuery } from '../dataset/gaps/read-gaps.js';
import { gapDefinitionsSchema, gapPageSchema } from './gap-schemas.js';
import { gapCursorOf, gapKeyOf } from './cursor.js';
import { sendGapWorkbook } from './gap-workbook.js';
import { presentCounts, presentGap } from './gap-presentation.js';
import { cursorParameter, dayParameter, divisionParameter, withoutUndefined } from './parameters.js';
import { requireWholeDataset } from './row-scope.js';

const STATE = '(RED|AMBER|NOT_ASSESSABLE|NOT_DUE|CLOSED)';
const gapParams = z.object({ gapId: z.string().max(50).meta({ description: '缺口编号，见 /v1/gaps' }) });
const exportQuery = z.object({
  asOf: dayParameter.optional().meta({ description: '截至日 YYYY-MM-DD；缺省为今天' }),
  state: z
    .string()
    .regex(new RegExp(`^${STATE}(,${STATE})*$`), '须为 RED、AMBER、NOT_ASSESSABLE、NOT_DUE、CLOSED，可用逗号并列')
    .optional(),
  division: divisionParameter.optional(),
});
const pageQuery = exportQuery.extend({
  cursor: cursorParameter.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What one department's records say and another's do not: by rule, state and place, and as a workbook for the bureau. */
export function gapRoutes(pool: pg.Pool, now: () => number): Route[] {
  return [definitionsRoute(), pageRoute(pool, now), exportRoute(pool, now)];
}

function definitionsRoute(): Route {
  return {
    method: 'get',
    path: '/v1/gaps',
    right: 'dataset:read',
    summary: '缺口规则目录及口径',
    responses: { 200: { description: '缺口规则', schema: gapDefinitionsSchema } },
    handle: async (_request, response) => {
      response.json({ gaps: [...gaps().values()] });
    },
  };
}

function pageRoute(pool: pg.Pool, now: () => number): Route {
  return {
    method: 'get',
    path: '/v1/gaps/:gapId',
    right: 'dataset:read',
    summary: '一条缺口规则截至某日的清单，及按状态、地区的数量',
    request: { params: gapParams, query: pageQuery },
    responses: { 200: { description: '一页缺口', schema: gapPageSchema }, 404: { description: '没有这条规则' } },
    handle: async (_request, response, principal) => {
      const gap = visibleGap(parsedParams(response, gapParams).gapId, principal);
      const { cursor, limit, ...asked } = parsedQuery(response, pageQuery);
      const query = gapQuery(gap, asked, now);
      const after = gapKeyOf(cursor);
      const { counts, page } = await atOneMoment(pool, async (client) => ({
        counts: await countGaps(client, query),
        page: await readGaps(client, { ...query, limit, ...(after && { after }) }),
      }));
      response.json({
        gap: { id: gap.id, version: gap.version, label: gap.label, definition: gap.definition },
        asOf: query.asOf,
        ...presentCounts(counts),
        rows: page.rows.map((row) => presentGap(gap, row)),
        next: gapCursorOf(page.next),
      });
    },
  };
}

function exportRoute(pool: pg.Pool, now: () => number): Route {
  return {
    method: 'get',
    path: '/v1/gaps/:gapId/export.xlsx',
    right: 'dataset:read',
    summary: '缺口清单（电子表格），附口径和数据截止时间',
    request: { params: gapParams, query: exportQuery },
    responses: {
      200: { description: '电子表格', contentType: WORKBOOK },
      404: { description: '没有这条规则' },
    },
    handle: async (_request, response, principal) => {
      const gap = visibleGap(parsedParams(response, gapParams).gapId, principal);
      const query = gapQuery(gap, parsedQuery(response, exportQuery), now);
      const name = `${gap.id}${gap.label}${query.asOf}.xlsx`;
      response.type(WORKBOOK).set({
        'Content-Disposition': `attachment; filename="${gap.id}-${query.asOf}.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`,
      });
      await atOneMoment(pool, (client) => sendGapWorkbook(client, response, gap, query));
    },
  };
}

/** Counts and rows of one answer agree, whatever is applied meanwhile. */
function atOneMoment<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return work(client);
  });
}

type Asked = { asOf?: string | undefined; state?: string | undefined; division?: string | undefined };

function gapQuery(gap: Gap, { asOf, state, division }: Asked, now: () => number): GapQuery {
  const states = state?.split(',') as GapState[] | undefined;
  return { gapId: gap.id, asOf: asOf ?? shanghaiDate(now()), ...withoutUndefined({ states, division }) };
}

/** @throws HttpProblem 403 WHOLE_DATASET_ONLY, 404 GAP_UNKNOWN */
function visibleGap(gapId: string, principal: Principal): Gap {
  requireWholeDataset(principal, '缺口按各部门数据比对得出');
  const gap = gaps().get(gapId);
  if (gap) return gap;
  throw new HttpProblem({
    status: 404,
    code: 'GAP_UNKNOWN',
    title: '没有这条缺口规则',
    detail: `可用的规则：${[...gaps().keys()].join('、')}，见 /v1/gaps。`,
  });
}
