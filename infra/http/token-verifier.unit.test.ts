import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, UnsecuredJWT, importJWK, type JWK, jwtVerify } from 'jose';
import { generateP256KeyPair } from '../crypto/json-web-key.js';
import { generateClientKey } from './client-key.js';
import { fetchToken } from './fetch-token.js';
import { createTokenVerifier } from './token-verifier.js';
import type { TokenVerifier } from './route.js';

/** An issuer that can be told to fail. */
let server: Server;
let issuerUrl: string;
let broken = false;
let asked: string[] = [];
const key = generateP256KeyPair();
let verify: TokenVerifier;

beforeAll(async () => {
  const jwks = { keys: [{ ...key.publicJwk, kid: 'k1', alg: 'ES256' }] };
  server = createServer((request, response) => {
    const answers: Record<string, unknown> = {
      '/.well-known/openid-configuration': {
        issuer: issuerUrl,
        jwks_uri: `${issuerUrl}/jwks`,
        token_endpoint: `${issuerUrl}/token`,
      },
      '/jwks': jwks,
      '/token': { access_token: 'the-token', expires_in: 60 },
    };
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.url === '/token') asked.push(body);
      response.writeHead(broken ? 500 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answers[request.url ?? ''] ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  broken = false;
  asked = [];
  verify = createTokenVerifier({ issuerUrl, audience: 'urn:hub' });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

type Change = { issuer?: string; audience?: string; expires?: string; subject?: string };

async function bearer(claims: Record<string, unknown>, change: Change = {}, signer = key): Promise<string> {
  const jwt = new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .setIssuer(change.issuer ?? issuerUrl)
    .setAudience(change.audience ?? 'urn:hub')
    .setSubject(change.subject ?? 'clerk')
    .setExpirationTime(change.expires ?? '5m');
  return `Bearer ${await jwt.sign(await importJWK(signer.privateJwk as JWK, 'ES256'))}`;
}

describe('a token', () => {
  it('says who calls, with which rights, of which department and for which sources', async () => {
    const header = await bearer({
      scope: 'intake:write intake:read',
      department: 'health-commission',
      sources: ['s1'],
    });
    expect(await verify(header)).toEqual({
      subject: 'clerk',
      scopes: new Set(['intake:write', 'intake:read']),
      department: 'health-commission',
      sources: ['s1'],
    });
  });

  it('that says nothing grants nothing', async () => {
    expect(await verify(await bearer({}))).toMatchObject({ scopes: new Set(), department: null, sources: [] });
  });

  it.each([
    ['of another issuer', { issuer: 'https://elsewhere.example' }],
    ['for another audience', { audience: 'urn:other' }],
    ['that has expired', { expires: '-1m' }],
  ])('%s is refused', async (_what, change) => {
    await expect(verify(await bearer({ scope: 'operator' }, change))).rejects.toMatchObject({
      status: 401,
      code: 'TOKEN_INVALID',
      headers: { 'WWW-Authenticate': expect.stringContaining('invalid_token') },
    });
  });

  it('signed with another key, or not at all, is refused', async () => {
    const invalid = { status: 401, code: 'TOKEN_INVALID' };
    await expect(verify(await bearer({}, {}, generateP256KeyPair()))).rejects.toMatchObject(invalid);
    const unsecured = new UnsecuredJWT({}).setIssuer(issuerUrl).setAudience('urn:hub').setExpirationTime('5m').encode();
    await expect(verify(`Bearer ${unsecured}`)).rejects.toMatchObject(invalid);
    await expect(verify('Bearer not.a.token')).rejects.toMatchObject(invalid);
  });

  it('is asked for when it is missing or sent in another way', async () => {
    await expect(verify(undefined)).rejects.toMatchObject({ status: 401, code: 'TOKEN_MISSING' });
    await expect(verify('Basic YTpi')).rejects.toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
  });

  it('cannot be judged while the issuer is away, and can again when it is back', async () => {
    const header = await bearer({});
    broken = true;
    await expect(verify(header)).rejects.toMatchObject({ status: 503, code: 'ISSUER_UNREACHABLE' });
    broken = false;
    expect(await verify(header)).toMatchObject({ subject: 'clerk' });
  });

  it('cannot be judged when the key set fails after discovery', async () => {
    await expect(verify('Bearer not.a.token')).rejects.toMatchObject({ status: 401 });
    broken = true;
    await expect(verify(await bearer({}))).rejects.toMatchObject({ status: 503 });
  });
});

describe('fetchToken', () => {
  const pair = generateClientKey();

  it('asks by client credentials for the audience, with a proof signed by the private key', async () => {
    const before = Date.now();
    const { token, expiresAt } = await fetchToken(issuerUrl, {
      clientId: 'a b',
      scope: 'operator',
      key: pair.privateKey,
    });
    expect(token).toBe('the-token');
    expect(expiresAt).toBeGreaterThanOrEqual(before + 60_000);
    const form = Object.fromEntries(new URLSearchParams(asked[0]));
    const { client_assertion: assertion = '', ...rest } = form;
    expect(rest).toEqual({
      ...{ grant_type: 'client_credentials', resource: 'urn:hub', scope: 'operator', client_id: 'a b' },
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    const { payload, protectedHeader } = await jwtVerify(assertion, await importJWK(pair.publicKey), {
      ...{ audience: issuerUrl, issuer: 'a b', subject: 'a b' },
      requiredClaims: ['jti', 'iat', 'exp'],
    });
    expect(protectedHeader.kid).toBe(pair.publicKey.kid);
    expect(payload.exp! - payload.iat!).toBe(60);
  });

  it('fails with a reason when the issuer is away', async () => {
    broken = true;
    await expect(fetchToken(issuerUrl, { clientId: 'a', scope: '', key: pair.privateKey })).rejects.toMatchObject({
      code: 'ISSUER_UNREACHABLE',
      retriable: true,
    });
  });
});
