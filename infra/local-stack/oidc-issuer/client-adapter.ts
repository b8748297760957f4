import { readFile } from 'node:fs/promises';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { activeKeys, type OidcClient } from './oidc-client.js';

/** The register as it is now: read anew each time, so that a key issued or revoked counts at once, without a restart. */
export async function readClients(file: string): Promise<OidcClient[]> {
  return JSON.parse(await readFile(file, 'utf8')) as OidcClient[];
}

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Clients out of the register; assertions that were used, in memory for the minute that they live. */
export function createAdapter(clientsFile: string): AdapterFactory {
  return (model) => ({
    ...keptInMemory(),
    ...(model === 'Client' && { find: (clientId: string) => clientPayload(clientsFile, clientId) }),
  });
}

async function clientPayload(file: string, clientId: string): Promise<AdapterPayload | undefined> {
  const client = (await readClients(file)).find((candidate) => candidate.clientId === clientId);
  if (!client) return undefined;
  return {
    client_id: clientId,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: activeKeys(client, nowSeconds()).map(({ publicKey }) => publicKey) },
    id_token_signed_response_alg: 'ES256', // never issued, but checked against the key
  } as AdapterPayload;
}

function keptInMemory(): Adapter {
  const kept = new Map<string, { payload: AdapterPayload; until: number }>();
  const find = async (id: string): Promise<AdapterPayload | undefined> => {
    const found = kept.get(id);
    return found && found.until > Date.now() ? found.payload : undefined;
  };
  return {
    find,
    // No sessions and no user codes: only machines are served.
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    revokeByGrantId: async () => undefined,
    consume: async () => undefined,
    destroy: async (id) => void kept.delete(id),
    upsert: async (id, payload, expiresIn = 0) => {
      const now = Date.now();
      for (const [old, { until }] of kept) if (until <= now) kept.delete(old);
      kept.set(id, { payload, until: now + expiresIn * 1000 });
    },
  };
}
