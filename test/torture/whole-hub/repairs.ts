import { localStackStatus } from '../../../infra/local-stack/local-stack.js';
import { sleep } from '../../../infra/process/sleep.js';
import { serviceStatuses } from '../../../services/cli/running-services.js';
import type { HubUnderTest, RunningCommand } from '../../e2e/hub-under-test.js';
import { waitUntil } from '../../stack/fixtures.js';
import { STACK_VICTIMS, type PlannedKill } from './kill-schedule.js';

/** The person at the machine: starts again what nobody else starts, one thing after another. */
export type Operator = {
  /** The starter that is running, or was until it was killed. */
  starter: () => RunningCommand;
  /** Sets about what this kill needs, and comes back at once. */
  repair: (kill: PlannedKill) => void;
  /** Everything that was set about is done; rejects when something could not be started. */
  idle: () => Promise<void>;
  /** Every part of the stack runs and every service says that it is ready. */
  allWell: () => Promise<void>;
  /** Starts nothing any more; resolves when nothing is under way. */
  stop: () => Promise<void>;
};

const TRIES = 5;

export async function startOperator(hub: HubUnderTest, say: (line: string) => void): Promise<Operator> {
  let starter = await hub.started('--no-demo');
  let work: Promise<void> = Promise.resolve();
  let stopped = false;

  const stackUp = async (): Promise<void> => {
    const { code, output } = await hub.run('stack', 'up');
    if (code !== 0) throw new Error(`hub stack up ended with ${code ?? 'a signal'}:\n${output}`);
  };
  const startAgain = async (): Promise<void> => void (starter = await hub.started('--no-demo'));
  const repair = async ({ victim, repairAfterMs }: PlannedKill): Promise<void> => {
    await sleep(repairAfterMs);
    const start = victim === 'starter' ? startAgain : stackUp;
    await persistently(async () => void (stopped || (await start())), say);
  };
  return {
    starter: () => starter,
    repair: (kill) => {
      const isOurs = kill.victim === 'starter' || (STACK_VICTIMS as readonly string[]).includes(kill.victim);
      if (!isOurs) return;
      work = work.then(() => repair(kill));
      work.catch(() => undefined); // told to whoever waits for it
    },
    idle: () => work,
    allWell: async () => {
      await work;
      await waitUntil('everything runs and is ready', () => isAllWell(hub), 150_000);
    },
    stop: async () => {
      stopped = true;
      await work.catch(() => undefined);
    },
  };
}

/** A start may itself be hit by the next kill: then one starts again. */
async function persistently(start: () => Promise<void>, say: (line: string) => void): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      if (attempt === TRIES) throw error;
      say(`      (to be started again: ${String(error).trim().split('\n').slice(-2).join(' | ').slice(0, 300)})`);
      await sleep(1_000);
    }
  }
}

async function isAllWell(hub: HubUnderTest): Promise<boolean> {
  const stack = await localStackStatus(hub.home);
  if (stack.some(({ state }) => state === 'stopped')) return false;
  return (await serviceStatuses(hub.installation())).every(({ state }) => state === 'ready');
}
