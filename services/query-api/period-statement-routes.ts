import type pg from 'pg';
import { z } from 'zod';
import { HttpProblem } from '../../infra/http/http-problem.js';
import type { Route } from '../../infra/http/route.js';
import { parsedQuery } from '../../infra/http/route.js';
import { shanghaiDate } from '../../schemas/period.js';
import { readPeriodStatements } from '../dataset/statements/period-statements.js';
import { statementsSchema } from './answer-schemas.js';
import { monthParameter, nameParameter, withoutUndefined } from './parameters.js';
import { narrowed, recordScope } from './row-scope.js';

const statementQuery = z.object({
  periodFrom: monthParameter.optional().meta({ description: '月份起（含）；缺省为截止月份之前第11个月' }),
  periodTo: monthParameter.optional().meta({ description: '月份止（含）；缺省及最晚为上个月' }),
  department: nameParameter.optional(),
  sourceId: nameParameter.optional(),
  eventType: nameParameter.optional(),
  state: z
    .enum(['HOLDS', 'WAITING', 'MISSING'])
    .optional()
    .meta({ description: 'HOLDS 已说明且数据已全部入库；WAITING 已说明，数据尚未全部入库；MISSING 未说明' }),
});

const MOST_MONTHS = 240;

/** Which months each source has stated complete, and who owes a statement. */
export function periodStatementRoutes(pool: pg.Pool, now: () => number): Route[] {
  return [
    {
      method: 'get',
      path: '/v1/period-statements',
      right: 'dataset:read',
      summary: '报送说明：各来源系统、数据类别、月份是否已说明全部报送（部门只见本部门）',
      request: { query: statementQuery },
      responses: { 200: { description: '各月说明', schema: statementsSchema } },
      handle: async (_request, response, principal) => {
        const { periodFrom, periodTo, department, sourceId, eventType, state } = parsedQuery(response, statementQuery);
        const months = monthsAsked(periodFrom, periodTo, shanghaiDate(now()).slice(0, 7));
        const statements = await readPeriodStatements(pool, {
          ...months,
          ...withoutUndefined({ eventType, state }),
          ...narrowed(recordScope(principal), { department, sourceId }),
        });
        response.json({ periodFrom: months.from, periodTo: months.to, statements });
      },
    },
  ];
}

/** A month that has not ended is owed by nobody. @throws HttpProblem 400 MONTHS_TOO_MANY */
function monthsAsked(
  from: string | undefined,
  to: string | undefined,
  thisMonth: string,
): { from: string; to: string } {
  const lastEnded = addMonths(thisMonth, -1);
  const last = to !== undefined && to < lastEnded ? to : lastEnded;
  const first = from ?? addMonths(last, -11);
  if (addMonths(first, MOST_MONTHS) > last) return { from: first, to: last };
  throw new HttpProblem({
    status: 400,
    code: 'MONTHS_TOO_MANY',
    title: '月份范围过大',
    detail: `一次最多查询${MOST_MONTHS}个月，请缩小 periodFrom 与 periodTo 的范围。`,
  });
}

function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}
