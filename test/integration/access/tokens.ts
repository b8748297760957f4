import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT, decodeJwt, importJWK, type JWK } from 'jose';
import { generateP256KeyPair } from '../../../infra/crypto/json-web-key.js';
import { readClientCredential } from '../../../infra/http/client-key.js';
import { fetchToken } from '../../../infra/http/fetch-token.js';
import {
  issueCredential,
  revokeCredential,
  type IssueOptions,
} from '../../../services/cli/credentials/manage-credentials.js';
import { keyFileOf } from '../../../services/cli/credentials/client-register.js';
import { HR_BUREAU, OPERATOR, clerkOf, sourceClientOf } from '../../../services/cli/credentials/own-clients.js';
import type { CallerName, StrangerName } from './access-table.js';
import { OTHER, OWN } from './asked.js';
import type { HubWithRecords } from './hub-with-records.js';

const DATASET_RIGHTS = 'dataset:read balance:read';

/** Clients that a hub does not have by itself, made as an administrator would. */
const MADE: Partial<Record<CallerName, Omit<IssueOptions, 'days'>>> = {
  analyst: { source: [OWN.sourceId], scope: DATASET_RIGHTS },
  otherAnalyst: { source: [OTHER.sourceId], scope: DATASET_RIGHTS },
  identityOfficer: { department: 'human-resources', scope: 'identity:read' },
  nobody: { source: [OWN.sourceId], scope: 'none' },
};

const OWN_CLIENTS: Partial<Record<CallerName, string>> = {
  ...{ source: sourceClientOf(OWN.sourceId), desk: clerkOf(OWN.department), otherDesk: clerkOf(OTHER.department) },
  ...{ bureau: HR_BUREAU, operator: OPERATOR },
};

/** Real tokens of the real issuer. */
export async function goodTokens({ installation, running }: HubWithRecords): Promise<Record<CallerName, string>> {
  const tokenOf = async (clientId: string): Promise<string> => {
    const credential = readClientCredential(keyFileOf(installation.paths.clientKeys, clientId));
    return (await fetchToken(running.endpoints.oidcIssuerUrl, credential)).token;
  };
  const tokens: Record<string, string> = {};
  for (const [name, options] of Object.entries(MADE)) {
    await issueCredential(installation, name, { days: 90, ...options });
    tokens[name] = await tokenOf(name);
  }
  for (const [name, clientId] of Object.entries(OWN_CLIENTS)) tokens[name] = await tokenOf(clientId);
  return tokens;
}

/** What a good token says, but for one thing. Two are signed by the issuer's own key: only the claim is wrong. */
export async function badTokens(
  { hub, installation, running }: HubWithRecords,
  good: string,
): Promise<Record<StrangerName, string | undefined>> {
  const jwk = JSON.parse(readFileSync(join(hub.home, 'stack', 'oidc', 'signing-key.json'), 'utf8')) as JWK;
  const claims = decodeJwt(good);
  const now = Math.floor(Date.now() / 1000);
  const signed = async (change: Record<string, unknown>, key: JWK = jwk): Promise<string> =>
    new SignJWT({ ...claims, ...change })
      .setProtectedHeader({ alg: 'ES256', kid: String(jwk.kid), typ: 'at+jwt' })
      .sign(await importJWK(key, 'ES256'));
  await issueCredential(installation, 'revoked', { days: 90, source: [OWN.sourceId], scope: String(claims['scope']) });
  const credential = readClientCredential(keyFileOf(installation.paths.clientKeys, 'revoked'));
  const { token } = await fetchToken(running.endpoints.oidcIssuerUrl, credential);
  await revokeCredential(installation, 'revoked', undefined);
  return {
    none: undefined,
    wrongAudience: await signed({ aud: 'urn:elsewhere' }),
    expired: await signed({ iat: now - 7200, exp: now - 3600 }),
    unknownKey: await signed({}, generateP256KeyPair().privateJwk as JWK),
    revoked: token,
  };
}
