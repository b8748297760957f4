import { hkdfSync, randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { connectors } from '../../connectors/generated/feed-index.js';
import { demoSources, type DemoSource } from '../demo-province/commands.js';
import { generateVaultKeys } from '../identity-vault/commands.js';
import { withNewReceiptKey } from '../intake/commands.js';
import { ensureOwnClients, type OwnClient } from './credentials/client-register.js';
import { ownClients } from './credentials/own-clients.js';
import { privateJson, readJson, writePrivateJson } from './private-file.js';

/** One installation of the hub on this machine: everything of it lies under its home. */
export type Installation = {
  home: string;
  namespace: string;
  secrets: InstallationSecrets;
  /** Whom the hub's own commands call as. */
  clients: OwnClient[];
  paths: ReturnType<typeof pathsOf>;
};

type InstallationSecrets = {
  ledgerKeys: Record<string, string>;
  vaultMasterKey: string;
};

export function homeOf(env: NodeJS.ProcessEnv): string {
  return resolve(env['HUB_HOME'] ?? '.hub');
}

/** Opens the installation of a home; what it lacks (keys, clients, source list) is made once and kept. */
export function openInstallation(env: NodeJS.ProcessEnv): Installation {
  const home = homeOf(env);
  const paths = pathsOf(home, env);
  const departments = connectors.map(({ department }) => department);
  const secrets = openSecrets(paths.secrets, departments);
  const sources = privateJson(paths.sources, () => demoSources().map(withDemoKey));
  if (readJson(paths.vaultPrivateKey) === undefined) writeVaultKeys(paths);
  for (const department of departments) {
    privateJson(receiptKeysOf(paths, department), () => withNewReceiptKey(department));
  }
  const clients = ensureOwnClients(paths.clients, paths.clientKeys, ownClients(departments, sources));
  return { home, namespace: env['HUB_NAMESPACE'] ?? 'work-injury', secrets, clients, paths };
}

function pathsOf(home: string, env: NodeJS.ProcessEnv) {
  const at = (...parts: string[]): string => join(home, ...parts);
  return {
    secrets: at('config', 'secrets.json'),
    sources: at('config', 'sources.json'),
    doors: at('config', 'doors'),
    vaultPrivateKey: at('config', 'vault-private-key.json'),
    vaultPublicKey: at('config', 'vault-public-key.json'),
    /** Public keys and rights: what the local issuer reads, in a deployment on a volume of its own. */
    clients: env['HUB_CLIENTS_FILE'] || at('config', 'clients.json'),
    clientKeys: at('config', 'keys'),
    receiptKeys: receiptKeysFolder(home),
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

export const receiptKeysFolder = (home: string): string => join(home, 'config', 'receipt-keys');

/** What a department's intake signs its receipts with. */
export function receiptKeysOf({ receiptKeys }: Pick<Installation['paths'], 'receiptKeys'>, department: string): string {
  return join(receiptKeys, `${department}.json`);
}

const newKey = (): string => randomBytes(32).toString('base64');

/** A department that came after the installation was made gets its key, too. */
function openSecrets(file: string, departments: readonly string[]): InstallationSecrets {
  const known = readJson<Partial<InstallationSecrets>>(file);
  const secrets: InstallationSecrets = {
    ledgerKeys: Object.fromEntries(departments.map((department) => [department, newKey()])),
    vaultMasterKey: newKey(),
  };
  // Only what there is today: an installation of an earlier version also kept passwords of its clients here.
  const kept = {
    ledgerKeys: { ...secrets.ledgerKeys, ...known?.ledgerKeys },
    vaultMasterKey: known?.vaultMasterKey ?? secrets.vaultMasterKey,
  };
  if (!isDeepStrictEqual(known, kept)) writePrivateJson(file, kept);
  return kept;
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
