import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalStack } from '../../infra/local-stack/local-stack.js';
import { testClients } from './test-clients.js';
import { writeEndpoints } from './stack-endpoints.js';

/**
 * One stack for all integration tests of a run; test files find it in the environment variables that also replace a
 * part by one's own. With HUB_TEST_HOME set, the stack there is used, and left running for the next run.
 */
export default async function startStackForTests(): Promise<void> {
  const home = process.env.HUB_TEST_HOME || temporaryHome();
  const endpoints = await startLocalStack({
    home,
    env: process.env,
    oidcClients: testClients,
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
  writeEndpoints(endpoints, process.env);
}

/** Open for passing through, since PostgreSQL may run under another user. Remembered for the teardown. */
function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'stack-for-tests-'));
  chmodSync(home, 0o755);
  mkdirSync(join(home, 'stack'));
  process.env.STACK_TO_WIPE = home;
  return home;
}
