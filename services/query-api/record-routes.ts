import type pg from 'pg';
import { z } from 'zod';
import type { Route } from '../../infra/http/route.js';
import { parsedParams, parsedQuery } from '../../infra/http/route.js';
import { findRecords } from '../dataset/find-records.js';
import { linksOfRecord } from '../dataset/links/links-of-record.js';
import { readRecordHistory, type ArchiveDecoder, type RecordHistory } from '../dataset/record-history.js';
import { historySchema, recordPageSchema } from './answer-schemas.js';
import { codeFilterParameters, codeFiltersOf } from './code-filters.js';
import { cursorOf, keyOf } from './cursor.js';
import { contractOf } from './event-type-routes.js';
import { presentLinks } from './link-presentation.js';
import { cursorParameter, divisionParameter, monthParameter, nameParameter, withoutUndefined } from './parameters.js';
import { presentRecord, presentVersion } from './record-presentation.js';
import { isInScope, narrowed, recordScope, recordUnknown, type RowScope } from './row-scope.js';

const typeParams = z.object({ eventType: nameParameter.meta({ description: '事件类型，见 /v1/event-types' }) });
const recordParams = typeParams.extend({ sourceId: nameParameter, recordId: nameParameter });
const recordQuery = z.object({
  department: nameParameter.optional().meta({ description: '报送部门' }),
  division: divisionParameter.optional(),
  periodFrom: monthParameter.optional().meta({ description: '所属期起（含）' }),
  periodTo: monthParameter.optional().meta({ description: '所属期止（含）' }),
  employerUscc: z
    .string()
    .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, '须为 18 位统一社会信用代码')
    .optional(),
  sourceId: nameParameter.optional(),
  includeRetracted: z.stringbool().default(false).meta({ description: '是否包括已撤回的记录' }),
  cursor: cursorParameter.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  ...codeFilterParameters,
});

/** Records by type, place, period, employer and codes; one record with all its versions, positions and links. */
export function recordRoutes(pool: pg.Pool, decoder: ArchiveDecoder): Route[] {
  return [listRoute(pool), historyRoute(pool, decoder)];
}

function listRoute(pool: pg.Pool): Route {
  return {
    method: 'get',
    path: '/v1/records/:eventType',
    right: 'dataset:read',
    summary: '按类型、部门、地区、所属期、单位和代码查询记录',
    request: { params: typeParams, query: recordQuery },
    responses: { 200: { description: '一页记录', schema: recordPageSchema }, 404: { description: '没有这种事件类型' } },
    handle: async (_request, response, principal) => {
      const contract = contractOf(parsedParams(response, typeParams).eventType);
      const query = parsedQuery(response, recordQuery);
      const { division, periodFrom, periodTo, employerUscc, includeRetracted, limit } = query;
      const page = await findRecords(pool, {
        ...{ contract, includeRetracted, limit, codes: codeFiltersOf(contract, query) },
        ...withoutUndefined({ division, periodFrom, periodTo, employerUscc, after: keyOf(query.cursor) }),
        ...narrowed(recordScope(principal), query),
      });
      response.json({
        records: page.records.map((record) => presentRecord(contract, record)),
        next: cursorOf(page.next),
      });
    },
  };
}

function historyRoute(pool: pg.Pool, decoder: ArchiveDecoder): Route {
  return {
    method: 'get',
    path: '/v1/records/:eventType/:sourceId/:recordId',
    right: 'dataset:read',
    summary: '一条记录的全部版本、来源位置和关联',
    request: { params: recordParams },
    responses: { 200: { description: '全部版本', schema: historySchema }, 404: { description: '没有这条记录' } },
    handle: async (_request, response, principal) => {
      const { eventType, sourceId, recordId } = parsedParams(response, recordParams);
      const contract = contractOf(eventType);
      const scope = recordScope(principal);
      const history = await readRecordHistory(pool, decoder, { contract, sourceId, recordId });
      if (!isVisible(history, scope)) throw recordUnknown();
      const links = presentLinks(await linksOfRecord(pool, { eventType, sourceId, recordId }), scope);
      response.json({
        ...history,
        versions: history.versions.map((version) => presentVersion(contract, version)),
        links,
      });
    },
  };
}

function isVisible({ sourceId, versions }: RecordHistory, scope: RowScope): boolean {
  const department = versions.at(-1)?.header.department;
  return department !== undefined && isInScope(scope, { department, sourceId });
}
