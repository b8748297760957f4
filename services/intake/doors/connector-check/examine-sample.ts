import { eventContract } from '../../../../schemas/generated/contract-index.js';
import { shanghaiDate } from '../../../../schemas/period.js';
import { checkRow } from '../../checking/check-row.js';
import { columnIndex } from '../../reading/column-heading.js';
import { receiptFindingOf } from '../../receipts/receipt-findings.js';
import type { ReceiptFinding } from '../../receipts/receipt.js';
import type { DepartmentDatabase } from '../pull/department-database.js';
import type { PullPlan } from '../pull/pull-plan.js';
import type { Pull } from '../pull/pull-round.js';
import { pulledRow } from '../pull/pulled-row.js';
import { warned, well, wrong, type Finding } from './examined.js';

/** Maps and checks the newest rows as the pull would, keeps nothing, and counts what is found; no cell is shown. */
export async function examineSample(
  { config, feed, source }: Pull,
  plan: PullPlan,
  database: DepartmentDatabase,
  { sampleRows, now }: { sampleRows: number; now: number },
): Promise<Finding[]> {
  const printed = await database.page({ ...plan, from: null, limit: sampleRows, newestFirst: true });
  if (printed.length === 0) return [warned('试读', '视图中没有能读到的行', '请确认视图的条件和水位字段的内容。')];
  const reading = { identifiers: columnIndex(feed).identifiers, timezone: config.timezone };
  const checking = { feed, contract: eventContract(feed.eventType), source, today: shanghaiDate(now) };
  const checked = printed.map((row, at) => checkRow(pulledRow(plan, row, at + 1, reading), checking));
  const rejected = checked.filter(({ accepted }) => accepted === null).length;
  const summary = `最新 ${printed.length} 行：可接收 ${printed.length - rejected}，将退回 ${rejected}`;
  const counts = countFindings(
    checked.flatMap(({ findings }) => findings.map((finding) => receiptFindingOf(finding, feed))),
  );
  const head =
    rejected === 0
      ? well('试读', summary)
      : rejected === printed.length
        ? wrong('试读', summary, '没有一行能接收，请先按下列原因修改视图或数据。')
        : warned('试读', summary, '退回的行在本部门系统中改正后会自动重新读取。');
  return [head, ...counts];
}

/** One line for each code and column, the most frequent first. */
function countFindings(findings: readonly ReceiptFinding[]): Finding[] {
  const groups = new Map<string, { finding: ReceiptFinding; count: number }>();
  for (const finding of findings) {
    const key = `${finding.code} ${finding.column}`;
    const group = groups.get(key) ?? { finding, count: 0 };
    group.count += 1;
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ finding: { code, heading, remedy }, count }) =>
      warned('试读', `${code}${heading === null ? '' : `“${heading}”`}：${count} 处`, remedy),
    );
}
