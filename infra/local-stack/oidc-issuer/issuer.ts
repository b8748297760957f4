import { decodeProtectedHeader } from 'jose';
import Provider, { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import { CLIENT_KEY_ALGORITHMS } from '../../http/client-key.js';
import { createAdapter, nowSeconds, readClients } from './client-adapter.js';
import { activeKeys, revocationsOf } from './oidc-client.js';
import type { SigningKey } from './signing-key.js';

/** The one audience of this issuer's tokens, which a request need not name. */
const AUDIENCE = 'urn:hub';
/** How long a caller is let in if nobody can be told that it was revoked. */
const TOKEN_LIFE_SECONDS = 15 * 60;
/** A client signs its proof when it needs it. */
const LONGEST_ASSERTION_SECONDS = 5 * 60;

const REVOCATIONS = '/revocations';
const SERVED = new Set(['/.well-known/openid-configuration', '/jwks', '/token']);

/**
 * Machines only: a client proves itself by its private key and gets a signed JWT with its own claims. No people, no
 * login pages, no secrets.
 */
export function createIssuer(address: string, clientsFile: string, key: SigningKey): Provider {
  const provider = new Provider(address, configurationFor(address, clientsFile, key));
  provider.use(async (ctx, next) => {
    if (SERVED.has(ctx.path)) await next();
    else if (ctx.path === REVOCATIONS) ctx.body = revocationsOf(await readClients(clientsFile), nowSeconds());
    else ctx.status = 404;
  });
  return provider;
}

function configurationFor(address: string, clientsFile: string, key: SigningKey): Configuration {
  return {
    adapter: createAdapter(clientsFile),
    clientAuthMethods: ['private_key_jwt'],
    assertJwtClientAuthClaimsAndHeader: (_ctx, claims, header) => assertProof(claims, header),
    scopes: [],
    jwks: { keys: [key] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'], clientAuthSigningAlgValues: CLIENT_KEY_ALGORITHMS },
    discovery: { revocation_list_uri: address + REVOCATIONS },
    features: features(clientsFile),
    extraTokenClaims: async (ctx, { clientId }) => claimsOf(ctx, clientsFile, clientId ?? ''),
    cookies: { keys: ['no cookie is ever set: there is no interaction'] },
  };
}

/** Without the key's name a token could not say which key it hangs on. */
function assertProof(claims: Record<string, unknown>, header: Record<string, unknown>): void {
  if (typeof header['kid'] !== 'string') throw new errors.InvalidClientAuth('kid must be in the header');
  if (Number(claims['exp']) - nowSeconds() > LONGEST_ASSERTION_SECONDS) {
    throw new errors.InvalidClientAuth(`exp must be within ${LONGEST_ASSERTION_SECONDS} s`);
  }
}

/** The client's own claims, and the key that it proved itself with and how long that key is good for. */
async function claimsOf(ctx: KoaContextWithOIDC, clientsFile: string, clientId: string) {
  const client = await registered(clientsFile, clientId);
  const { kid } = decodeProtectedHeader(String(ctx.oidc.params?.['client_assertion']));
  const used = activeKeys(client, nowSeconds()).find(({ publicKey }) => publicKey.kid === kid);
  // Revoked between the proof and the token.
  if (!used) throw new errors.InvalidClientAuth('the key is not active any more');
  return { ...client.claims, client_key: { kid: used.publicKey.kid, not_after: used.notAfter } };
}

async function registered(clientsFile: string, clientId: string) {
  const client = (await readClients(clientsFile)).find((candidate) => candidate.clientId === clientId);
  if (!client) throw new errors.InvalidClientAuth('client not found');
  return client;
}

const features = (clientsFile: string): Configuration['features'] => ({
  devInteractions: { enabled: false },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
  clientCredentials: { enabled: true },
  resourceIndicators: {
    enabled: true,
    defaultResource: () => AUDIENCE,
    useGrantedResource: () => true,
    getResourceServerInfo: (_ctx, resource, { clientId }) => resourceServer(clientsFile, resource, clientId),
  },
});

/** A client that asks for more than it may have gets what it may have (RFC 6749 §3.3). */
async function resourceServer(clientsFile: string, resource: string, clientId: string) {
  if (resource !== AUDIENCE) throw new errors.InvalidTarget();
  return {
    audience: AUDIENCE,
    scope: (await registered(clientsFile, clientId)).scope,
    accessTokenFormat: 'jwt' as const,
    accessTokenTTL: TOKEN_LIFE_SECONDS,
    jwt: { sign: { alg: 'ES256' as const } },
  };
}
