import { randomUUID } from 'node:crypto';
import { SignJWT, importJWK } from 'jose';
import { z } from 'zod';
import { ServiceFailure } from '../process/service-failure.js';
import type { ClientCredential } from './client-key.js';
import { discoverIssuer } from './issuer-discovery.js';

const TOKEN_TIMEOUT_MS = 10_000;
/** Used once, at once. */
const ASSERTION_LIFE_SECONDS = 60;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const grantSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().default(300) });

function refused(clientId: string, what: string, retriable: boolean, cause?: unknown): ServiceFailure {
  return new ServiceFailure(
    `The token issuer gave no token to client ${clientId}: ${what}. Check that its key is registered, not expired and not revoked, and the clock.`,
    { code: 'TOKEN_REFUSED', retriable, cause, context: { clientId } },
  );
}

/**
 * The proof of RFC 7523 §2.2 (`private_key_jwt`): for this issuer, for a minute, for one use.
 *
 * @param issuer the issuer's own name, as its metadata have it
 */
export async function signAssertion({ clientId, key }: ClientCredential, issuer: string): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'JWT' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(issuer)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${ASSERTION_LIFE_SECONDS}s`)
    .sign(await importJWK(key, key.alg));
}

/**
 * An access token by client credentials, the client proving itself by its private key.
 *
 * @param audience the resource that the token is for; `urn:hub` unless said otherwise
 * @returns `expiresAt` in epoch milliseconds
 * @throws ServiceFailure ISSUER_UNREACHABLE (retriable) or TOKEN_REFUSED
 */
export async function fetchToken(
  issuerUrl: string,
  credential: ClientCredential,
  audience = 'urn:hub',
): Promise<{ token: string; expiresAt: number }> {
  const { clientId } = credential;
  const { issuer, tokenEndpoint } = await discoverIssuer(issuerUrl);
  if (!tokenEndpoint) throw refused(clientId, 'the issuer has no token endpoint', false);
  const askedAt = Date.now();
  const answer = await fetch(tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: clientId, scope: credential.scope },
      // RFC 8707; without it oidc-provider issues an opaque token.
      resource: audience,
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await signAssertion(credential, issuer),
    }),
    signal: AbortSignal.timeout(TOKEN_TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw refused(clientId, 'no answer', true, cause);
  });
  if (!answer.ok) throw refused(clientId, `HTTP ${answer.status}`, answer.status >= 500);
  const grant = grantSchema.safeParse(await answer.json().catch(() => null));
  if (!grant.success) throw refused(clientId, 'the answer holds no token', false);
  return { token: grant.data.access_token, expiresAt: askedAt + grant.data.expires_in * 1000 };
}
