import { addMinutes } from '../calendar.js';
import { employerFaults } from './employer-faults.js';
import { momentIn, put, textIn, type Fault } from './fault.js';
import { identityFaults } from './identity-faults.js';

/** The casualty a fault is planted on: of a factory's accident, hurt (2) or killed (3) at once. */
export type CasualtyGround = { readonly harm: '2' | '3' };

const feed = 'accident-casualty';
const hurt: CasualtyGround = { harm: '2' };
const killed: CasualtyGround = { harm: '3' };

export const casualtyFaults: readonly Fault<CasualtyGround>[] = [
  ...identityFaults(feed, hurt),
  ...employerFaults(feed, hurt),
  fault('casualty-number-empty', '伤亡人员编号未填', put('casualtyNumber', null)),
  fault('accident-number-empty', '事故编号未填', put('accidentNumber', null)),
  fault('worker-name-empty', '伤亡人员姓名未填', put('workerName', null)),
  fault('birth-date-in-words', '出生日期写成文字', put('workerBirthDate', '八八年冬')),
  fault('occurrence-at-hour-twenty-five', '发生时间不存在', (cells) => ({
    cells: { occurredAt: `${momentIn(cells, 'occurredAt').slice(0, 10)} 25:70` },
  })),
  fault('death-time-in-words', '死亡时间写成文字', put('diedAt', '送医途中'), killed),
  fault('workdays-in-words', '损失工作日写成文字', put('lostWorkdays', '半年左右')),
  fault('workdays-of-nine-thousand', '损失工作日超过6000', put('lostWorkdays', { number: 9000 })),
  fault('harm-grade-of-own-making', '伤害程度是自编的', put('harmGrade', '较重')),
  fault('division-never-existed', '发生地区划代码不存在', put('division', '220199')),
  fault('division-abolished', '发生地用了撤县设市前的旧代码', put('division', '220222')),
  fault('industry-unknown', '行业代码不存在', put('employerIndustry', '9999')),
  fault('death-in-2099', '死亡时间在将来', put('diedAt', { moment: '2099-01-01 08:00' }), killed),
  fault('death-without-time', '死亡而无死亡时间', put('diedAt', null), killed),
  fault(
    'death-before-accident',
    '死亡早于事故',
    (cells) => ({ cells: { diedAt: { moment: addMinutes(momentIn(cells, 'occurredAt'), -90) } } }),
    killed,
  ),
  fault('certificate-number-as-number', '身份证号存成数值，末位已失真', (cells) => ({
    cells: {
      workerCertificateNumber: { number: Number(textIn(cells, 'workerCertificateNumber').replace(/\D/g, '0')) },
    },
  })),
  fault('line-cut-short', '一行JSON不完整', () => ({ cells: {}, cellsTooMany: -1 })),
];

function fault(
  name: string,
  description: string,
  spoil: Fault<CasualtyGround>['spoil'],
  ground: CasualtyGround = hurt,
): Fault<CasualtyGround> {
  return { fault: name, feed, description, ground, spoil };
}
