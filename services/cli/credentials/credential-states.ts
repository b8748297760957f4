import { expiryLevel, type ExpiryLevel } from '../../../infra/http/key-expiry.js';
import { activeKeys, type OidcClient } from '../../../infra/local-stack/oidc-issuer/oidc-client.js';

export type KeyState = { kid: string; state: 'active' | 'expired' | 'revoked'; issuedAt: string; notAfter: string };

/** One client as people look at it. `expires`: when the last of its active keys ends; null when none is active. */
export type CredentialState = {
  clientId: string;
  department: string | null;
  sources: readonly string[];
  scope: string;
  level: ExpiryLevel | 'revoked';
  expires: string | null;
  keys: KeyState[];
};

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** @param now epoch milliseconds */
export function credentialStates(register: readonly OidcClient[], now: number): CredentialState[] {
  return register.map((client) => {
    const active = activeKeys(client, now / 1000);
    const last = Math.max(...active.map(({ notAfter }) => notAfter));
    const { department, sources } = client.claims as { department?: string | null; sources?: string[] };
    return {
      ...{ clientId: client.clientId, department: department ?? null, sources: sources ?? [], scope: client.scope },
      level: active.length > 0 ? expiryLevel(last * 1000, now) : withoutKey(client),
      expires: active.length > 0 ? iso(last) : null,
      keys: client.keys.map(({ publicKey: { kid }, issuedAt, notAfter, revokedAt }) => ({
        kid,
        state: revokedAt !== undefined ? 'revoked' : notAfter <= now / 1000 ? 'expired' : 'active',
        ...{ issuedAt: iso(issuedAt), notAfter: iso(notAfter) },
      })),
    };
  });
}

/** Whose last key was revoked is meant to be out; whose last key just ended is not. */
function withoutKey({ keys }: OidcClient): 'expired' | 'revoked' {
  return keys.at(-1)?.revokedAt === undefined ? 'expired' : 'revoked';
}
