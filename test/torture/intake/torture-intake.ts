import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopLocalStack, wipeLocalStack, type StackEndpoints } from '../../../infra/local-stack/local-stack.js';
import { openInstallation } from '../../../services/cli/installation.js';
import { startStack } from '../../../services/cli/main-job.js';
import { inherited } from '../../e2e/hub-under-test.js';
import { checkLine, hasFailed, say, type Check } from '../check.js';
import type { FinalState } from '../final-state.js';
import { rebuildIsEqual } from '../state-checks.js';
import { createBatchRows } from './batch-rows.js';
import { startDepartmentHub, type DepartmentHub } from './department-hub.js';
import { planRounds, type PlannedKill, type PlannedRound } from './kill-plan.js';
import { killRound, undisturbedRound, type IntakeRun } from './kill-round.js';
import { PHASES, type Phase } from './kill-step.js';

export type IntakeTortureOptions = { seed: string; kills: number; perRound: number; keep: boolean };

/** What is left to be closed, the newest first. */
const closers: (() => Promise<void>)[] = [];
let stopped = false;

/**
 * One department's connector service is killed -9 in running uploads and between the relay's sending and recording, over
 * a line to the broker that loses answers; in some rounds the broker loses everything. What was acknowledged must be in
 * ledger, topics and dataset, once.
 *
 * @returns whether everything agreed
 */
export async function tortureIntake({ seed, kills, perRound, keep }: IntakeTortureOptions): Promise<boolean> {
  const rounds = planRounds({ seed, kills, perRound });
  say(`seed ${seed}: ${kills} kills in ${rounds.length} round(s)`);
  const home = mkdtempSync(join(tmpdir(), 'hub-torture-'));
  chmodSync(home, 0o755);
  let failed = true;
  closers.push(async () => {
    await (failed && keep ? stopLocalStack(home) : wipeLocalStack(home));
    if (failed && keep) say(`left for whoever looks into it: ${home}`);
    else rmSync(home, { recursive: true, force: true });
  });
  const installation = openInstallation({ HUB_HOME: home });
  const endpoints = await startStack(installation, { ...inherited(), HUB_HOME: home }, () => undefined);
  const references = await undisturbed(home, endpoints, seed, rounds);
  failed = !(await tortured(home, endpoints, seed, rounds, references));
  return !failed;
}

/** Ends everything that is left, whatever happened. */
export async function removeIntake(): Promise<void> {
  stopped = true;
  for (let close = closers.pop(); close; close = closers.pop()) await close();
}

async function undisturbed(
  home: string,
  endpoints: StackEndpoints,
  seed: string,
  rounds: readonly PlannedRound[],
): Promise<FinalState[]> {
  const run = await newRun(home, 'undisturbed', endpoints, seed);
  const states: FinalState[] = [];
  for (const round of rounds) states.push(await undisturbedRound(run, round));
  await closeLast();
  const last = states.at(-1);
  say(`undisturbed: ${run.deliveries.length} batches, ${last?.versions.length} events, digest ${last?.datasetDigest}`);
  return states;
}

async function tortured(
  home: string,
  endpoints: StackEndpoints,
  seed: string,
  rounds: readonly PlannedRound[],
  references: readonly FinalState[],
): Promise<boolean> {
  const run = await newRun(home, 'tortured', endpoints, seed);
  const phases: Phase[] = [];
  let failed = 0;
  const onChecks = (checks: readonly Check[]): void => {
    failed += checks.filter(hasFailed).length;
    checks.map(checkLine).forEach(say);
  };
  const onKill = (kill: PlannedKill, phase: Phase): void => {
    phases.push(phase);
    say(killLine(phases.length, kill, phase));
  };
  for (const [at, round] of rounds.entries()) {
    const reference = references[at];
    if (!reference) throw new Error(`round ${at} has no reference`);
    await killRound(run, round, reference, { onKill, onChecks });
    say(`round ${at + 1}: ${run.deliveries.length} batches so far`);
  }
  onChecks([await rebuildIsEqual(run.hub), await endsCleanly(run.hub)]);
  await closeLast();
  tellPhases(phases);
  say(`${phases.length} kills; ${failed} check(s) failed`);
  return failed === 0;
}

async function newRun(home: string, namespace: string, endpoints: StackEndpoints, seed: string): Promise<IntakeRun> {
  const hub = await startDepartmentHub(home, namespace, endpoints);
  closers.push(hub.close);
  const begun = new Date().toISOString();
  return { hub, begun, rowsOf: await createBatchRows(seed), deliveries: [], lost: new Map(), stopped: () => stopped };
}

const closeLast = async (): Promise<void> => closers.pop()?.();

async function endsCleanly({ intake }: DepartmentHub): Promise<Check> {
  const code = await intake.end();
  return { name: 'the intake ends with exit code 0', looked: 1, differences: code === 0 ? [] : [`${code}`] };
}

function killLine(number: number, { batch, of, moment, line }: PlannedKill, phase: Phase): string {
  const besides = line === 'well' ? '' : `, line: ${line}`;
  return `kill ${String(number).padStart(3)}  ${batch.door.padEnd(6)} ${`${of} ${moment}`.padEnd(20)} ${phase}${besides}`;
}

function tellPhases(phases: readonly Phase[]): void {
  for (const phase of PHASES) {
    say(`${String(phases.filter((one) => one === phase).length).padStart(5)}  ${phase}`);
  }
}
