import { addDays, addMinutes } from '../calendar.js';
import type { Outcome } from '../determination-case.js';
import { employerFaults } from './employer-faults.js';
import { dayIn, momentIn, put, textIn, type Fault } from './fault.js';
import { identityFaults } from './identity-faults.js';

/** The case a fault is planted on: applied for, decided and delivered in time within one year. */
export type CaseGround = { readonly situation: string | null; readonly outcome: Outcome };

const feed = 'injury-determination';
const plain: CaseGround = { situation: '14-1', outcome: 'RECOGNIZED' };
const disease: CaseGround = { situation: '14-4', outcome: 'RECOGNIZED' };
const sudden: CaseGround = { situation: '15-1', outcome: 'DEEMED' };
const refused: CaseGround = { situation: '16-2', outcome: 'NOT_RECOGNIZED' };
const day = (value: string) => ({ day: value });

export const determinationFaults: readonly Fault<CaseGround>[] = [
  ...identityFaults(feed, plain),
  ...employerFaults(feed, plain),
  fault('application-number-empty', '认定申请编号未填', put('applicationNumber', null)),
  fault('worker-name-empty', '职工姓名未填', put('workerName', null)),
  fault('applicant-empty', '申请主体未填', put('applicant', null)),
  fault('birth-date-in-words', '出生日期写成文字', put('workerBirthDate', '九零年三月')),
  fault('record-time-in-words', '登记时间写成文字', put('recordedAt', '昨日下午')),
  fault('rescue-time-in-words', '抢救开始时间写成文字', put('rescueStartedAt', '送医后不久'), sudden),
  fault('version-in-words', '数据版本号写成文字', put('sequence', '第一版')),
  fault('insured-neither-yes-nor-no', '是否参保写成其他说法', put('insuredOnDay', '补缴中')),
  fault('extension-neither-yes-nor-no', '时限延长写成其他说法', put('extensionApproved', '待定')),
  fault('situation-of-no-article', '认定情形不在条例内', put('situation', '14-9')),
  fault('status-of-own-making', '办理状态是自编的', put('status', '办结归档')),
  fault('pooling-area-never-existed', '统筹地区代码不存在', put('insuranceDivision', '229900')),
  fault('industry-unknown', '行业代码不存在', put('employerIndustry', '9999')),
  fault('accident-type-of-the-next-standard', '用了GB 6441-2025尚未实施的代码', put('accidentType', '2025-04')),
  fault('delivery-in-2099', '送达日期在将来', put('deliveredOn', day('2099-03-01'))),
  fault('disease-without-certificate', '职业病认定而无诊断证明书编号', put('diagnosisCertificate', null), disease),
  fault('disease-without-diagnosis-date', '职业病认定而无诊断日期', put('diagnosedOn', null), disease),
  fault('injury-without-time', '事故伤害而无事故时间', put('accidentAt', null)),
  fault('sudden-death-without-death', '突发疾病死亡而无死亡时间', put('diedAt', null), sudden),
  fault(
    'sudden-death-after-sixty-hours',
    '抢救60小时后死亡仍视同工伤',
    (cells) => {
      const rescue = addMinutes(momentIn(cells, 'accidentAt'), 40);
      return { cells: { rescueStartedAt: { moment: rescue }, diedAt: { moment: addMinutes(rescue, 60 * 60) } } };
    },
    sudden,
  ),
  fault('application-before-accident', '申请早于事故', (cells) => ({
    cells: { appliedOn: day(addDays(momentIn(cells, 'accidentAt').slice(0, 10), -3)) },
  })),
  fault('acceptance-before-application', '受理早于申请', (cells) => ({
    cells: { acceptedOn: day(addDays(dayIn(cells, 'appliedOn'), -2)) },
  })),
  fault('decision-before-acceptance', '决定早于受理', (cells) => ({
    cells: { decidedOn: day(addDays(dayIn(cells, 'acceptedOn'), -1)) },
  })),
  fault('delivery-before-decision', '送达早于决定', (cells) => ({
    cells: { deliveredOn: day(addDays(dayIn(cells, 'decidedOn'), -5)) },
  })),
  fault('injury-at-work-deemed', '十四条情形写成视同工伤', put('conclusion', '视同工伤')),
  fault('sudden-death-recognized', '十五条情形写成认定工伤', put('conclusion', '认定工伤'), sudden),
  fault('injury-at-work-refused', '十四条情形写成不予认定', put('conclusion', '不予认定工伤')),
  fault('drunkenness-recognized', '十六条情形写成认定工伤', put('conclusion', '认定工伤'), refused),
  fault('decision-without-number', '已决定而无决定书文号', put('decisionNumber', null)),
  fault('decision-without-date', '已决定而无决定日期', put('decidedOn', null)),
  // Without a conclusion there is no situation either; one alone would be a second fault.
  fault('decision-without-conclusion', '已决定而无认定结论', () => ({ cells: { conclusion: null, situation: null } })),
  fault('delivered-without-date', '已送达而无送达日期', put('deliveredOn', null)),
  fault('resumed-but-never-suspended', '恢复而从未中止', (cells) => ({
    cells: { resumedOn: day(addDays(dayIn(cells, 'acceptedOn'), 3)) },
  })),
  fault('resumed-before-suspended', '恢复早于中止', (cells) => {
    const accepted = dayIn(cells, 'acceptedOn');
    return { cells: { suspendedOn: day(addDays(accepted, 5)), resumedOn: day(addDays(accepted, 2)) } };
  }),
  fault('certificate-number-as-number', '身份证号存成数值，末位已失真', (cells) => ({
    cells: {
      workerCertificateNumber: { number: Number(textIn(cells, 'workerCertificateNumber').replace(/\D/g, '0')) },
    },
  })),
  fault('employer-name-by-formula', '用人单位名称是公式', (cells) => ({
    cells: { employerName: { formula: '"长春"&"公司"', result: textIn(cells, 'employerName') } },
  })),
  fault('occupation-by-formula', '工种是公式', (cells) => ({
    cells: { occupation: { formula: 'UPPER("cnc")', result: textIn(cells, 'occupation') } },
  })),
];

function fault(
  name: string,
  description: string,
  spoil: Fault<CaseGround>['spoil'],
  ground: CaseGround = plain,
): Fault<CaseGround> {
  return { fault: name, feed, description, ground, spoil };
}
