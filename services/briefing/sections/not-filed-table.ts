import type { Gap, GapState } from '../../../schemas/gaps/gap.js';
import { shanghaiDate } from '../../../schemas/period.js';
import { rollUpDivision, poolingAreaRows, provincialRow } from '../../dataset/figures/populations/pooling-area-rows.js';
import { TOTAL, UNSTATED, UNSTATED_LABEL } from '../../dataset/figures/figure-table.js';
import type { TableBlock, TableRow } from '../briefing-document.js';
import { sourceLine, type BriefingInput } from '../briefing-input.js';
import { countCell, textCell } from '../cell.js';

const COLUMNS: readonly { state: GapState; label: string }[] = [
  { state: 'RED', label: '超过1年未申请（例）' },
  { state: 'AMBER', label: '超过30日未申请（例）' },
  { state: 'NOT_ASSESSABLE', label: '无法判定（例）' },
  { state: 'NOT_DUE', label: '未到期（例）' },
  { state: 'CLOSED', label: '已申请或诊断改变（例）' },
];

type States = Partial<Record<GapState, number>>;

/** A gap by place and state, as of the day of the cut-off. */
export function notFiledTable(input: BriefingInput, gap: Gap): TableBlock {
  const asOf = shanghaiDate(input.asOf);
  const year = Number(asOf.slice(0, 4));
  const byArea = sumByArea(input.notFiled.places, asOf);
  const fixed = poolingAreaRows();
  const others = [provincialRow, { key: UNSTATED, label: UNSTATED_LABEL }].filter(({ key }) => byArea.has(key));
  const row = (key: string, label: string, states: States, role: TableRow['role']): TableRow => ({
    role,
    cells: [
      textCell(label),
      ...COLUMNS.map(({ state }) => countCell(states[state] ?? 0, { indicator: gap.id, year, key, measure: state })),
      countCell(COLUMNS.reduce((sum, { state }) => sum + (states[state] ?? 0), 0)),
    ],
  });
  return {
    kind: 'table',
    caption: '确诊职业病未申请工伤认定情况',
    columns: [
      { label: '地区', width: 30, align: 'left' },
      ...COLUMNS.map(({ label }) => ({ label, width: 16, align: 'right' as const, sums: true as const })),
      { label: '合计（例）', width: 13, align: 'right', sums: true },
    ],
    rows: [
      ...[...fixed, ...others].map(({ key, label }) => row(key, label, byArea.get(key) ?? {}, 'plain')),
      row(TOTAL, '合计', input.notFiled.states, 'total'),
    ],
    notes: [sourceLine(input, input.figures.diagnosesCourse, input.figures.decided), `口径：${gap.assessable}`],
  };
}

function sumByArea(places: BriefingInput['notFiled']['places'], asOf: string): Map<string, States> {
  const areas = new Map<string, States>();
  for (const { division, states } of places) {
    const key = (division === null ? null : rollUpDivision(division, asOf)) ?? UNSTATED;
    const sum = areas.get(key) ?? {};
    areas.set(key, Object.fromEntries(COLUMNS.map(({ state }) => [state, (sum[state] ?? 0) + (states[state] ?? 0)])));
  }
  return areas;
}
