import { HttpProblem } from '../../../infra/http/http-problem.js';
import type { CompleteClaim } from '../ledger/complete/complete-list.js';

/** What a sender says of how much a list holds, as it was said; undefined where nothing was. */
export type SaidOfList = {
  mode?: string | undefined;
  period?: string | undefined;
  confirm?: string | undefined;
  asOfDeclared: boolean;
};

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** @returns undefined for a part of a list. @throws HttpProblem 400, saying what a complete list needs */
export function completeClaim({
  mode = 'partial',
  period,
  confirm,
  asOfDeclared,
}: SaidOfList): CompleteClaim | undefined {
  if (mode === 'partial') {
    if (period === undefined && confirm === undefined) return undefined;
    throw unclear('period 和 confirm 只用于完整清单，请同时写明 mode=complete。');
  }
  if (mode !== 'complete') throw unclear('mode 应为 partial（部分报送）或 complete（完整清单）。');
  if (!asOfDeclared) {
    throw unclear('完整清单必须写明导出时点 asOf：清单未列入的记录，只有在此之前报送的才会撤回。');
  }
  const [firstPeriod = '', lastPeriod = firstPeriod, more] = (period ?? '').split('..');
  if (!MONTH.test(firstPeriod) || !MONTH.test(lastPeriod) || more !== undefined || firstPeriod > lastPeriod) {
    throw unclear('完整清单必须写明所属期 period：一个月（如 2024-01）或连续几个月（如 2024-01..2024-03）。');
  }
  return { firstPeriod, lastPeriod, confirm: confirm ?? null };
}

function unclear(detail: string): HttpProblem {
  return new HttpProblem({ status: 400, code: 'COMPLETE_LIST_UNCLEAR', title: '完整清单的参数不正确', detail });
}
