import type { ContractRule } from '../../finding.js';
import type { AccidentCasualtyPayload as Payload } from '../../generated/event-types.js';
import { asDate, daysBetween } from '../../period.js';

const DECREE = '生产安全事故报告和调查处理条例（国务院令第493号）';
const [MINOR, SERIOUS, DEATH] = ['1', '2', '3'] as const;
/** Days from the accident within which a death still changes its toll (Art. 13; road traffic and fire: 7 days). */
const DAYS_OF_TOLL = 30;
/** Lost workdays that tell a serious injury from a minor one, and those of a death (GB/T 6441, GB/T 15499). */
const SERIOUS_FROM = 105;
const WORKDAYS_OF_DEATH = 6000;

/** Rules of the casualty beyond those of its fields. */
export const rules: readonly ContractRule<Payload>[] = [
  {
    code: 'CAS_DEATH_NEEDS_TIME',
    severity: 'error',
    fields: ['diedAt', 'harmGrade'],
    source: `${DECREE} 第十三条（死亡计入事故伤亡的期限）`,
    zh: '「伤害程度」为死亡的应填写「死亡时间」。',
    en: 'A death needs the time of death.',
    remedy: '请填写「死亡时间」；未死亡的请改正「伤害程度」。',
    holds: ({ harmGrade, diedAt }) => harmGrade !== DEATH || diedAt !== null,
  },
  {
    code: 'CAS_DIED_AFTER_OCCURRED',
    severity: 'error',
    fields: ['diedAt', 'occurredAt'],
    source: `${DECREE} 第十二条、第十三条`,
    zh: '「死亡时间」早于事故「发生时间」。',
    en: 'The death is before the accident.',
    remedy: '请核对「死亡时间」和「发生时间」，死亡时间不得早于事故发生时间。',
    holds: ({ diedAt, occurredAt }) => diedAt === null || diedAt >= occurredAt,
  },
  {
    code: 'CAS_DEATH_AFTER_WINDOW',
    severity: 'warning',
    fields: ['diedAt', 'occurredAt', 'harmGrade'],
    source: `${DECREE} 第十三条第二款`,
    zh: `死亡距事故发生之日超过${DAYS_OF_TOLL}日，不计入该事故的死亡人数（道路交通、火灾事故为7日）。`,
    en: `The death came more than ${DAYS_OF_TOLL} days after the accident and is no part of its toll (road, fire: 7 days).`,
    remedy: '请核对「死亡时间」「发生时间」和「伤害程度」；期限届满后死亡的，「伤害程度」按期限届满时的情况填写。',
    holds: ({ harmGrade, occurredAt, diedAt }) =>
      harmGrade !== DEATH || daysToDeath({ occurredAt, diedAt }) <= DAYS_OF_TOLL,
  },
  {
    code: 'CAS_DEATH_NOT_COUNTED',
    severity: 'warning',
    fields: ['harmGrade', 'diedAt', 'occurredAt'],
    source: `${DECREE} 第十三条第二款`,
    zh: `事故发生之日起${DAYS_OF_TOLL}日内死亡，但「伤害程度」不是死亡。`,
    en: `The person died within ${DAYS_OF_TOLL} days of the accident, but the harm is not a death.`,
    remedy: '请将「伤害程度」改为死亡并补报事故死亡人数；道路交通、火灾事故7日后死亡的可不修改。',
    holds: ({ harmGrade, occurredAt, diedAt }) =>
      harmGrade === DEATH || diedAt === null || daysToDeath({ occurredAt, diedAt }) > DAYS_OF_TOLL,
  },
  {
    code: 'CAS_HARM_FITS_WORKDAYS',
    severity: 'warning',
    fields: ['lostWorkdays', 'harmGrade'],
    source: 'GB/T 6441-1986（轻伤、重伤以105个损失工作日为界）；GB/T 15499（死亡6000日）',
    zh: `「损失工作日」与「伤害程度」不符：轻伤少于${SERIOUS_FROM}日，重伤不少于${SERIOUS_FROM}日，死亡为${WORKDAYS_OF_DEATH}日。`,
    en: `The lost workdays do not fit the harm: minor below ${SERIOUS_FROM}, serious from ${SERIOUS_FROM}, death ${WORKDAYS_OF_DEATH}.`,
    remedy: '请核对「损失工作日」和「伤害程度」；损失工作日未知的可不填。',
    holds: ({ lostWorkdays, harmGrade }) => lostWorkdays === null || workdaysFit(lostWorkdays, harmGrade),
  },
];

/** Days by Asia/Shanghai from accident to death; 0 when there is no death. */
function daysToDeath({ occurredAt, diedAt }: Pick<Payload, 'occurredAt' | 'diedAt'>): number {
  const [from, to] = [asDate(occurredAt), asDate(diedAt)];
  return from === null || to === null ? 0 : daysBetween(from, to);
}

/** Missing persons and acute poisonings count by law, whatever the days. */
function workdaysFit(days: number, harmGrade: string): boolean {
  if (harmGrade === MINOR) return days < SERIOUS_FROM;
  if (harmGrade === SERIOUS) return days >= SERIOUS_FROM;
  return harmGrade !== DEATH || days === WORKDAYS_OF_DEATH;
}
