import type { StackEndpoints } from '../../infra/local-stack/local-stack.js';

export function writeEndpoints(endpoints: StackEndpoints, env: NodeJS.ProcessEnv): void {
  env.KAFKA_BROKERS = endpoints.kafkaBrokers.join(',');
  env.SCHEMA_REGISTRY_URL = endpoints.schemaRegistryUrl;
  env.DATABASE_URL = endpoints.databaseUrl;
  env.OIDC_ISSUER_URL = endpoints.oidcIssuerUrl;
}
