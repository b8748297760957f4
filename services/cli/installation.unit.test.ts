import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRegister } from './credentials/client-register.js';
import { credentialStates } from './credentials/credential-states.js';
import { clerkOf, sourceClientOf } from './credentials/own-clients.js';
import { revoked } from './credentials/register-changes.js';
import { openInstallation } from './installation.js';

const home = mkdtempSync(join(tmpdir(), 'installation-'));
const open = () => openInstallation({ HUB_HOME: home });
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('an installation', () => {
  it('of the version that kept passwords of its clients goes on with keys, its own secrets as they were', () => {
    mkdirSync(join(home, 'config'));
    const before = { ledgerKeys: { 'human-resources': 'ledger-key' }, vaultMasterKey: 'master-key' };
    writeFileSync(
      join(home, 'config', 'secrets.json'),
      JSON.stringify({ ...before, clientSecrets: { operator: 'x' } }),
    );
    const { secrets, clients, paths } = open();
    expect(secrets).toMatchObject({ ...before, ledgerKeys: expect.objectContaining(before.ledgerKeys) });
    expect(JSON.parse(readFileSync(paths.secrets, 'utf8'))).toEqual(secrets);
    expect(secrets).not.toHaveProperty('clientSecrets');
    expect(clients.map(({ keyFile }) => statSync(keyFile).mode & 0o777)).toEqual(clients.map(() => 0o600));
  });

  it('has a client for each department and each source, and keeps the keys that it has', () => {
    const { clients, paths } = open();
    const register = readFileSync(paths.clients, 'utf8');
    expect(register).not.toContain('"d"');
    const ids = clients.map(({ clientId }) => clientId);
    expect(ids).toEqual(
      expect.arrayContaining([clerkOf('human-resources'), sourceClientOf('hr-220100-determination'), 'operator']),
    );
    open();
    expect(readFileSync(paths.clients, 'utf8')).toBe(register);
  });

  it('does not bring a revoked client back', () => {
    const { paths } = open();
    const changed = revoked(readRegister(paths.clients), 'hr-bureau', undefined, 1_700_000_000);
    writeFileSync(paths.clients, JSON.stringify(changed));
    open();
    const state = credentialStates(readRegister(paths.clients), Date.now()).find(
      ({ clientId }) => clientId === 'hr-bureau',
    );
    expect(state).toMatchObject({ level: 'revoked', expires: null });
  });
});
