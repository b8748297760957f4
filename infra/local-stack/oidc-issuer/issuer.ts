import Provider, { type Client, type Configuration, errors } from 'oidc-provider';
import type { OidcClient } from './oidc-client.js';
import type { SigningKey } from './signing-key.js';

/** The one audience of this issuer's tokens, which a request need not name. */
const AUDIENCE = 'urn:hub';
const TOKEN_LIFE_SECONDS = 60 * 60;

const SERVED = new Set(['/.well-known/openid-configuration', '/jwks', '/token']);

/** Machines only: client credentials in, a signed JWT with the client's own claims out. No people, no login pages. */
export function createIssuer(address: string, clients: OidcClient[], key: SigningKey): Provider {
  const provider = new Provider(address, configurationFor(clients, key));
  provider.use(async (ctx, next) => {
    if (SERVED.has(ctx.path)) await next();
    else ctx.status = 404;
  });
  return provider;
}

function configurationFor(clients: OidcClient[], key: SigningKey): Configuration {
  const claims = new Map(clients.map((client) => [client.clientId, client.claims]));
  return {
    clients: clients.map(({ clientId, clientSecret, scope }) => ({
      client_id: clientId,
      client_secret: clientSecret,
      scope,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      // The library takes the secret from the body as well.
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'ES256', // never issued, but checked against the key
    })),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    scopes: [...new Set(clients.flatMap(({ scope }) => scope.split(' ')).filter(Boolean))],
    jwks: { keys: [key] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    features: features(),
    extraTokenClaims: (_ctx, token) => claims.get(token.clientId ?? ''),
    cookies: { keys: ['no cookie is ever set: there is no interaction'] },
  };
}

const features = (): Configuration['features'] => ({
  devInteractions: { enabled: false },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
  clientCredentials: { enabled: true },
  resourceIndicators: {
    enabled: true,
    defaultResource: () => AUDIENCE,
    useGrantedResource: () => true,
    getResourceServerInfo: (_ctx, resource, client) => resourceServer(resource, client),
  },
});

function resourceServer(resource: string, client: Client) {
  if (resource !== AUDIENCE) throw new errors.InvalidTarget();
  return {
    audience: AUDIENCE,
    scope: client.scope ?? '',
    accessTokenFormat: 'jwt' as const,
    accessTokenTTL: TOKEN_LIFE_SECONDS,
    jwt: { sign: { alg: 'ES256' as const } },
  };
}
