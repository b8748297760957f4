import { fetchToken } from '../../../infra/http/fetch-token.js';
import { createTokenVerifier } from '../../../infra/http/token-verifier.js';
import { testClients } from '../../stack/test-clients.js';

const issuerUrl = process.env['OIDC_ISSUER_URL'] ?? '';
const [client] = testClients;

describe('a token of the real issuer', () => {
  it('is fetched by client credentials and says who calls', async () => {
    const { clientId, clientSecret, scope } = client!;
    const { token, expiresAt } = await fetchToken(issuerUrl, clientId, clientSecret, 'urn:hub', scope);
    expect(expiresAt).toBeGreaterThan(Date.now());
    const verify = createTokenVerifier({ issuerUrl, audience: 'urn:hub' });
    expect(await verify(`Bearer ${token}`)).toMatchObject({
      subject: clientId,
      scopes: new Set(scope.split(' ')),
      department: client!.claims['department'],
      sources: client!.claims['sources'],
    });
    const elsewhere = createTokenVerifier({ issuerUrl, audience: 'urn:elsewhere' });
    await expect(elsewhere(`Bearer ${token}`)).rejects.toMatchObject({ status: 401 });
  });

  it('is refused to a wrong secret, and that is not worth another try', async () => {
    const refused = { code: 'TOKEN_REFUSED', retriable: false };
    await expect(fetchToken(issuerUrl, client!.clientId, 'wrong')).rejects.toMatchObject(refused);
  });
});
