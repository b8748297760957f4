import type pg from 'pg';
import { z } from 'zod';
import type { Feed } from '../../../connectors/connector.js';
import type { Route } from '../../../infra/http/route.js';
import { ACCEPTED_MEDIA_TYPES } from '../reading/media-type.js';
import { balanceSchema, readBalance } from '../receipts/read-balance.js';
import { assertDepartment, visibleSources, type DoorAccess } from './door-access.js';

const columnSchema = z.object({
  key: z.string().meta({ description: 'JSON 和 NDJSON 中的属性名' }),
  heading: z.string().meta({ description: 'CSV 和 XLSX 中的表头' }),
  aliases: z.array(z.string()).meta({ description: '也接受的表头' }),
  required: z.boolean(),
  personal: z.boolean().meta({ description: '是否个人信息（密封传输）' }),
  codeList: z.string().nullable(),
  expects: z.string().meta({ description: '填写要求' }),
  example: z.string(),
});

const feedsSchema = z.object({
  department: z.string(),
  mediaTypes: z.array(z.string()),
  feeds: z.array(
    z.object({
      feed: z.string(),
      label: z.string(),
      eventType: z.string(),
      basisKind: z.string().meta({ description: '版本依据：sourceSequence、sourceChangedAt 或 exportAsOf' }),
      sources: z.array(z.string()).meta({ description: '您可以代表其报送的来源系统' }),
      columns: z.array(columnSchema),
    }),
  ),
});

type FeedRoutesOptions = { pool: pg.Pool; access: DoorAccess; feeds: readonly Feed[] };

/** What may be sent, and the department's side of the books. */
export function feedRoutes(options: FeedRoutesOptions): Route[] {
  return [feedsRoute(options), balanceRoute(options)];
}

function feedsRoute({ access, feeds }: FeedRoutesOptions): Route {
  return {
    method: 'get',
    path: '/v1/feeds',
    right: 'intake:read',
    summary: '本部门的报送项目及其各列',
    responses: { 200: { description: '报送项目', schema: feedsSchema } },
    handle: async (_request, response, principal) => {
      assertDepartment(principal, access);
      const visible = visibleSources(principal, access);
      const sourcesOf = (eventType: string) =>
        visible.filter((sourceId) => access.sources.get(sourceId)?.eventTypes.includes(eventType));
      response.json({
        department: access.department,
        mediaTypes: [...ACCEPTED_MEDIA_TYPES],
        feeds: feeds.map((feed) => describedFeed(feed, sourcesOf(feed.eventType))),
      } satisfies z.infer<typeof feedsSchema>);
    },
  };
}

function describedFeed({ feed, label, eventType, basisKind, columns }: Feed, sources: string[]) {
  const described = columns.map((column) => ({
    key: column.key,
    heading: column.heading,
    aliases: [...(column.aliases ?? [])],
    required: column.required,
    personal: column.personal ?? false,
    codeList: column.codeList ?? null,
    expects: column.expects,
    example: column.example,
  }));
  return { feed, label, eventType, basisKind, sources, columns: described };
}

function balanceRoute({ pool, access }: FeedRoutesOptions): Route {
  return {
    method: 'get',
    path: '/v1/balance',
    right: 'balance:read',
    summary: '报送台账：各来源系统、事件类型、所属期的平衡表（台账一侧）',
    responses: { 200: { description: '平衡表', schema: balanceSchema } },
    handle: async (_request, response, principal) => {
      const lines = await readBalance(pool, visibleSources(principal, access));
      response.json({ department: access.department, lines });
    },
  };
}
