import type pg from 'pg';
import { z } from 'zod';
import type { Route } from '../../infra/http/route.js';
import { parsedQuery } from '../../infra/http/route.js';
import { departmentOfRecord } from '../dataset/department-of-record.js';
import { linksOfRecord } from '../dataset/links/links-of-record.js';
import { linksSchema } from './answer-schemas.js';
import { contractOf } from './event-type-routes.js';
import { presentLinks } from './link-presentation.js';
import { nameParameter } from './parameters.js';
import { isInScope, recordScope, recordUnknown } from './row-scope.js';

const linkQuery = z.object({ eventType: nameParameter, sourceId: nameParameter, recordId: nameParameter });

/** What a record is linked to, by which rule and on what evidence. */
export function linkRoutes(pool: pg.Pool): Route[] {
  return [
    {
      method: 'get',
      path: '/v1/links',
      right: 'dataset:read',
      summary: '一条记录的关联记录及关联依据（仅列出有权查看的记录）',
      request: { query: linkQuery },
      responses: { 200: { description: '关联', schema: linksSchema }, 404: { description: '没有这条记录' } },
      handle: async (_request, response, principal) => {
        const record = parsedQuery(response, linkQuery);
        const scope = recordScope(principal);
        const department = await departmentOfRecord(pool, contractOf(record.eventType), record);
        if (department === null || !isInScope(scope, { ...record, department })) throw recordUnknown();
        response.json({ links: presentLinks(await linksOfRecord(pool, record), scope) });
      },
    },
  ];
}
