import { addDays } from '../calendar.js';
import type { ReportKind } from '../diseases.js';
import { employerFaults } from './employer-faults.js';
import { dayIn, put, type Fault } from './fault.js';
import { identityFaults } from './identity-faults.js';

/** The card a fault is planted on. */
export type CardGround = {
  readonly kind: Extract<ReportKind, 'DIAGNOSED' | 'PROGRESSED'>;
  readonly disease: string;
  /** The last day on which it may be diagnosed, e.g. while the catalogue of 2013 is in force. */
  readonly diagnosedBefore?: string;
};

const feed = 'occupational-disease';
/** No stage, so that no rule of stages can join in. */
const plain: CardGround = { kind: 'DIAGNOSED', disease: '布鲁氏菌病' };
const dust: CardGround = { kind: 'DIAGNOSED', disease: '矽肺' };
const noise: CardGround = { kind: 'DIAGNOSED', disease: '噪声聋' };

export const healthFaults: readonly Fault<CardGround>[] = [
  ...identityFaults(feed, plain),
  ...employerFaults(feed, plain),
  fault('worker-name-empty', '劳动者姓名未填', put('workerName', null)),
  fault('employer-division-empty', '单位所在地未填', put('division', null)),
  fault('birth-date-in-words', '出生日期写成文字', put('workerBirthDate', '八十年代末')),
  fault('death-date-unknown-in-words', '死亡日期写成文字', put('diedOn', '不详')),
  fault('exposure-in-words', '接害工龄写成文字', put('exposureYears', '十来年')),
  fault('exposure-of-eighty-five-years', '接害工龄超过人的一生', put('exposureYears', '85')),
  fault('division-never-existed', '单位所在地区划代码不存在', put('division', '220199')),
  fault('division-abolished', '单位所在地用了撤县设市前的旧代码', put('division', '220222')),
  fault('disease-code-unknown', '职业病代码不在目录内', put('disease', '99001')),
  fault('report-kind-of-own-making', '报告类型是自编的', put('reportKind', '初诊')),
  {
    ...fault('disease-of-the-next-catalogue', '2025年8月1日前的诊断用了2024版目录的病种', put('disease', '11001')),
    ground: { ...plain, diagnosedBefore: '2025-07-31' },
  },
  fault('death-in-2099', '死亡日期在将来', put('diedOn', { day: '2099-01-01' })),
  fault('diagnosis-without-certificate', '确诊而无诊断证明书编号', put('certificateNumber', null)),
  fault('diagnosis-without-date', '确诊而无诊断日期', put('diagnosedOn', null)),
  {
    ...fault(
      'progression-without-earlier-certificate',
      '晋期而无原诊断证明书编号',
      put('priorCertificateNumber', null),
    ),
    ground: { kind: 'PROGRESSED', disease: '煤工尘肺' },
  },
  { ...fault('dust-stage-on-deafness', '噪声聋填了尘肺期别', put('stage', '壹期')), ground: noise },
  { ...fault('deafness-degree-on-dust-disease', '尘肺填了噪声聋程度', put('stage', '中度')), ground: dust },
  { ...fault('pneumoconiosis-without-stage', '尘肺未填期别', put('stage', null)), ground: dust },
  fault('report-before-diagnosis', '报告早于诊断', (cells) => ({
    cells: { reportedOn: { day: addDays(dayIn(cells, 'diagnosedOn'), -9) } },
  })),
  fault('diagnosis-after-death', '诊断晚于死亡', (cells) => ({
    cells: { diedOn: { day: addDays(dayIn(cells, 'diagnosedOn'), -40) } },
  })),
  fault('line-cut-short', '一行少了几格', () => ({ cells: {}, cellsTooMany: -4 })),
  fault('line-with-cells-too-many', '一行多了两格', () => ({ cells: {}, cellsTooMany: 2 })),
];

function fault(name: string, description: string, spoil: Fault<CardGround>['spoil']): Fault<CardGround> {
  return { fault: name, feed, description, ground: plain, spoil };
}
