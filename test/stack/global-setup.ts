import { chmodSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as LocalStack from '../../infra/local-stack/local-stack.js';

// jest turns a global setup into CommonJS: the local stack is loaded from the build, which its token issuer needs anyway.
const load = createRequire(import.meta.url);

/**
 * One stack for all integration tests of a run; test files find it in the environment variables that also replace a
 * part by one's own. With HUB_TEST_HOME set, the stack there is used, and left running for the next run.
 */
export default async function startStackForTests(): Promise<void> {
  const { startLocalStack } = loadBuild();
  const endpoints = await startLocalStack({
    home: process.env.HUB_TEST_HOME || temporaryHome(),
    env: process.env,
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
  process.env.KAFKA_BROKERS = endpoints.kafkaBrokers.join(',');
  process.env.SCHEMA_REGISTRY_URL = endpoints.schemaRegistryUrl;
  process.env.DATABASE_URL = endpoints.databaseUrl;
  process.env.OIDC_ISSUER_URL = endpoints.oidcIssuerUrl;
}

function loadBuild(): typeof LocalStack {
  try {
    return load('../../dist/infra/local-stack/local-stack.js') as typeof LocalStack;
  } catch (cause) {
    throw new Error('The build is missing or stale: run npx tsc -p tsconfig.build.json --noCheck', { cause });
  }
}

/** Open for passing through, since PostgreSQL may run under another user. Remembered for the teardown. */
function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'stack-for-tests-'));
  chmodSync(home, 0o755);
  process.env.STACK_TO_WIPE = home;
  return home;
}
