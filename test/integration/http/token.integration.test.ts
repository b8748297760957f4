import { randomUUID } from 'node:crypto';
import { SignJWT, decodeJwt, importJWK } from 'jose';
import { generateClientKey, namedKey, type ClientCredential } from '../../../infra/http/client-key.js';
import { fetchToken, signAssertion } from '../../../infra/http/fetch-token.js';
import { createTokenVerifier } from '../../../infra/http/token-verifier.js';
import { issued, revoked, rotated } from '../../../services/cli/credentials/register-changes.js';
import { waitUntil } from '../../stack/fixtures.js';
import { nowSeconds, startIssuer } from '../../stack/issuer-under-test.js';

const DAY = 24 * 60 * 60;
const clients = ['a', 'b', 'c', 'd', 'e'].map((clientId) => ({
  clientId,
  scope: 'read write',
  claims: { department: `department-${clientId}`, sources: [`source-${clientId}`] },
}));

let issuer: Awaited<ReturnType<typeof startIssuer>>;
beforeAll(async () => {
  issuer = await startIssuer(clients);
});
afterAll(() => issuer.close());

const refused = { code: 'TOKEN_REFUSED', retriable: false };
const token = async (clientId: string, key?: ClientCredential['key']) =>
  (await fetchToken(issuer.url, { ...issuer.credentialOf(clientId), ...(key && { key }) })).token;
const verifier = (more: Partial<Parameters<typeof createTokenVerifier>[0]> = {}) =>
  createTokenVerifier({ issuerUrl: issuer.url, audience: 'urn:hub', ...more });

async function asks(form: Record<string, string>, headers: Record<string, string> = {}): Promise<number> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'read', ...form });
  return (await fetch(`${issuer.url}/token`, { method: 'POST', body, headers })).status;
}
const proof = (assertion: string) => ({
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
});

describe('a token of the real issuer', () => {
  it('is given for a proof by private key and says who calls, and which key ends when', async () => {
    const verify = verifier();
    const principal = await verify(`Bearer ${await token('a')}`);
    expect(principal).toMatchObject({
      ...{ subject: 'a', scopes: new Set(['read', 'write']), department: 'department-a', sources: ['source-a'] },
    });
    expect(Math.round(((principal.keyNotAfter ?? 0) / 1000 - nowSeconds()) / DAY)).toBe(365);
    await expect(verifier({ audience: 'urn:elsewhere' })(`Bearer ${await token('a')}`)).rejects.toMatchObject({
      status: 401,
    });
  });

  it('lives a quarter of an hour and holds no more rights than the client has', async () => {
    const {
      iat = 0,
      exp = 0,
      scope,
    } = decodeJwt((await fetchToken(issuer.url, { ...issuer.credentialOf('a'), scope: 'read operator' })).token);
    expect([exp - iat, scope]).toEqual([900, 'read']);
  });

  it('is refused to a key that is not registered, and to a password', async () => {
    await expect(token('a', generateClientKey().privateKey)).rejects.toMatchObject(refused);
    await expect(token('a', issuer.credentialOf('b').key)).rejects.toMatchObject(refused);
    const basic = { authorization: `Basic ${Buffer.from('a:secret').toString('base64')}` };
    expect(await asks({}, basic)).toBe(401);
    expect(await asks({ client_id: 'a', client_secret: 'secret' })).toBe(401);
    expect(await asks({ client_id: 'a' })).toBe(401);
  });

  it('is given once for one proof', async () => {
    const form = proof(await signAssertion(issuer.credentialOf('a'), issuer.url));
    expect([await asks(form), await asks(form)]).toEqual([200, 401]);
  });

  it.each<[string, { aud?: string; exp?: string; jti?: string; kid?: string | undefined; sub?: string }]>([
    ['for another issuer', { aud: 'https://elsewhere.example' }],
    ['that has ended', { exp: '-1m' }],
    ['good for hours', { exp: '2h' }],
    ['without a key name', { kid: undefined }],
    ['under another name', { sub: 'b' }],
  ])('is refused for a proof %s', async (_what, change) => {
    const { key } = issuer.credentialOf('a');
    const { aud, exp, sub, kid } = { aud: issuer.url, exp: '1m', sub: 'a', kid: key.kid, ...change };
    const jwt = new SignJWT({ iss: sub, sub, aud, jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256', ...(kid && { kid }) })
      .setExpirationTime(exp);
    expect(await asks(proof(await jwt.sign(await importJWK(key, 'ES256'))))).toBe(401);
  });
});

describe('a rotation', () => {
  it('leaves the old key good until its grace is over; a third at the same time is refused', async () => {
    const { publicKey, privateKey } = generateClientKey();
    issuer.change((register) => rotated(register, 'b', { publicKey, days: 365 }, 7, nowSeconds()));
    await expect(token('b')).resolves.toMatch(/./);
    await expect(token('b', privateKey)).resolves.toMatch(/./);
    const third = { publicKey: generateClientKey().publicKey, days: 365 };
    expect(() => issuer.change((register) => rotated(register, 'b', third, 7, nowSeconds()))).toThrow(/已有 2 个/);
    // The grace is over, as the issuer's clock sees it.
    issuer.change((register) =>
      register.map((client) =>
        client.clientId === 'b'
          ? { ...client, keys: client.keys.map((key, at) => (at === 0 ? { ...key, notAfter: nowSeconds() } : key)) }
          : client,
      ),
    );
    await expect(token('b')).rejects.toMatchObject(refused);
    await expect(token('b', privateKey)).resolves.toMatch(/./);
  });

  it('takes an Ed25519 key that the department made itself', async () => {
    const { publicKey, privateKey } = (await import('node:crypto')).generateKeyPairSync('ed25519');
    const named = namedKey(publicKey.export({ format: 'jwk' }));
    issuer.change((register) => rotated(register, 'e', { publicKey: named, days: 30 }, 0, nowSeconds()));
    const own = { ...privateKey.export({ format: 'jwk' }), kid: named.kid, alg: 'EdDSA' as const };
    await expect(token('e', own)).resolves.toMatch(/./);
    expect(() => namedKey(own)).toThrow(/不含私钥/);
  });
});

describe('a revocation', () => {
  it('of a client is refused within five seconds, by services that hold its token for good', async () => {
    const verify = verifier();
    const header = `Bearer ${await token('c')}`;
    const other = `Bearer ${await token('a')}`;
    await verify(header);
    issuer.change((register) => revoked(register, 'c', undefined, nowSeconds()));
    const at = Date.now();
    await waitUntil('the token is refused', () =>
      verify(header).then(
        () => false,
        (error: { code: string }) => error.code === 'TOKEN_REVOKED',
      ),
    );
    expect(Date.now() - at).toBeLessThan(5_000);
    await expect(token('c')).rejects.toMatchObject(refused);
    await expect(verify(other)).resolves.toMatchObject({ subject: 'a' });
  });

  it('of a client is no bar to a new key, whose tokens are good', async () => {
    const { publicKey, privateKey } = generateClientKey();
    const [, , spec] = clients;
    const end = await voidBefore('c');
    await waitUntil('the second of the revocation is over', () => nowSeconds() >= end);
    issuer.change((register) => issued(register, spec!, { publicKey, days: 1 }, nowSeconds()));
    const verify = verifier();
    await expect(verify(`Bearer ${await token('c', privateKey)}`)).resolves.toMatchObject({ subject: 'c' });
    await expect(token('c')).rejects.toMatchObject(refused);
  });

  it('of one key leaves the other, and its tokens, alone', async () => {
    const { publicKey, privateKey } = generateClientKey();
    issuer.change((register) => rotated(register, 'd', { publicKey, days: 365 }, 7, nowSeconds()));
    const lost = `Bearer ${await token('d')}`;
    const good = `Bearer ${await token('d', privateKey)}`;
    issuer.change((register) => revoked(register, 'd', issuer.credentialOf('d').key.kid, nowSeconds()));
    const verify = verifier();
    await expect(verify(lost)).rejects.toMatchObject({ status: 401, code: 'TOKEN_REVOKED' });
    await expect(verify(good)).resolves.toMatchObject({ subject: 'd' });
  });

  it('cannot be outlived by silencing the issuer: after the grace nobody is let in', async () => {
    const failures: unknown[] = [];
    const verify = verifier({ revocationsGraceMs: 4_000, onRevocationsFailure: (error) => failures.push(error) });
    const header = `Bearer ${await token('a')}`;
    await verify(header);
    issuer.signal('SIGSTOP');
    try {
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      // The list is out of reach, but the last one is young enough.
      await expect(verify(header)).resolves.toMatchObject({ subject: 'a' });
      expect(failures.length).toBeGreaterThan(0);
      await waitUntil('the door is shut', () =>
        verify(header).then(
          () => false,
          (error: { status: number; code: string }) => error.status === 503 && error.code === 'ISSUER_UNREACHABLE',
        ),
      );
    } finally {
      issuer.signal('SIGCONT');
    }
    await waitUntil('the door is open again', () => verify(header));
  });
});

async function voidBefore(clientId: string): Promise<number> {
  const list = (await (await fetch(`${issuer.url}/revocations`)).json()) as {
    clients: { clientId: string; before: number }[];
  };
  return list.clients.find((client) => client.clientId === clientId)?.before ?? 0;
}
