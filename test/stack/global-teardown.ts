import { rmSync } from 'node:fs';
import { wipeLocalStack } from '../../infra/local-stack/local-stack.js';

/** Ends and removes the stack that the setup made; one that the developer named is left as it is. */
export default async function wipeStackForTests(): Promise<void> {
  const home = process.env.STACK_TO_WIPE;
  if (!home) return;
  await wipeLocalStack(home);
  rmSync(home, { recursive: true, force: true });
}
