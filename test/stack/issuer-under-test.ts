import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateClientKey, type ClientCredential } from '../../infra/http/client-key.js';
import { chooseFreePort } from '../../infra/local-stack/free-port.js';
import type { OidcClient } from '../../infra/local-stack/oidc-issuer/oidc-client.js';
import { projectRoot } from '../../infra/process/project-root.js';
import { waitUntil } from './fixtures.js';

/** Who a client of a test is. */
export type TestClient = Pick<OidcClient, 'clientId' | 'scope' | 'claims'>;

const YEAR_SECONDS = 365 * 24 * 60 * 60;
export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** A client with a fresh key, as the issuer's register has it, and what the client itself holds. */
export function clientWithKey(client: TestClient): { registered: OidcClient; credential: ClientCredential } {
  const { publicKey, privateKey } = generateClientKey();
  const now = nowSeconds();
  return {
    registered: { ...client, keys: [{ publicKey, issuedAt: now, notAfter: now + YEAR_SECONDS }] },
    credential: { clientId: client.clientId, scope: client.scope, key: privateKey },
  };
}

/** The local stack's own issuer (oidc-provider) as a process of its own, with these clients. */
export async function startIssuer(clients: readonly TestClient[]) {
  const folder = mkdtempSync(join(tmpdir(), 'issuer-'));
  const file = join(folder, 'clients.json');
  const known = clients.map(clientWithKey);
  const write = (register: readonly OidcClient[]) => writeFileSync(file, JSON.stringify(register));
  write(known.map(({ registered }) => registered));
  const url = `http://127.0.0.1:${await chooseFreePort(() => false)}`;
  const program = join(projectRoot(), 'dist', 'infra', 'local-stack', 'oidc-issuer', 'main.js');
  const issuer = spawn(process.execPath, [program, url, file, join(folder, 'signing-key.json')], { stdio: 'ignore' });
  await waitUntil('the issuer answers', async () => (await fetch(`${url}/.well-known/openid-configuration`)).ok);
  return {
    url,
    credentialOf: (clientId: string): ClientCredential => {
      const found = known.find(({ credential }) => credential.clientId === clientId);
      if (!found) throw new Error(`no client ${clientId}`);
      return found.credential;
    },
    /** Whatever decides about the register in the hub decides here, too; the issuer is not told. */
    change: (decide: (register: OidcClient[]) => OidcClient[]) =>
      write(decide(JSON.parse(readFileSync(file, 'utf8')) as OidcClient[])),
    /** `SIGSTOP`: it takes connections and says nothing. */
    signal: (signal: NodeJS.Signals) => issuer.kill(signal),
    close: () => {
      issuer.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
