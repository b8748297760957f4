import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, importJWK, type JWK } from 'jose';
import { generateP256KeyPair } from '../../../infra/crypto/json-web-key.js';

export type TestIssuer = {
  url: string;
  /** An `Authorization` header. */
  bearer: (subject: string, scope: string) => Promise<string>;
  close: () => Promise<void>;
};

/** An OIDC issuer whose clients may be anyone: the stack's own knows two, without rights to look in. */
export async function startTestIssuer(): Promise<TestIssuer> {
  const { publicJwk, privateJwk } = generateP256KeyPair();
  const jwks = { keys: [{ ...publicJwk, alg: 'ES256' }] };
  const privateKey = await importJWK(privateJwk as JWK, 'ES256');
  let url = '';
  const server = createServer((request, response) => {
    const body = request.url === '/jwks' ? jwks : { issuer: url, jwks_uri: `${url}/jwks` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    bearer: async (subject, scope) => {
      const jwt = new SignJWT({ scope, department: 'human-resources' }).setProtectedHeader({
        alg: 'ES256',
        kid: publicJwk.kid,
      });
      jwt.setIssuer(url).setAudience('urn:hub').setSubject(subject).setExpirationTime('5m');
      return `Bearer ${await jwt.sign(privateKey)}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
