import { daysLeft } from '../../../infra/http/key-expiry.js';
import type { CredentialState, KeyState } from './credential-states.js';

const KEY_STATES: Record<KeyState['state'], string> = { active: '有效', expired: '已到期', revoked: '已吊销' };
const SOURCES_SHOWN = 2;

export const day = (iso: string): string => new Date(iso).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

/** Enough of a key's name to tell it from others, and to revoke it by. */
export const shortKid = (kid: string): string => kid.slice(0, 8);

export function credentialLines(state: CredentialState, now: number): string[] {
  const { clientId, department, sources, level, expires, keys } = state;
  const many = sources.length > SOURCES_SHOWN ? `等 ${sources.length} 个来源系统` : '';
  const which = sources.includes('*') ? '全部来源系统' : sources.slice(0, SOURCES_SHOWN).join('、') + many;
  const head = `${MARKS[level]} ${clientId}（${[department ?? '不属于部门', which].filter(Boolean).join('，')}）`;
  return [
    `${head}${expires && level !== 'good' ? `：${day(expires)} 到期，还有 ${daysLeft(Date.parse(expires), now)} 天` : ''}`,
    ...keys.map(
      (key) =>
        `    ${shortKid(key.kid)}  ${KEY_STATES[key.state]}，${day(key.issuedAt)} 签发，${day(key.notAfter)} 到期`,
    ),
  ];
}

const MARKS: Record<CredentialState['level'], string> = {
  ...{ good: '✔', soon: '⚠', urgent: '⚠', expired: '✘', revoked: '－' },
};

/** For `hub status`: nothing when no key ends soon. */
export function expiryWarnings(states: readonly CredentialState[], now: number): string[] {
  const ending = states.filter(({ level }) => level === 'soon' || level === 'urgent' || level === 'expired');
  return ending.map(({ clientId, expires }) =>
    expires === null
      ? `⚠ 客户端 ${clientId} 的密钥已到期，请用 hub credentials rotate ${clientId} 换发`
      : `⚠ 客户端 ${clientId} 的密钥还有 ${daysLeft(Date.parse(expires), now)} 天到期（${day(expires)}），请用 hub credentials rotate ${clientId} 换发`,
  );
}
