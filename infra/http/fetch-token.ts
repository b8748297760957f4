import { z } from 'zod';
import { ServiceFailure } from '../process/service-failure.js';
import { discoverIssuer } from './issuer-discovery.js';

const TOKEN_TIMEOUT_MS = 10_000;

const grantSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().default(300) });

function refused(clientId: string, what: string, retriable: boolean, cause?: unknown): ServiceFailure {
  return new ServiceFailure(
    `The token issuer gave no token to client ${clientId}: ${what}. Check the client's id, secret and rights at the issuer.`,
    { code: 'TOKEN_REFUSED', retriable, cause, context: { clientId } },
  );
}

function formOf(audience: string | undefined, scope: string | undefined): URLSearchParams {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  // RFC 8707; without it oidc-provider issues an opaque token.
  if (audience) form.set('resource', audience);
  if (scope) form.set('scope', scope);
  return form;
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined. */
function basicCredentials(clientId: string, clientSecret: string): string {
  const encode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')}`;
}

/**
 * An access token by client credentials.
 *
 * @param audience the resource that the token is for; `urn:hub` unless said otherwise
 * @param scope rights to ask for, separated by spaces; absent: what the issuer gives by default
 * @returns `expiresAt` in epoch milliseconds
 * @throws ServiceFailure ISSUER_UNREACHABLE (retriable) or TOKEN_REFUSED
 */
export async function fetchToken(
  issuerUrl: string,
  clientId: string,
  clientSecret: string,
  audience = 'urn:hub',
  scope?: string,
): Promise<{ token: string; expiresAt: number }> {
  const { tokenEndpoint } = await discoverIssuer(issuerUrl);
  if (!tokenEndpoint) throw refused(clientId, 'the issuer has no token endpoint', false);
  const askedAt = Date.now();
  const answer = await fetch(tokenEndpoint, {
    method: 'POST',
    headers: { authorization: basicCredentials(clientId, clientSecret) },
    body: formOf(audience, scope),
    signal: AbortSignal.timeout(TOKEN_TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw refused(clientId, 'no answer', true, cause);
  });
  if (!answer.ok) throw refused(clientId, `HTTP ${answer.status}`, answer.status >= 500);
  const grant = grantSchema.safeParse(await answer.json().catch(() => null));
  if (!grant.success) throw refused(clientId, 'the answer holds no token', false);
  return { token: grant.data.access_token, expiresAt: askedAt + grant.data.expires_in * 1000 };
}
