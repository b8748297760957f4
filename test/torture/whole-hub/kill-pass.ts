import { isAlive } from '../../../infra/local-stack/process-table.js';
import { sleep } from '../../../infra/process/sleep.js';
import type { ExportFile } from '../../../services/demo-province/commands.js';
import type { Random } from '../../../services/demo-province/random.js';
import { serviceProcessesOf, type HubUnderTest } from '../../e2e/hub-under-test.js';
import { waitUntil } from '../../stack/fixtures.js';
import type { Check } from '../check.js';
import { readFinalState, type FinalState } from '../final-state.js';
import { checkState, rebuildIsEqual } from '../state-checks.js';
import { readCounters, type Counters } from './counters.js';
import type { PlannedKill } from './kill-schedule.js';
import { startSubmission, type PacedSubmission } from './paced-submission.js';
import { startOperator, type Operator } from './repairs.js';
import { processOf } from './victim-process.js';

/** A kill that counted, with the counters as they were right before it. */
export type Kill = { victim: string; calm: boolean } & Counters;

export type Pass = { kills: Kill[]; checks: Check[]; timesGivenUp: number };

export type PassOptions = {
  hub: HubUnderTest;
  folder: string;
  files: readonly ExportFile[];
  random: Random;
  reference: FinalState;
  planned: readonly PlannedKill[];
  say: (line: string) => void;
  onKill: (kill: Kill) => void;
};

/** A kill counts while this share of the reference's events is applied. */
const WINDOW = { from: 0.1, to: 0.9 };
/** Files are let go up to here while kills are left: what is on its way when the last one falls stays in the window. */
const SENT = { from: 0.14, to: 0.82 };
const PATIENCE_MS = 150_000;

/** All exports into a fresh home, while one after another is killed; then everything is compared. */
export async function runPass(options: PassOptions): Promise<Pass> {
  const { hub, folder, files, random, reference, say } = options;
  const operator = await startOperator(hub, say);
  const submission = startSubmission(hub, folder, files, random);
  try {
    const kills = await killAll(options, operator, submission);
    await operator.allWell();
    submission.allow(1);
    await within(submission.done, 'all files are acknowledged');
    const state = await readFinalState(hub);
    const checks = await checkState(hub, reference, state, submission.receipts);
    checks.push(await rebuildIsEqual(hub), await endsCleanly(hub, operator));
    return { kills, checks, timesGivenUp: submission.timesGivenUp() };
  } finally {
    submission.stop();
    await operator.stop();
  }
}

async function killAll(options: PassOptions, operator: Operator, submission: PacedSubmission): Promise<Kill[]> {
  const { hub, reference, planned, onKill } = options;
  const total = reference.versions.length;
  const kills: Kill[] = [];
  submission.allow(SENT.from);
  await counted(hub, operator, ({ applied }) => applied >= WINDOW.from * total);
  for (const [at, kill] of planned.entries()) {
    const step = planned.length === 1 ? 1 : (at + 1) / planned.length;
    const share = SENT.from + (SENT.to - SENT.from) * step;
    const counters = await killedInWindow(options, operator, submission, kill, share);
    if (!counters) break;
    const done = { victim: kill.victim, calm: kill.calm, ...counters };
    kills.push(done);
    onKill(done);
    operator.repair(kill);
    if (kill.calm) await orRefused(submission, operator.allWell());
  }
  return kills;
}

/** @returns the counters right before the kill; undefined when the window has closed */
async function killedInWindow(
  { hub, reference }: PassOptions,
  operator: Operator,
  submission: PacedSubmission,
  kill: PlannedKill,
  share: number,
): Promise<Counters | undefined> {
  for (;;) {
    const pid = await running(hub, operator, kill);
    const begun = submission.begun();
    submission.allow(share, /^intake-(.+)$/.exec(kill.victim)?.[1]);
    // When none was left for this step, what was sent before may still be on its way.
    await waitUntil('a file is on its way', () => submission.begun() > begun, 2_000).catch(() => undefined);
    await sleep(kill.delayMs);
    const counters = await midway(hub, operator);
    if (counters.applied > WINDOW.to * reference.versions.length) return undefined;
    // Asked once more: a process id may meanwhile be a stranger's.
    if ((await victimNow(hub, operator, kill)) === pid && (await killed(pid))) return counters;
  }
}

/** The counters with something between acceptance and dataset, if that can be had soon; else as they are. */
async function midway(hub: HubUnderTest, operator: Operator): Promise<Counters> {
  const until = Date.now() + 1_500;
  for (;;) {
    const counters = await counted(hub, operator, () => true);
    if (counters.accepted > counters.applied || Date.now() > until) return counters;
  }
}

/** Waits for the victim, if it is just being started again. */
const running = (hub: HubUnderTest, operator: Operator, kill: PlannedKill): Promise<number> =>
  orFailed(
    operator,
    waitUntil(`${kill.victim} runs`, () => victimNow(hub, operator, kill), PATIENCE_MS),
  );

function victimNow(hub: HubUnderTest, operator: Operator, { victim }: PlannedKill): Promise<number | undefined> {
  const { child } = operator.starter();
  const runs = child.exitCode === null && child.signalCode === null;
  return processOf(hub.home, victim, runs ? child.pid : undefined);
}

/** The counters, as soon as the databases tell them and they are as wanted. */
const counted = (hub: HubUnderTest, operator: Operator, wanted: (counters: Counters) => boolean): Promise<Counters> =>
  orFailed(
    operator,
    waitUntil(
      'the counters are told',
      async () => {
        const counters = await readCounters(hub.running().databases);
        return wanted(counters) && counters;
      },
      PATIENCE_MS,
    ),
  );

/** @returns false when it had ended by itself a moment before */
async function killed(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
  await waitUntil(`process ${pid} is gone`, () => !isAlive(pid), 10_000);
  return true;
}

/** A repair that failed is the reason for which others wait in vain. */
const orFailed = async <T>(operator: Operator, awaited: Promise<T>): Promise<T> => {
  try {
    return await awaited;
  } catch (error) {
    await operator.idle();
    throw error;
  }
};

const orRefused = (submission: PacedSubmission, awaited: Promise<void>): Promise<void> =>
  Promise.race([awaited, submission.done.then(() => awaited)]);

async function within(awaited: Promise<void>, message: string): Promise<void> {
  let settled = false;
  const marked = awaited.then(() => (settled = true));
  await Promise.race([marked, waitUntil(message, () => settled, 2 * PATIENCE_MS)]);
}

async function endsCleanly(hub: HubUnderTest, operator: Operator): Promise<Check> {
  operator.starter().child.kill('SIGTERM');
  const { code, output } = await operator.starter().ended;
  const left = serviceProcessesOf(hub.home);
  const differences =
    code === 0 ? left : [`hub start ended with ${code ?? 'a signal'}: ${output.slice(-300)}`, ...left];
  return { name: 'the hub ends with exit code 0 and leaves no process', looked: 1, differences };
}
