import { discoverIssuer } from '../../../infra/http/issuer-discovery.js';
import { URGENT_DAYS, WARN_DAYS, daysLeft } from '../../../infra/http/key-expiry.js';
import { day } from '../credentials/credential-lines.js';
import type { CredentialState } from '../credentials/credential-states.js';
import { ok, problem, warning, type Check } from './check.js';

/** A key that has ended, or does within a week, is a problem; within a month a warning. */
export function credentialChecks(states: readonly CredentialState[], now: number): Check[] {
  const ending = states.filter(({ level }) => level !== 'good' && level !== 'revoked');
  if (ending.length === 0) return [ok('客户端密钥', `${WARN_DAYS} 天内没有到期的`)];
  return ending.map(({ clientId, level, expires }) => {
    const left = expires === null ? '已到期' : `${day(expires)} 到期，还有 ${daysLeft(Date.parse(expires), now)} 天`;
    const remedy = `运行 hub credentials rotate ${clientId} 换发，把新的密钥文件交给使用单位。`;
    const name = `客户端密钥 ${clientId}`;
    return level === 'soon' ? warning(name, left, remedy) : problem(name, left, urgently(level, remedy));
  });
}

const urgently = (level: CredentialState['level'], remedy: string): string =>
  level === 'urgent' ? `${remedy}不足 ${URGENT_DAYS} 天，请尽快办理。` : remedy;

/** Without a list a revoked caller stays in until its token ends. */
export async function revocationsCheck(issuerUrl: string, env: NodeJS.ProcessEnv): Promise<Check> {
  const name = '吊销清单';
  const listed = env['OIDC_REVOCATIONS_URL'] ?? (await listNamedBy(issuerUrl));
  if (listed === undefined) return problem(name, '没有答复', '先使令牌签发服务运行，再检查。');
  if (listed !== '') return ok(name, listed);
  const remedy =
    '用 OIDC_REVOCATIONS_URL 指定吊销清单（见 docs/decisions/0011-clients-have-keys.md）；否则吊销要到令牌到期才生效。';
  return warning(name, '令牌签发服务没有提供', remedy);
}

const listNamedBy = (issuerUrl: string): Promise<string | undefined> =>
  discoverIssuer(issuerUrl).then(
    ({ revocationListUri }) => revocationListUri ?? '',
    () => undefined,
  );
