import { generateClientKey } from '../../../infra/http/client-key.js';
import type { OidcClient } from '../../../infra/local-stack/oidc-issuer/oidc-client.js';
import { expiryWarnings } from '../credentials/credential-lines.js';
import { credentialStates } from '../credentials/credential-states.js';
import { credentialChecks } from './credential-checks.js';

const DAY = 24 * 60 * 60;
const now = Date.parse('2026-03-01T04:00:00Z');
const seconds = now / 1000;

/** A client whose keys end after so many days. */
const client = (clientId: string, ...days: number[]): OidcClient => ({
  ...{ clientId, scope: '', claims: {} },
  keys: days.map((left) => ({
    publicKey: generateClientKey().publicKey,
    issuedAt: seconds - 400 * DAY,
    notAfter: seconds + left * DAY,
  })),
});
const states = (...clients: OidcClient[]) => credentialStates(clients, now);
const levels = (...clients: OidcClient[]) =>
  credentialChecks(states(...clients), now).map(({ name, level }) => [name, level]);

describe('keys that end', () => {
  it('are told of 30 days before, and are a problem 7 days before and after', () => {
    const all = [client('fine', 31), client('soon', 30), client('urgent', 7), client('gone', -1)];
    expect(levels(...all)).toEqual([
      ['客户端密钥 soon', 'warning'],
      ['客户端密钥 urgent', 'problem'],
      ['客户端密钥 gone', 'problem'],
    ]);
    expect(expiryWarnings(states(...all), now)).toEqual([
      '⚠ 客户端 soon 的密钥还有 30 天到期（2026-03-31），请用 hub credentials rotate soon 换发',
      '⚠ 客户端 urgent 的密钥还有 7 天到期（2026-03-08），请用 hub credentials rotate urgent 换发',
      '⚠ 客户端 gone 的密钥已到期，请用 hub credentials rotate gone 换发',
    ]);
  });

  it('are no matter when their successor is there, or the client was revoked', () => {
    const rotated = client('rotated', 3, 300);
    const voided = client('revoked', 3);
    voided.keys = voided.keys.map((key) => ({ ...key, revokedAt: seconds }));
    expect(levels(rotated, voided)).toEqual([['客户端密钥', 'ok']]);
    expect(expiryWarnings(states(rotated, voided), now)).toEqual([]);
  });
});
