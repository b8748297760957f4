import type { Response } from 'express';
import { z } from 'zod';
import type { Feed } from '../../../connectors/connector.js';
import { parsedParams, parsedQuery, type Route } from '../../../infra/http/route.js';
import { shanghaiDate } from '../../../schemas/period.js';
import { templateWorkbook } from '../templates/template-workbook.js';
import { feedUnknown } from './batch-problem.js';
import { assertDepartment, type DoorAccess } from './door-access.js';

type TemplateOptions = { access: DoorAccess; feeds: readonly Feed[]; now: () => number };

const params = z.object({ feed: z.string() });
const query = z.object({
  format: z
    .enum(['xlsx', 'csv'])
    .default('xlsx')
    .meta({ description: 'xlsx：带代码表下拉选项的工作簿；csv：只有表头' }),
});
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The official template of a feed, to be filled and sent as it is. */
export function templateRoute({ access, feeds, now }: TemplateOptions): Route {
  return {
    method: 'get',
    path: '/v1/feeds/:feed/template',
    right: 'intake:read',
    summary: '报送项目的官方模板：表头、填写要求、现行代码表',
    request: { params, query },
    responses: {
      200: { description: '模板', contentTypes: [XLSX, 'text/csv'] },
      404: { description: '没有这个报送项目' },
    },
    handle: async (_request, response, principal) => {
      assertDepartment(principal, access);
      const name = parsedParams(response, params).feed;
      const feed = feeds.find((candidate) => candidate.feed === name);
      if (!feed) throw feedUnknown(feeds.map((candidate) => candidate.feed));
      await sendTemplate(response, feed, parsedQuery(response, query).format, shanghaiDate(now()));
    },
  };
}

async function sendTemplate(response: Response, feed: Feed, format: 'xlsx' | 'csv', today: string): Promise<void> {
  response.attachment(`${feed.label}_模板.${format}`);
  if (format === 'xlsx') response.type(XLSX).send(await templateWorkbook(feed, today));
  else response.type('text/csv; charset=utf-8').send(csvTemplate(feed));
}

/** With BOM, so that spreadsheets know the encoding; no heading holds a comma or a quote. */
function csvTemplate({ columns }: Feed): string {
  return `\ufeff${columns.map(({ heading }) => heading).join(',')}\r\n`;
}
