import type pg from 'pg';
import { z } from 'zod';
import { HttpProblem } from '../../infra/http/http-problem.js';
import type { Route } from '../../infra/http/route.js';
import { parsedParams, parsedQuery } from '../../infra/http/route.js';
import type { EventContract } from '../../schemas/contract.js';
import { eventContracts } from '../../schemas/generated/contract-index.js';
import { findRecords } from '../dataset/find-records.js';
import { readRecordHistory, type ArchiveDecoder, type RecordHistory } from '../dataset/record-history.js';
import { historySchema, recordPageSchema } from './answer-schemas.js';
import { cursorOf, keyOf } from './cursor.js';
import { presentRecord, presentVersion } from './record-presentation.js';
import { recordScope, recordUnknown, type RowScope } from './row-scope.js';

const period = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '须为 YYYY-MM');
/** No control characters: PostgreSQL's text refuses U+0000. */
const name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, '不得含控制字符');

const typeParams = z.object({ eventType: name.meta({ description: '事件类型，见 /v1/event-types' }) });
const recordParams = typeParams.extend({ sourceId: name, recordId: name });
const recordQuery = z.object({
  division: z
    .string()
    .regex(/^(\d{6}|JLX-[A-Z]+)$/, '须为六位区划代码')
    .optional()
    .meta({ description: '统计地区；220100 含其下各县区' }),
  periodFrom: period.optional().meta({ description: '所属期起（含）' }),
  periodTo: period.optional().meta({ description: '所属期止（含）' }),
  employerUscc: z
    .string()
    .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, '须为 18 位统一社会信用代码')
    .optional(),
  sourceId: name.optional(),
  includeRetracted: z.stringbool().default(false).meta({ description: '是否包括已撤回的记录' }),
  cursor: z.string().max(1000).optional().meta({ description: '上一页答复中的 next' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Records by type, place and period; one record with all its versions and their source positions. */
export function recordRoutes(pool: pg.Pool, decoder: ArchiveDecoder): Route[] {
  return [listRoute(pool), historyRoute(pool, decoder), eventTypesRoute()];
}

function listRoute(pool: pg.Pool): Route {
  return {
    method: 'get',
    path: '/v1/records/:eventType',
    right: 'dataset:read',
    summary: '按类型、地区、所属期查询记录',
    request: { params: typeParams, query: recordQuery },
    responses: { 200: { description: '一页记录', schema: recordPageSchema }, 404: { description: '没有这种事件类型' } },
    handle: async (_request, response, principal) => {
      const contract = contractOf(parsedParams(response, typeParams).eventType);
      const { cursor, sourceId, ...filter } = parsedQuery(response, recordQuery);
      const scope = withSource(recordScope(principal), sourceId);
      const after = keyOf(cursor);
      const page = await findRecords(pool, {
        contract,
        ...withoutUndefined(filter),
        ...scope,
        ...(after ? { after } : {}),
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
    summary: '一条记录的全部版本及来源位置',
    request: { params: recordParams },
    responses: { 200: { description: '全部版本', schema: historySchema }, 404: { description: '没有这条记录' } },
    handle: async (_request, response, principal) => {
      const { eventType, sourceId, recordId } = parsedParams(response, recordParams);
      const contract = contractOf(eventType);
      const history = await readRecordHistory(pool, decoder, { contract, sourceId, recordId });
      if (!isVisible(history, recordScope(principal))) throw recordUnknown();
      response.json({ ...history, versions: history.versions.map((version) => presentVersion(contract, version)) });
    },
  };
}

function eventTypesRoute(): Route {
  return {
    method: 'get',
    path: '/v1/event-types',
    right: 'dataset:read',
    summary: '共享数据目录：事件类型及字段',
    responses: {
      200: { description: '事件类型', schema: z.object({ eventTypes: z.array(z.record(z.string(), z.unknown())) }) },
    },
    handle: async (_request, response) => {
      const eventTypes = eventContracts.map(
        ({ eventType, label, doc, contractVersion, authoritativeDepartment, fields }) => ({
          ...{ eventType, label, doc, contractVersion, authoritativeDepartment },
          fields: fields.map(({ path, label: fieldLabel, avroType, nullable, sensitivity, codeList, unit }) => ({
            ...{ path, label: fieldLabel, type: avroType, nullable, sensitivity, codeList, unit },
          })),
        }),
      );
      response.json({ eventTypes });
    },
  };
}

function contractOf(eventType: string): EventContract {
  const contract = eventContracts.find((candidate) => candidate.eventType === eventType);
  if (contract) return contract;
  const known = eventContracts.map((candidate) => `${candidate.eventType}（${candidate.label}）`).join('、');
  throw new HttpProblem({
    status: 404,
    code: 'EVENT_TYPE_UNKNOWN',
    title: '没有这种事件类型',
    detail: `可用的事件类型：${known}。`,
  });
}

/** A source asked for narrows the scope and never widens it. */
function withSource(scope: RowScope, sourceId: string | undefined): RowScope {
  if (sourceId === undefined) return scope;
  const allowed = scope.sourceIds === undefined || scope.sourceIds.includes(sourceId);
  return { ...scope, sourceIds: allowed ? [sourceId] : [] };
}

function isVisible({ sourceId, versions }: RecordHistory, scope: RowScope): boolean {
  const department = versions.at(-1)?.header.department;
  if (department === undefined) return false;
  const ofDepartment = scope.departments?.includes(department) ?? true;
  return ofDepartment && (scope.sourceIds?.includes(sourceId) ?? true);
}

function withoutUndefined<T extends object>(value: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
