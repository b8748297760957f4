import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as LocalStack from '../../infra/local-stack/local-stack.js';

// From the build, for the reason given in the setup.
const load = createRequire(import.meta.url);

/** Ends and removes the stack that the setup made; one that the developer named is left as it is. */
export default async function wipeStackForTests(): Promise<void> {
  const home = process.env.STACK_TO_WIPE;
  if (!home) return;
  const { wipeLocalStack } = load('../../dist/infra/local-stack/local-stack.js') as typeof LocalStack;
  await wipeLocalStack(home);
  rmSync(home, { recursive: true, force: true });
}
