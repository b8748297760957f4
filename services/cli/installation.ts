import { hkdfSync, randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { connectors } from '../../connectors/generated/feed-index.js';
import type { OidcClient } from '../../infra/local-stack/local-stack.js';
import { demoSources, type DemoSource } from '../demo-province/commands.js';
import { generateVaultKeys } from '../identity-vault/commands.js';
import { privateJson, readJson, writePrivateJson } from './private-file.js';

/** One installation of the hub on this machine: everything of it lies under its home. */
export type Installation = {
  home: string;
  namespace: string;
  secrets: InstallationSecrets;
  clients: OidcClient[];
  paths: ReturnType<typeof pathsOf>;
};

type InstallationSecrets = {
  ledgerKeys: Record<string, string>;
  vaultMasterKey: string;
  clientSecrets: Record<string, string>;
};

/** Whom the local issuer knows. In production these are clients of the province's own issuer. */
export const OPERATOR = 'operator';
export const HR_BUREAU = 'hr-bureau';
export const clerkOf = (department: string): string => `clerk-${department}`;

export function homeOf(env: NodeJS.ProcessEnv): string {
  return resolve(env['HUB_HOME'] ?? '.hub');
}

/** Opens the installation of a home; what it lacks (keys, clients, source list) is made once and kept. */
export function openInstallation(env: NodeJS.ProcessEnv): Installation {
  const home = homeOf(env);
  const paths = pathsOf(home);
  const departments = connectors.map(({ department }) => department);
  const secrets = privateJson(paths.secrets, () => newSecrets(departments));
  // A department that came after the installation was made; written with the clients' secrets below.
  for (const department of departments) secrets.ledgerKeys[department] ??= newKey();
  privateJson(paths.sources, () => demoSources().map(withDemoKey));
  if (readJson(paths.vaultPrivateKey) === undefined) writeVaultKeys(paths);
  return { home, namespace: env['HUB_NAMESPACE'] ?? 'work-injury', secrets, clients: clientsOf(secrets, paths), paths };
}

function pathsOf(home: string) {
  const at = (...parts: string[]): string => join(home, ...parts);
  return {
    secrets: at('config', 'secrets.json'),
    sources: at('config', 'sources.json'),
    doors: at('config', 'doors'),
    vaultPrivateKey: at('config', 'vault-private-key.json'),
    vaultPublicKey: at('config', 'vault-public-key.json'),
    ports: at('config', 'ports.json'),
    logs: at('logs'),
    spool: at('spool'),
    drop: at('drop'),
    demo: at('demo'),
    out: at('out'),
  };
}

/** Which views a department's intake pulls (docs/departments.md 1.3); whoever runs the hub writes it. */
export const doorsFileOf = ({ paths }: Installation, department: string): string =>
  join(paths.doors, `${department}.yaml`);

const newKey = (): string => randomBytes(32).toString('base64');

function newSecrets(departments: readonly string[]): InstallationSecrets {
  const clients = [OPERATOR, HR_BUREAU, ...departments.map(clerkOf)];
  return {
    ledgerKeys: Object.fromEntries(departments.map((department) => [department, newKey()])),
    vaultMasterKey: newKey(),
    clientSecrets: Object.fromEntries(clients.map((client) => [client, randomBytes(24).toString('base64url')])),
  };
}

/**
 * Keys of the demo's sources come from their names, so that the demo has one dataset digest on every machine. They
 * guard synthetic persons only; a real source has a random key.
 */
function withDemoKey(source: DemoSource): DemoSource & { keys: { keyId: string; key: string }[] } {
  const key = Buffer.from(hkdfSync('sha256', 'demo province', source.sourceId, 'identity reference', 32));
  return { ...source, keys: [{ keyId: 'demo-1', key: key.toString('base64') }] };
}

function writeVaultKeys(paths: ReturnType<typeof pathsOf>): void {
  const { publicJwk, privateJwk } = generateVaultKeys();
  writePrivateJson(paths.vaultPublicKey, publicJwk);
  writePrivateJson(paths.vaultPrivateKey, privateJwk);
}

function clientsOf(secrets: InstallationSecrets, paths: ReturnType<typeof pathsOf>): OidcClient[] {
  const sources = readJson<DemoSource[]>(paths.sources) ?? [];
  const client = (clientId: string, scope: string, claims: Record<string, unknown>): OidcClient => {
    const clientSecret = (secrets.clientSecrets[clientId] ??= randomBytes(24).toString('base64url'));
    return { clientId, clientSecret, scope, claims };
  };
  const clerks = connectors.map(({ department }) =>
    client(clerkOf(department), 'intake:write intake:read balance:read', {
      department,
      sources: sources.filter((source) => source.department === department).map(({ sourceId }) => sourceId),
    }),
  );
  const known = [
    ...clerks,
    client(HR_BUREAU, 'dataset:read balance:read', { department: 'human-resources', sources: ['*'] }),
    client(OPERATOR, 'operator dataset:read balance:read', { department: null, sources: ['*'] }),
  ];
  writePrivateJson(paths.secrets, secrets);
  return known;
}
