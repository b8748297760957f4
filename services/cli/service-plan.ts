import { existsSync } from 'node:fs';
import { connectors } from '../../connectors/generated/feed-index.js';
import type { StackEndpoints } from '../../infra/local-stack/local-stack.js';
import { ensureDatabase } from '../../infra/postgres/ensure-database.js';
import { migrateDataset } from '../dataset/commands.js';
import { migrateVault } from '../identity-vault/commands.js';
import { migrateIntake } from '../intake/commands.js';
import { doorsFileOf, receiptKeysOf, type Installation } from './installation.js';

/** One process of the hub: which main, with which environment. */
export type PlannedService = {
  name: string;
  main: string;
  env: Record<string, string>;
  /** Half of V8's young generation: more of it is less work of collecting, and that much more memory. */
  youngMiB: number;
  httpPort?: number;
  adminPort: number;
};

/** Seven processes side by side are kept small; intake and consolidator have thousands of records under way at once. */
const YOUNG_MIB = 1;
const YOUNG_MIB_BY_FOLDER: Readonly<Record<string, number>> = { intake: 8, consolidator: 16 };

export type ServicePorts = Record<string, { http: number; admin: number }>;

export type Databases = { dataset: string; vault: string; intake: Record<string, string> };

export const intakeName = (department: string): string => `intake-${department}`;

export function serviceNames(): string[] {
  return ['consolidator', 'identity-vault', 'query-api', ...connectors.map(({ department }) => intakeName(department))];
}

/** Databases are named after the namespace, so that two installations may share a server. */
export async function ensureDatabases(adminUrl: string, namespace: string): Promise<Databases> {
  const name = (part: string): string => `${namespace}_${part}`.replaceAll('-', '_');
  const intake: Record<string, string> = {};
  for (const { department } of connectors) {
    intake[department] = await ensureDatabase(adminUrl, name(`intake_${department}`));
  }
  const dataset = await ensureDatabase(adminUrl, name('dataset'));
  return { dataset, vault: await ensureDatabase(adminUrl, name('identity_vault')), intake };
}

export async function migrateAll(databases: Databases): Promise<void> {
  await Promise.all([
    migrateDataset(databases.dataset),
    migrateVault(databases.vault),
    ...Object.values(databases.intake).map((url) => migrateIntake(url)),
  ]);
}

function doorsOf(installation: Installation, department: string): Record<string, string> {
  const file = doorsFileOf(installation, department);
  return existsSync(file) ? { HUB_DOORS_FILE: file } : {};
}

export function servicePlan(
  installation: Installation,
  endpoints: StackEndpoints,
  databases: Databases,
  ports: ServicePorts,
): PlannedService[] {
  const { namespace, secrets, paths } = installation;
  const shared = {
    HUB_NAMESPACE: namespace,
    HUB_HOME: installation.home,
    KAFKA_BROKERS: endpoints.kafkaBrokers.join(','),
    SCHEMA_REGISTRY_URL: endpoints.schemaRegistryUrl,
    OIDC_ISSUER_URL: endpoints.oidcIssuerUrl,
    HUB_DEPARTMENTS: connectors.map(({ department }) => department).join(','),
    HTTP_HOST: '127.0.0.1',
  };
  const planned = (name: string, folder: string, env: Record<string, string>): PlannedService => {
    const { http, admin } = ports[name] ?? { http: 0, admin: 0 };
    const own = { ...shared, ...env, HTTP_PORT: String(http), ADMIN_PORT: String(admin) };
    const youngMiB = YOUNG_MIB_BY_FOLDER[folder] ?? YOUNG_MIB;
    return { name, main: `services/${folder}/main.js`, env: own, youngMiB, httpPort: http, adminPort: admin };
  };
  return [
    planned('consolidator', 'consolidator', { DATABASE_URL: databases.dataset }),
    planned('identity-vault', 'identity-vault', {
      DATABASE_URL: databases.vault,
      VAULT_PRIVATE_KEY_FILE: paths.vaultPrivateKey,
      VAULT_MASTER_KEY: secrets.vaultMasterKey,
    }),
    planned('query-api', 'query-api', { DATABASE_URL: databases.dataset }),
    ...connectors.map(({ department }) =>
      planned(intakeName(department), 'intake', {
        DATABASE_URL: databases.intake[department] ?? '',
        HUB_DEPARTMENT: department,
        HUB_SOURCES_FILE: paths.sources,
        HUB_SPOOL_FOLDER: paths.spool,
        HUB_DROP_FOLDER: paths.drop,
        ...doorsOf(installation, department),
        HUB_LEDGER_KEY: secrets.ledgerKeys[department] ?? '',
        VAULT_PUBLIC_KEY_FILE: paths.vaultPublicKey,
        RECEIPT_KEYS_FILE: receiptKeysOf(paths, department),
      }),
    ),
  ];
}
