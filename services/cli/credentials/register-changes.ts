import type { ClientJwk } from '../../../infra/http/client-key.js';
import { activeKeys, type OidcClient } from '../../../infra/local-stack/oidc-issuer/oidc-client.js';
import { ServiceFailure } from '../../../infra/process/service-failure.js';

/** Who a client is: everything about it but its keys. */
export type ClientSpec = Pick<OidcClient, 'clientId' | 'scope' | 'claims'>;
export type NewKey = { publicKey: ClientJwk; days: number };
type Register = readonly OidcClient[];

const DAY_SECONDS = 24 * 60 * 60;
/** An old key and its successor. */
const MOST_ACTIVE_KEYS = 2;

const registeredKey = ({ publicKey, days }: NewKey, now: number) => ({
  publicKey,
  issuedAt: now,
  notAfter: now + days * DAY_SECONDS,
});

/**
 * A client with its first key; one whose keys have all ended or been revoked may be given a new one.
 *
 * @param now epoch seconds, here and below
 * @throws ServiceFailure CLIENT_HAS_KEY, KEY_KNOWN
 */
export function issued(register: Register, spec: ClientSpec, key: NewKey, now: number): OidcClient[] {
  const known = register.find(({ clientId }) => clientId === spec.clientId);
  if (known && activeKeys(known, now).length > 0) {
    throw refusal('CLIENT_HAS_KEY', `客户端 ${spec.clientId} 已有有效的密钥，换发请用 hub credentials rotate。`);
  }
  assertUnknownKey(register, key.publicKey);
  return replaced(register, { ...known, ...spec, keys: [...(known?.keys ?? []), registeredKey(key, now)] });
}

/**
 * One more key; the one before stays good for the grace, so that the department changes over when it suits.
 *
 * @throws ServiceFailure CLIENT_UNKNOWN, TOO_MANY_KEYS, KEY_KNOWN
 */
export function rotated(
  register: Register,
  clientId: string,
  key: NewKey,
  graceDays: number,
  now: number,
): OidcClient[] {
  const client = knownClient(register, clientId);
  const active = activeKeys(client, now).map(({ publicKey }) => publicKey.kid);
  if (active.length >= MOST_ACTIVE_KEYS && graceDays > 0) {
    throw refusal(
      'TOO_MANY_KEYS',
      `客户端 ${clientId} 已有 ${active.length} 个有效密钥，上次轮换尚未结束。请等旧密钥到期，或用 --grace-days 0 立即停用旧密钥。`,
    );
  }
  assertUnknownKey(register, key.publicKey);
  const until = now + graceDays * DAY_SECONDS;
  const older = client.keys.map((old) =>
    active.includes(old.publicKey.kid) ? { ...old, notAfter: Math.min(old.notAfter, until) } : old,
  );
  return replaced(register, { ...client, keys: [...older, registeredKey(key, now)] });
}

/**
 * Voids a client with all its keys, or one key, and every token that hangs on it. From the next second on: a token
 * tells whole seconds, and none of this one may stay good.
 *
 * @param kid the key's name or its beginning
 * @throws ServiceFailure CLIENT_UNKNOWN, KEY_UNKNOWN
 */
export function revoked(register: Register, clientId: string, kid: string | undefined, now: number): OidcClient[] {
  const client = knownClient(register, clientId);
  const meant = client.keys.filter(({ publicKey }) => kid === undefined || publicKey.kid.startsWith(kid));
  if (kid !== undefined && meant.length !== 1) {
    const known = client.keys.map(({ publicKey }) => publicKey.kid).join('、');
    throw refusal('KEY_UNKNOWN', `客户端 ${clientId} 没有这个密钥，或编号不足以区分。已登记的有：${known}。`);
  }
  const keys = client.keys.map((key) => (meant.includes(key) ? { revokedAt: now + 1, ...key } : key));
  return replaced(register, { ...client, keys, ...(kid === undefined && { voidBefore: now + 1 }) });
}

export function knownClient(register: Register, clientId: string): OidcClient {
  const client = register.find((candidate) => candidate.clientId === clientId);
  if (client) return client;
  const known = register.map((candidate) => candidate.clientId).join('、');
  throw refusal('CLIENT_UNKNOWN', `没有登记客户端 ${clientId}。已登记的有：${known || '无'}。`);
}

/** Two clients under one key could pass for each other; a revoked key must not come back. */
function assertUnknownKey(register: Register, { kid }: ClientJwk): void {
  const holder = register.find(({ keys }) => keys.some(({ publicKey }) => publicKey.kid === kid));
  if (holder) throw refusal('KEY_KNOWN', `这个公钥已登记在客户端 ${holder.clientId} 名下，请换一对新的密钥。`);
}

function replaced(register: Register, client: OidcClient): OidcClient[] {
  const others = register.filter(({ clientId }) => clientId !== client.clientId);
  return [...others, client].sort((a, b) => (a.clientId < b.clientId ? -1 : 1));
}

function refusal(code: string, message: string): ServiceFailure {
  return new ServiceFailure(message, { code, retriable: false });
}
