import { addDays } from '../calendar.js';
import { put, textIn, type Fault } from './fault.js';

/** The statement a fault is planted on: one that speaks of a month or two, beside the right ones of whole years. */
export type StatementGround = 'months';

const feed = 'period-statement';

export const statementFaults: readonly Fault<StatementGround>[] = [
  fault('statement-number-empty', '说明编号未填', put('statementNumber', null)),
  fault('kind-empty', '说明类型未填', put('kind', null)),
  fault('stated-on-in-words', '说明日期写成文字', put('statedOn', '次年年初')),
  fault('change-time-in-words', '更新时间写成文字', put('changedAt', '昨日下午')),
  fault('kind-of-own-making', '说明类型是自编的', put('kind', '基本报全')),
  fault('division-never-existed', '报送地区代码不存在', put('reportingDivision', '229900')),
  fault('division-abolished', '报送地区用了撤县设市前的旧代码', put('reportingDivision', '220222')),
  fault('event-type-of-own-making', '说明的数据类别是自编的', put('statedEventType', '其他数据')),
  fault('stated-in-2099', '说明日期在将来', put('statedOn', { day: '2099-01-01' })),
  fault('period-without-month', '截止月份只写年份', (cells) => ({
    cells: { periodTo: textIn(cells, 'periodTo').slice(0, 4) },
  })),
  fault('period-reversed', '截止月份早于起始月份', (cells) => {
    const [periodFrom, periodTo] = [textIn(cells, 'periodTo'), textIn(cells, 'periodFrom')];
    const [type = ''] = textIn(cells, 'statementNumber').split(':');
    return { cells: { periodFrom, periodTo, statementNumber: `${type}:${periodFrom}:${periodTo}` } };
  }),
  fault('number-of-another-period', '说明编号与期间不符', (cells) => ({
    cells: { statementNumber: textIn(cells, 'statementNumber').replace(/:\d{4}-(\d\d)$/, ':2015-$1') },
  })),
  fault('stated-before-the-end', '期间未结束即作说明', (cells) => ({
    cells: { statedOn: { day: addDays(`${textIn(cells, 'periodFrom')}-01`, 10) } },
  })),
  fault('note-instead-of-record', '数组中混入一段文字', () => ({ cells: {}, cellsTooMany: -1 })),
];

function fault(name: string, description: string, spoil: Fault<StatementGround>['spoil']): Fault<StatementGround> {
  return { fault: name, feed, description, ground: 'months', spoil };
}
