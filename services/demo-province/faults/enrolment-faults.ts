import { employerFaults } from './employer-faults.js';
import { dayIn, put, type Fault } from './fault.js';

/** The enrolment a fault is planted on: a firm's, with its credit code. */
export type EnrolmentGround = 'firm';

const feed = 'employer-enrolment';

export const enrolmentFaults: readonly Fault<EnrolmentGround>[] = [
  ...employerFaults<EnrolmentGround>(feed, 'firm'),
  fault('enrolment-number-empty', '参保登记编号未填', put('enrolmentNumber', null)),
  fault('employer-name-empty', '参保单位名称未填', put('employerName', null)),
  fault('industry-empty', '行业代码未填', put('employerIndustry', null)),
  fault('year-end-in-words', '统计截止日期写成文字', put('statedOn', '年底')),
  fault('headcount-in-words', '年末参保人数写成文字', put('closingHeadcount', '三十余人')),
  fault('payroll-about', '缴费工资总额写成约数', put('payrollWan', '约120')),
  fault('minus-headcount', '年初参保人数为负', put('openingHeadcount', '-3')),
  fault('tier-of-three-hundred', '费率浮动档次超出范围', put('floatTier', '300')),
  fault('risk-class-nine', '风险类别不存在', put('riskClass', '九类行业')),
  fault('industry-unknown', '行业代码不存在', put('employerIndustry', '9999')),
  fault('pooling-area-never-existed', '统筹地区代码不存在', put('insuranceDivision', '229900')),
  fault('division-abolished', '单位所在地用了撤县设市前的旧代码', put('employerDivision', '220222')),
  fault('stated-in-2099', '统计截止日期在将来', put('statedOn', { day: '2099-12-31' })),
  fault('stated-at-mid-year', '统计截止日期不是年末', (cells) => ({
    cells: { statedOn: { day: `${dayIn(cells, 'statedOn').slice(0, 4)}-06-30` } },
  })),
  fault('line-cut-short', '一行少了几格', () => ({ cells: {}, cellsTooMany: -4 })),
  fault('line-with-cells-too-many', '一行多了一格', () => ({ cells: {}, cellsTooMany: 1 })),
];

function fault(name: string, description: string, spoil: Fault<EnrolmentGround>['spoil']): Fault<EnrolmentGround> {
  return { fault: name, feed, description, ground: 'firm', spoil };
}
