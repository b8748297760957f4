/** A gap rule and a page of its list, as the query API tells them. */
export type GapDefinition = {
  id: string;
  label: string;
  definition: string;
  states: { code: string; label: string }[];
};

export type GapPage = {
  gap: { id: string; label: string; definition: string };
  asOf: string;
  counts: Record<string, number>;
  rows: GapRow[];
  next: string | null;
};

type GapRow = {
  record: { sourceId: string; recordId: string };
  divisionName: string | null;
  employer: { name: string | null };
  stateLabel: string;
  startedOn: string;
  daysOver: number;
  reasonLabels: string[];
  missing: { sourceId: string | null; eventType: string; months: string[] }[];
};

const MISSING_SHOWN = 3;

export function definitionLines(gaps: readonly GapDefinition[]): string[] {
  return gaps.flatMap(({ id, label, definition }) => [`${id} ${label}`, `    ${definition}`]);
}

/** How many in each state, then the rows asked for, the most urgent first. */
export function gapLines({ gap, asOf, counts, rows, next }: GapPage, states: GapDefinition['states']): string[] {
  return [
    `${gap.id} ${gap.label}（截至 ${asOf}）`,
    ...states.map(({ code, label }) => `  ${label}：${counts[code] ?? 0}`),
    ...rows.flatMap(rowLines),
    ...(next === null ? [] : [`还有更多，用 --cursor ${next} 继续，或用 --out <文件.xlsx> 导出全部`]),
  ];
}

function rowLines({ record, divisionName, employer, stateLabel, startedOn, daysOver, ...why }: GapRow): string[] {
  const over = daysOver > 0 ? `，超期 ${daysOver} 天` : '';
  const line = `${stateLabel} ${record.sourceId} ${record.recordId} ${divisionName ?? ''} ${employer.name ?? ''} 起算日 ${startedOn}${over}`;
  const missing = why.missing.map(({ sourceId, eventType, months }) => {
    return `${sourceId ?? '各来源系统'} ${eventType}（${months[0]}${months.length > 1 ? ` 等 ${months.length} 个月` : ''}）`;
  });
  const shown = [...missing.slice(0, MISSING_SHOWN), ...(missing.length > MISSING_SHOWN ? ['……'] : [])];
  return [
    line,
    ...(why.reasonLabels.length > 0 ? [`    原因：${why.reasonLabels.join('；')}`] : []),
    ...(shown.length > 0 ? [`    待补报送说明：${shown.join('；')}`] : []),
  ];
}
