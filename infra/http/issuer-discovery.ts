import { z } from 'zod';
import { ServiceFailure } from '../process/service-failure.js';

const DISCOVERY_TIMEOUT_MS = 5_000;

const metadataSchema = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  token_endpoint: z.url().optional(),
  /** No standard name: the local issuer tells its list by it. */
  revocation_list_uri: z.url().optional(),
});

export type IssuerMetadata = {
  issuer: string;
  jwksUri: string;
  tokenEndpoint: string | undefined;
  revocationListUri: string | undefined;
};

function failed(issuerUrl: string, what: string, cause?: unknown): ServiceFailure {
  return new ServiceFailure(
    `The token issuer ${issuerUrl} could not be asked for its metadata: ${what}. Check OIDC_ISSUER_URL and that the issuer runs.`,
    { code: 'ISSUER_UNREACHABLE', retriable: true, cause },
  );
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/**
 * OpenID Connect discovery 1.0.
 *
 * @throws ServiceFailure ISSUER_UNREACHABLE (retriable), also when another issuer answers under that URL
 */
export async function discoverIssuer(issuerUrl: string): Promise<IssuerMetadata> {
  const url = `${withoutSlash(issuerUrl)}/.well-known/openid-configuration`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS) }).catch((cause: unknown) => {
    throw failed(issuerUrl, 'no answer', cause);
  });
  if (!answer.ok) throw failed(issuerUrl, `HTTP ${answer.status}`);
  const metadata = metadataSchema.safeParse(await answer.json().catch(() => null));
  if (!metadata.success) throw failed(issuerUrl, 'the answer is not OIDC metadata');
  const { issuer, jwks_uri: jwksUri, token_endpoint: tokenEndpoint, revocation_list_uri: listUri } = metadata.data;
  if (withoutSlash(issuer) !== withoutSlash(issuerUrl)) throw failed(issuerUrl, `it calls itself ${issuer}`);
  return { issuer, jwksUri, tokenEndpoint, revocationListUri: listUri };
}
