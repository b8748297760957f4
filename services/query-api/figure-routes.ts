import type pg from 'pg';
import { z } from 'zod';
import { HttpProblem } from '../../infra/http/http-problem.js';
import type { Principal, Route } from '../../infra/http/route.js';
import { parsedParams, parsedQuery } from '../../infra/http/route.js';
import { inTransaction } from '../../infra/postgres/in-transaction.js';
import { indicator, indicatorIds } from '../../schemas/indicators/indicator.js';
import { drillDown } from '../dataset/figures/drill-down.js';
import { figure } from '../dataset/figures/figure.js';
import { requireWholeDataset } from './row-scope.js';

const indicatorParams = z.object({ indicatorId: z.string().max(100) });
const figureQuery = z.object({ year: z.coerce.number().int().min(2000).max(2100).meta({ description: '年度' }) });
const rowsQuery = figureQuery.extend({
  key: z.string().max(100).default('TOTAL').meta({ description: '行的键；TOTAL 为合计' }),
});

const anything = z.record(z.string(), z.unknown());

/** Figures with their definitions, and the rows that make each number (promise 4: a figure is its rows). */
export function figureRoutes(pool: pg.Pool): Route[] {
  return [indicatorsRoute(), figureRoute(pool), rowsRoute(pool)];
}

function indicatorsRoute(): Route {
  return {
    method: 'get',
    path: '/v1/indicators',
    right: 'dataset:read',
    summary: '指标目录及口径',
    responses: { 200: { description: '指标', schema: z.object({ indicators: z.array(anything) }) } },
    handle: async (_request, response) => {
      response.json({ indicators: indicatorIds().map(indicator) });
    },
  };
}

function figureRoute(pool: pg.Pool): Route {
  return {
    method: 'get',
    path: '/v1/indicators/:indicatorId',
    right: 'dataset:read',
    summary: '一项指标一个年度的数值',
    request: { params: indicatorParams, query: figureQuery },
    responses: { 200: { description: '数值', schema: anything }, 404: { description: '没有这项指标' } },
    handle: async (_request, response, principal) => {
      const indicatorId = known(parsedParams(response, indicatorParams).indicatorId, principal);
      const { year } = parsedQuery(response, figureQuery);
      response.json(await inTransaction(pool, (client) => figure(client, indicatorId, year)));
    },
  };
}

function rowsRoute(pool: pg.Pool): Route {
  return {
    method: 'get',
    path: '/v1/indicators/:indicatorId/records',
    right: 'dataset:read',
    summary: '构成一个数值的全部记录及其来源位置',
    request: { params: indicatorParams, query: rowsQuery },
    responses: {
      200: { description: '记录', schema: z.object({ records: z.array(anything) }) },
      404: { description: '没有这项指标' },
    },
    handle: async (_request, response, principal) => {
      const indicatorId = known(parsedParams(response, indicatorParams).indicatorId, principal);
      const { year, key } = parsedQuery(response, rowsQuery);
      response.json({ records: await inTransaction(pool, (client) => drillDown(client, indicatorId, year, key)) });
    },
  };
}

/** Figures count all departments' records, so they are for callers who may see all. */
function known(indicatorId: string, principal: Principal): string {
  requireWholeDataset(principal, '指标按全省数据计算');
  if (indicatorIds().includes(indicatorId)) return indicatorId;
  throw new HttpProblem({
    status: 404,
    code: 'INDICATOR_UNKNOWN',
    title: '没有这项指标',
    detail: '可用的指标见 /v1/indicators。',
  });
}
