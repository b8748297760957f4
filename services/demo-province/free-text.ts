import type { Accident } from './accidents.js';
import type { Case } from './determination-case.js';
import { placeName } from './places.js';
import type { Random } from './random.js';

/**
 * Free text as clerks write it: it names persons and their telephones, on purpose. The hub has to seal it, and the scan
 * for leaks has to find something if it does not.
 */
export function factsOf(random: Random, one: Omit<Case, 'facts'>): string {
  const who = `${one.employer.name}职工${one.person.name}`;
  if (one.situation === '14-4')
    return `${who}长期从事${one.occupation}作业，${one.diagnosedOn ?? ''}经职业病诊断机构确诊。`;
  const when = one.accidentAt ?? '';
  const where = placeName(one.accidentDivision ?? one.employer.division);
  const what = random.pick(WHAT[one.situation ?? ''] ?? ['受伤']);
  const contact = random.chance(0.2) ? `（联系电话：${one.person.telephone}）` : '';
  return `${when}，${who}${contact}在${where}${what}，"${random.pick(WITNESS)}"。`;
}

const WITNESS = ['同班组人员证实', '有监控录像,可查', '班长现场见证', '医院病历记载'];
const WHAT: Readonly<Record<string, readonly string[]>> = {
  '14-1': [
    '作业时被工件砸伤',
    '作业时手指被机器挤伤',
    '作业时从高处坠落摔伤',
    '搬运货物时扭伤',
    '作业时被碎屑崩伤眼部',
  ],
  '14-2': ['班前清理设备时受伤', '下班前收拾工具时摔伤'],
  '14-3': ['履行职责时被他人殴打致伤'],
  '14-5': ['外出办事途中受到交通事故伤害', '外勤作业时摔伤'],
  '14-6': ['下班途中骑电动车与机动车相撞', '上班途中被机动车撞伤，交警认定无责任'],
  '14-7': ['参加单位组织的活动时受伤'],
  '15-1': ['工作岗位上突发疾病，经抢救无效死亡'],
  '15-2': ['参加抢险救灾时受伤'],
  '15-3': ['旧伤复发'],
  '16-2': ['醉酒后摔伤'],
};

/** 事故简要经过; some name the dead. */
export function summaryOf(random: Random, accident: Accident, dead: readonly string[]): string {
  const where = placeName(accident.division);
  const head = accident.reportGroup === '11' ? `在${where}境内公路发生车辆相撞` : `在${where}作业现场发生事故`;
  const named = dead.length > 0 && random.chance(0.6) ? `，死者${dead.join('、')}` : '';
  const harm = `造成${accident.first.deaths}人死亡，${accident.first.seriousInjuries + accident.first.minorInjuries}人受伤`;
  return `${accident.occurredAt}，${accident.employer?.name ?? '一辆社会车辆'}${head}，${harm}${named}。`;
}
