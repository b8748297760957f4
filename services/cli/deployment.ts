import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectors } from '../../connectors/generated/feed-index.js';
import type { StackEndpoints } from '../../infra/local-stack/local-stack.js';
import { ServiceFailure } from '../../infra/process/service-failure.js';
import type { DemoSource } from '../demo-province/commands.js';
import { receiptKeysOf, type Installation } from './installation.js';
import { readJson, writePrivateJson, writePrivateText } from './private-file.js';
import { writeRunningHub } from './running-hub.js';
import { intakeName, type Databases } from './service-plan.js';

/** Each service's secrets in a folder of its own, which is all that its container sees. */
export function writeServiceSecrets({ secrets, paths }: Installation, folder: string): void {
  const copyOf = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8')) as unknown;
  writePrivateJson(join(folder, 'identity-vault', 'vault-private-key.json'), copyOf(paths.vaultPrivateKey));
  writePrivateText(join(folder, 'identity-vault', 'vault-master-key'), secrets.vaultMasterKey);
  const sources = readJson<DemoSource[]>(paths.sources) ?? [];
  for (const { department } of connectors) {
    const own = join(folder, intakeName(department));
    writePrivateText(join(own, 'ledger-key'), secrets.ledgerKeys[department] ?? '');
    writePrivateJson(join(own, 'vault-public-key.json'), copyOf(paths.vaultPublicKey));
    writePrivateJson(join(own, 'receipt-keys.json'), copyOf(receiptKeysOf(paths, department)));
    writePrivateJson(
      join(own, 'sources.json'),
      sources.filter((source) => source.department === department),
    );
  }
}

/** Where everything of this deployment is, as the environment says; services are reached under their names. */
export function deployedEndpoints(env: NodeJS.ProcessEnv): StackEndpoints {
  const value = (name: string): string => {
    const given = env[name];
    if (given) return given;
    throw new ServiceFailure(`缺少环境变量 ${name}。部署时四项（Kafka、登记库、数据库、令牌签发）都须指定。`, {
      code: 'ENDPOINT_MISSING',
      retriable: false,
    });
  };
  return {
    kafkaBrokers: value('KAFKA_BROKERS')
      .split(',')
      .map((broker) => broker.trim()),
    schemaRegistryUrl: value('SCHEMA_REGISTRY_URL'),
    databaseUrl: value('DATABASE_URL'),
    oidcIssuerUrl: value('OIDC_ISSUER_URL'),
  };
}

/** So that every hub command finds the services of this deployment. */
export function recordDeployment(
  { home }: Installation,
  endpoints: StackEndpoints,
  databases: Databases,
  port: string,
): void {
  const urlOf = (service: string): string => `http://${service}:${port}`;
  writeRunningHub(home, {
    starterPid: 0,
    endpoints,
    databases,
    consolidatorUrl: urlOf('consolidator'),
    queryApiUrl: urlOf('query-api'),
    vaultUrl: urlOf('identity-vault'),
    intakeUrls: Object.fromEntries(connectors.map(({ department }) => [department, urlOf(intakeName(department))])),
    servicePids: {},
  });
}
