import type { ClientJwk } from '../../http/client-key.js';
import type { Revocations } from '../../http/revocation-list.js';

/** A public key that a client may prove itself with. Epoch seconds, as in a token. */
export type RegisteredKey = { publicKey: ClientJwk; issuedAt: number; notAfter: number; revokedAt?: number };

/**
 * `scope`: blank-separated; `claims`: copied as they are into every access token of this client; `keys`: oldest first,
 * two of them active at a time at most, so that a rotation has an overlap.
 */
export type OidcClient = {
  clientId: string;
  scope: string;
  claims: Record<string, unknown>;
  keys: RegisteredKey[];
  /** Tokens issued before are void. */
  voidBefore?: number;
};

/** Longer than any token lives. */
const REMEMBER_SECONDS = 24 * 60 * 60;

export function activeKeys({ keys }: OidcClient, nowSeconds: number): RegisteredKey[] {
  return keys.filter(({ notAfter, revokedAt }) => revokedAt === undefined && notAfter > nowSeconds);
}

/** What verifiers must know of revocations whose tokens may still be about. */
export function revocationsOf(clients: readonly OidcClient[], nowSeconds: number): Revocations {
  const recent = (at: number | undefined): at is number => at !== undefined && at > nowSeconds - REMEMBER_SECONDS;
  return {
    clients: clients.flatMap(({ clientId, voidBefore }) =>
      recent(voidBefore) ? [{ clientId, before: voidBefore }] : [],
    ),
    keys: clients.flatMap(({ keys }) =>
      keys.flatMap(({ publicKey: { kid }, revokedAt }) => (recent(revokedAt) ? [{ kid, before: revokedAt }] : [])),
    ),
  };
}
