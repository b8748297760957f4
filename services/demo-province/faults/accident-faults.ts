import { addMinutes } from '../calendar.js';
import { employerFaults } from './employer-faults.js';
import { momentIn, put, type Fault } from './fault.js';

/** The accident a fault is planted on: one dead, no rise. */
export type AccidentGround = { readonly reportGroup: string };

const feed = 'work-safety-accident';
/** A factory: the employer is known, which on a road it need not be. */
const plain: AccidentGround = { reportGroup: '07' };

export const accidentFaults: readonly Fault<AccidentGround>[] = [
  ...employerFaults(feed, plain),
  fault('accident-number-empty', '事故编号未填', put('accidentNumber', null)),
  fault('accident-type-empty', '事故类别未填', put('accidentType', null)),
  fault('report-group-empty', '统计行业分组未填', put('reportGroup', null)),
  fault('report-time-in-words', '报告时间写成文字', put('reportedAt', '次日凌晨')),
  fault('occurrence-at-hour-twenty-five', '发生时间不存在', (cells) => ({
    cells: { occurredAt: `${momentIn(cells, 'occurredAt').slice(0, 10)} 25:70` },
  })),
  fault('injuries-in-words', '轻伤人数写成文字', put('minorInjuries', '数人')),
  fault('loss-about', '直接经济损失写成约数', put('directLossWan', '约30')),
  fault('report-group-of-own-making', '统计行业分组是自编的', put('reportGroup', '餐饮住宿业')),
  fault('accident-type-unknown', '事故类别代码不存在', put('accidentType', '1986-99')),
  fault('division-never-existed', '发生地区划代码不存在', put('division', '220199')),
  fault('division-abolished', '发生地用了撤县设市前的旧代码', put('division', '220222')),
  fault('accident-type-of-the-next-standard', '用了GB 6441-2025尚未实施的代码', put('accidentType', '2025-04')),
  fault('minus-one-missing', '失踪人数为负', put('missing', '-1')),
  fault('minus-loss', '直接经济损失为负', put('directLossWan', '-12.50')),
  fault('report-in-2099', '报告时间在将来', put('reportedAt', { moment: '2099-01-01 08:00' })),
  fault('three-dead-but-ordinary', '死亡3人仍报一般事故', put('deaths', '3')),
  fault('eleven-seriously-injured-but-ordinary', '重伤11人仍报一般事故', put('seriousInjuries', '11')),
  fault('loss-of-fifteen-million-but-ordinary', '损失1500万元仍报一般事故', put('directLossWan', '1500.00')),
  fault('reported-before-it-happened', '报告早于发生', (cells) => ({
    cells: { reportedAt: { moment: addMinutes(momentIn(cells, 'occurredAt'), -95) } },
  })),
  fault('line-cut-short', '一行少了几格', () => ({ cells: {}, cellsTooMany: -4 })),
  fault('line-with-cells-too-many', '一行多了一格', () => ({ cells: {}, cellsTooMany: 1 })),
];

function fault(name: string, description: string, spoil: Fault<AccidentGround>['spoil']): Fault<AccidentGround> {
  return { fault: name, feed, description, ground: plain, spoil };
}
