import type { Gap } from '../../schemas/gaps/gap.js';
import type { GapCounts, GapQuery } from '../dataset/gaps/read-gaps.js';
import { divisionName } from './gap-presentation.js';

/** What a reader of the list must know: what was counted, as of when, from which data. Pairs of heading and text. */
export function gapNotes(
  gap: Gap,
  query: GapQuery,
  { states, cutOff }: Pick<GapCounts, 'states'> & { /** Epoch ms. */ cutOff: number | null },
): [string, string][] {
  return [
    ['名称', gap.label],
    ['截至日', query.asOf],
    ['数据截止', cutOff === null ? '尚无数据' : `${shanghaiTime(cutOff)}（最近一条数据的接收时间，北京时间）`],
    ['地区范围', query.division === undefined ? '全部' : (divisionName(query.division) ?? query.division)],
    ['状态范围', query.states === undefined ? '全部' : gap.states.filter(isIn(query.states)).map(labelOf).join('、')],
    ...gap.states.map(({ code, label }): [string, string] => ['数量', `${label}：${states[code]}例`]),
    ['口径', gap.definition],
    ['可判定条件', gap.assessable],
    ['局限', gap.limitations],
    ...gap.limits.map(({ label, source }): [string, string] => ['期限', `${label}（${source}）`]),
    ['依据', gap.statutorySource],
    ['办理部门', gap.owner.label],
    ['规则版本', `${gap.id} ${gap.version}`],
  ];
}

const labelOf = ({ label }: Gap['states'][number]) => label;
const isIn = (wanted: readonly string[]) => (state: Gap['states'][number]) => wanted.includes(state.code);

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

function shanghaiTime(epochMs: number): string {
  return clock.format(epochMs);
}
