import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../stack/fixtures.js';
import type { Checkout } from './added-feed-checkout.js';
import { beginHub, inherited, serviceProcessesOf } from './hub-under-test.js';

const STARTS_WITHIN_MS = 120_000;
const STOPS_WITHIN_MS = 40_000;
/** The last thing that `hub start` says when everything is up. */
const IS_UP = '查询接口';

export type StartedHub = { readonly stop: () => Promise<void> };

/**
 * Starts the hub of a checkout, without the demo, and waits until all of it is up.
 * @throws with what the hub said and logged, when it ends before that
 */
export async function startHub({ folder }: Checkout, home: string): Promise<StartedHub> {
  const hub = beginHub(['start', '--no-demo'], { env: { ...inherited(), HUB_HOME: home }, root: folder });
  const hasEnded = (): boolean => hub.child.exitCode !== null || hub.child.signalCode !== null;
  const stop = async (): Promise<void> => {
    hub.child.kill('SIGTERM');
    try {
      await waitUntil('the hub stops when told to', hasEnded, STOPS_WITHIN_MS);
    } finally {
      hub.child.kill('SIGKILL');
      await waitUntil('the services are gone', () => serviceProcessesOf(home).length === 0, STOPS_WITHIN_MS);
    }
  };
  try {
    await waitUntil('the hub is up', () => hub.output().includes(IS_UP) || hasEnded(), STARTS_WITHIN_MS);
    if (hasEnded()) throw new Error('the hub ended before it was up');
  } catch (cause) {
    await stop();
    throw new Error(`The hub of the copy did not start. It said:\n${hub.output()}\n${lastLogLines(home)}`, { cause });
  }
  return { stop };
}

/** Why a service did not start is in its log alone, and that goes with the home. */
function lastLogLines(home: string): string {
  const logs = join(home, 'logs');
  const files = existsSync(logs) ? readdirSync(logs) : [];
  return files.map((file) => `${file}: ${readFileSync(join(logs, file), 'utf8').slice(-3000)}`).join('\n');
}
