import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { generateClientKey, type ClientCredential } from '../../../infra/http/client-key.js';
import { withExclusiveLock } from '../../../infra/local-stack/exclusive-lock.js';
import type { OidcClient } from '../../../infra/local-stack/oidc-issuer/oidc-client.js';
import { readJson, writePrivateJson } from '../private-file.js';
import { issued, type ClientSpec } from './register-changes.js';

/** One year: long enough to be forgotten, so `hub doctor` and the services warn. */
export const KEY_DAYS = 365;

/** A client whose private key lies on this machine. */
export type OwnClient = { clientId: string; keyFile: string };

export const readRegister = (file: string): OidcClient[] => readJson<OidcClient[]>(file) ?? [];

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

export const keyFileOf = (keysFolder: string, clientId: string): string => join(keysFolder, `${clientId}.json`);

/** Reads, decides and writes while nobody else of this machine does; the issuer sees the old list or the new one. */
export async function changeRegister(
  file: string,
  change: (register: OidcClient[]) => OidcClient[],
): Promise<OidcClient[]> {
  return withExclusiveLock({ resource: file, onWait: () => undefined }, async () => {
    const changed = change(readRegister(file));
    writePrivateJson(file, changed);
    return changed;
  });
}

/**
 * The clients that the hub itself works with: those that are missing are made, with a key of their own; those whose
 * rights or sources have changed keep their keys. A revoked one stays revoked.
 */
export function ensureOwnClients(file: string, keysFolder: string, specs: readonly ClientSpec[]): OwnClient[] {
  const before = readRegister(file);
  const after = specs.reduce((register, spec) => withClient(register, spec, keysFolder), before);
  if (!isDeepStrictEqual(before, after)) writePrivateJson(file, after);
  return specs.map(({ clientId }) => ({ clientId, keyFile: keyFileOf(keysFolder, clientId) }));
}

function withClient(register: OidcClient[], spec: ClientSpec, keysFolder: string): OidcClient[] {
  const known = register.some(({ clientId }) => clientId === spec.clientId);
  if (known) {
    keepRights(keyFileOf(keysFolder, spec.clientId), spec);
    return register.map((client) => (client.clientId === spec.clientId ? { ...client, ...spec } : client));
  }
  const { publicKey, privateKey } = generateClientKey();
  // The key first: a kill between the two leaves a key that nobody knows, not a client that nobody can be.
  writeCredential(keyFileOf(keysFolder, spec.clientId), { ...spec, key: privateKey });
  return issued(register, spec, { publicKey, days: KEY_DAYS }, nowSeconds());
}

/** A caller asks for the rights that stand beside its key: a version that gives it more must say so there, too. */
function keepRights(keyFile: string, { scope }: ClientSpec): void {
  const credential = readJson<ClientCredential>(keyFile);
  if (credential && credential.scope !== scope) writeCredential(keyFile, { ...credential, scope });
}

export function writeCredential(file: string, { clientId, scope, key }: ClientCredential): void {
  writePrivateJson(file, { clientId, scope, key } satisfies ClientCredential);
}
