import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../stack/fixtures.js';
import type { Checkout } from './added-feed-checkout.js';

const STARTS_WITHIN_MS = 120_000;
const STOPS_WITHIN_MS = 40_000;
const COMMAND_LINE = 'dist/services/cli/main.js';
/** The last thing that `hub start` says when everything is up. */
const IS_UP = '查询接口';

/** A home of its own has a stack of its own, whatever the developer's shell points at. */
const OWN_STACK = { KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', DATABASE_URL: '', OIDC_ISSUER_URL: '' };

export type StartedHub = { readonly stop: () => Promise<void> };

/**
 * Starts the hub of a checkout, without the demo, and waits until all of it is up.
 * @throws with what the hub said and logged, when it ends before that
 */
export async function startHub({ folder }: Checkout, home: string): Promise<StartedHub> {
  const hub = spawn(process.execPath, [COMMAND_LINE, 'start', '--no-demo'], {
    cwd: folder,
    env: { ...process.env, ...OWN_STACK, HUB_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  hub.stdout.on('data', (text: Buffer) => (said += text.toString()));
  hub.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const hasEnded = (): boolean => hub.exitCode !== null || hub.signalCode !== null;
  const stop = async (): Promise<void> => {
    if (hasEnded()) return;
    const ended = once(hub, 'exit');
    hub.kill('SIGTERM');
    const impatience = setTimeout(() => hub.kill('SIGKILL'), STOPS_WITHIN_MS);
    await ended;
    clearTimeout(impatience);
  };
  try {
    await waitUntil('the hub is up', () => said.includes(IS_UP) || hasEnded(), STARTS_WITHIN_MS);
    if (hasEnded()) throw new Error('the hub ended before it was up');
  } catch (cause) {
    await stop();
    throw new Error(`The hub of the copy did not start. It said:\n${said}\n${lastLogLines(home)}`, { cause });
  }
  return { stop };
}

/** Why a service did not start is in its log alone, and that goes with the home. */
function lastLogLines(home: string): string {
  const logs = join(home, 'logs');
  const files = existsSync(logs) ? readdirSync(logs) : [];
  return files.map((file) => `${file}: ${readFileSync(join(logs, file), 'utf8').slice(-1000)}`).join('\n');
}

/** Ends Kafka, registry, PostgreSQL and issuer of a home, and removes their data. */
export async function wipeStack(checkout: Checkout, home: string): Promise<void> {
  await checkout.run(process.execPath, [COMMAND_LINE, 'stack', 'wipe'], { HUB_HOME: home });
}
