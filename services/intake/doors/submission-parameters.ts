import type { Request } from 'express';
import { z } from 'zod';
import { HttpProblem } from '../../../infra/http/http-problem.js';
import { isCalendarDate, shanghaiMidnight } from '../../../schemas/period.js';

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

export const submissionQuery = z.object({
  source: z.string().min(1).max(80).meta({ description: '来源系统编号' }),
  asOf: z.string().optional().meta({ description: '导出时点：ISO 8601 时间（带时区），或日期（当日零时）' }),
  mode: z
    .string()
    .optional()
    .meta({ description: 'partial（部分报送，默认）或 complete（完整清单：未列入的记录将被撤回）' }),
  period: z.string().optional().meta({ description: '完整清单的所属期：2024-01，或 2024-01..2024-03' }),
  confirm: z.string().max(64).optional().meta({ description: '完整清单未列入的记录较多时，枢纽给出的确认码' }),
  dryRun: flag.meta({ description: 'true：只检查，不保存' }),
  atomic: flag.meta({ description: 'true：有一行未通过检查则整批不接收' }),
});

/** Clocks of two machines differ a little; an export of tomorrow would keep every correction of today below it. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** @returns epoch milliseconds, null when not declared. @throws HttpProblem 400 */
export function declaredAsOf(text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  const instant = isCalendarDate(text) ? shanghaiMidnight(text) : isInstant(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) {
    throw invalid('asOf 应为 ISO 8601 时间（带时区，如 2025-03-01T08:00:00+08:00）或日期（如 2025-03-01）。');
  }
  return assertNotAhead(instant, now);
}

/** @throws HttpProblem 400 when the instant is yet to come */
export function assertNotAhead(asOf: number, now: number): number {
  if (asOf > now + CLOCK_SKEW_MS) throw invalid('asOf 晚于当前时间，请填写实际的导出时点。');
  return asOf;
}

const isInstant = (text: string) =>
  // Date.parse reads 30 February as 2 March.
  isCalendarDate(text.slice(0, 10)) && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text);

/** @throws HttpProblem 400 when the header is not one printable line */
export function idempotencyKey(request: Request): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw invalid('Idempotency-Key 应为 1 至 200 个可打印的 ASCII 字符，不含空格。');
}

function invalid(detail: string): HttpProblem {
  return new HttpProblem({ status: 400, code: 'PARAMETER_INVALID', title: '请求参数不正确', detail });
}
