import { codeName } from '../../schemas/code-lists/code-list.js';
import { gapStateLabel, type Gap } from '../../schemas/gaps/gap.js';
import type { GapRow, MissingStatement } from '../dataset/gaps/read-gaps.js';
import { closingLabels, divisionName, reasonLabels } from './gap-presentation.js';
import { ruleLabel } from './link-presentation.js';

type Context = {
  gap: Gap;
  /** Names of the registered sources by id. */ sources: ReadonlyMap<string, string>;
  number: number;
};

/** A column of the list; null is an empty cell. Enough to write to the employer, and nothing about the disease. */
export type GapColumn = {
  heading: string;
  width: number;
  of: (row: GapRow, context: Context) => string | number | null;
};

export const gapColumns: readonly GapColumn[] = [
  { heading: '序号', width: 6, of: (_row, { number }) => number },
  { heading: '状态', width: 26, of: ({ state }, { gap }) => gapStateLabel(gap, state) },
  { heading: '报告卡来源系统', width: 28, of: ({ record }, { sources }) => sourceName(sources, record.sourceId) },
  { heading: '报告卡编号', width: 22, of: ({ record }) => record.recordId },
  { heading: '用人单位名称', width: 36, of: ({ employer }) => employer.name },
  { heading: '统一社会信用代码', width: 22, of: ({ employer }) => employer.uscc },
  { heading: '用人单位所在地', width: 16, of: ({ division }) => divisionName(division) },
  { heading: '诊断日期', width: 12, of: ({ startedOn }) => startedOn },
  { heading: '单位申请期限（30日）', width: 20, of: ({ amberOn }) => amberOn },
  { heading: '职工申请期限（1年）', width: 20, of: ({ redOn }) => redOn },
  { heading: '超期天数', width: 10, of: ({ daysOver }) => (daysOver > 0 ? daysOver : null) },
  {
    heading: '认定申请来源系统',
    width: 28,
    of: ({ filed }, { sources }) => filed && sourceName(sources, filed.sourceId),
  },
  { heading: '认定申请编号', width: 22, of: ({ filed }) => filed?.recordId ?? null },
  { heading: '申请日期', width: 12, of: ({ filed }) => filed?.filedOn ?? null },
  { heading: '关联依据', width: 30, of: ({ filed }) => filed && ruleLabel('DIAGNOSIS_DETERMINATION', filed.rule) },
  { heading: '销号原因', width: 18, of: ({ closedBy }) => closedBy && (closingLabels[closedBy] ?? closedBy) },
  {
    heading: '无法判定原因',
    width: 40,
    of: ({ reasons }) => joined(reasons.map((reason) => reasonLabels[reason] ?? reason)),
  },
  {
    heading: '待补报送说明',
    width: 60,
    of: ({ missing }, { sources }) => joined(missing.map((statement) => missingText(statement, sources))),
  },
];

function sourceName(sources: ReadonlyMap<string, string>, sourceId: string): string {
  return sources.get(sourceId) ?? sourceId;
}

function joined(texts: readonly string[]): string | null {
  return texts.length > 0 ? texts.join('；') : null;
}

/** First month, last month and how many: a year of silence is one phrase. */
function missingText({ sourceId, eventType, months }: MissingStatement, sources: ReadonlyMap<string, string>): string {
  const who = sourceId === null ? '各来源系统' : sourceName(sources, sourceId);
  const [first, last] = [months[0] ?? '', months.at(-1) ?? ''];
  const when = months.length > 1 ? `${first}至${last}共${months.length}个月` : first;
  return `${who}${codeName('event-type', eventType) ?? eventType}（${when}）`;
}
