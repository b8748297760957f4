import { stopLocalStack } from '../../../infra/local-stack/local-stack.js';
import { sleep } from '../../../infra/process/sleep.js';
import { serviceNames } from '../../../services/cli/service-plan.js';
import { createRandom } from '../../../services/demo-province/random.js';
import { createHubUnderTest, type HubUnderTest } from '../../e2e/hub-under-test.js';
import { readDemoTruth, type DemoTruth } from '../../e2e/demo-truth.js';
import { checkLine, hasFailed, say } from '../check.js';
import { readFinalState, type FinalState } from '../final-state.js';
import { runPass, type Kill, type Pass } from './kill-pass.js';
import { planKills, type PlannedKill } from './kill-schedule.js';

export type HubTortureOptions = {
  seed: string;
  kills: number;
  perPass: number;
  scale: string;
  years: string;
  keep: boolean;
};

const hubs: HubUnderTest[] = [];
/** Passes without a single kill that counted, after which going on helps nobody. */
const BARREN_PASSES = 2;

/**
 * The exports of a demo province go in while processes of the whole hub are killed -9; what comes out must be what an
 * undisturbed run gives.
 *
 * @returns whether all kills counted and everything agreed
 */
export async function tortureHub(options: HubTortureOptions): Promise<boolean> {
  const { seed, kills, perPass, scale, years } = options;
  const schedule = planKills(seed, kills, serviceNames());
  say(`seed ${seed}: ${kills} kills at scale ${scale}: ${schedule.map(({ victim }) => victim).join(' ')}`);
  const { truth, state } = await undisturbed(['--scale', scale, '--years', years]);
  const [counted, passes]: [Kill[], Pass[]] = [[], []];
  for (let barren = 0; counted.length < kills && barren < BARREN_PASSES;) {
    const planned = schedule.slice(counted.length, counted.length + perPass);
    const pass = await disturbed(truth, state, planned, createRandom(`${seed}/${passes.length}`), counted, options);
    passes.push(pass);
    barren = pass.kills.length === 0 ? barren + 1 : 0;
  }
  tellVictims(counted);
  const failed = passes.flatMap(({ checks }) => checks).filter(hasFailed);
  say(`${counted.length} of ${kills} kills counted in ${passes.length} pass(es); ${failed.length} check(s) failed`);
  return counted.length >= kills && failed.length === 0;
}

type Undisturbed = { truth: DemoTruth; state: FinalState };

/** Its files stay until the end: the same are sent again. */
async function undisturbed(size: string[]): Promise<Undisturbed> {
  const hub = added();
  const start = hub.begin('start', ...size);
  while (!start.output().includes('查询接口') && start.child.exitCode === null) await sleep(200);
  if (start.child.exitCode !== null)
    throw new Error(`the reference run ended early:
${start.output()}`);
  const state = await readFinalState(hub);
  const report = hub.report();
  if (report.datasetDigest !== state.datasetDigest) throw new Error('the reference run went on after its report');
  start.child.kill('SIGTERM');
  await start.ended;
  await stopLocalStack(hub.home);
  const truth = readDemoTruth(hub.home);
  say(
    `undisturbed: ${truth.manifest.files.length} files, ${state.versions.length} events, digest ${state.datasetDigest}`,
  );
  return { truth, state };
}

async function disturbed(
  truth: DemoTruth,
  reference: FinalState,
  planned: readonly PlannedKill[],
  random: ReturnType<typeof createRandom>,
  counted: Kill[],
  { keep }: HubTortureOptions,
): Promise<Pass> {
  const hub = added();
  const total = reference.versions.length;
  const onKill = (kill: Kill): void => {
    counted.push(kill);
    say(killLine(counted.length, kill, total));
  };
  const { folder, manifest } = truth;
  const pass = await runPass({ hub, folder, files: manifest.files, random, reference, planned, say, onKill });
  say(
    `pass of ${pass.kills.length} kills: ${pass.timesGivenUp} times a file was sent anew after its client had given up`,
  );
  pass.checks.map(checkLine).forEach(say);
  const agrees = !pass.checks.some(hasFailed);
  if (agrees || !keep) await hub.remove();
  else await leave(hub);
  return pass;
}

function killLine(number: number, { victim, applied, accepted, published, calm }: Kill, total: number): string {
  const share = `${((100 * applied) / total).toFixed(1)} %`;
  const place = `applied ${applied}/${total} (${share}), accepted ${accepted}, published ${published}`;
  return `kill ${String(number).padStart(2)}  ${victim.padEnd(28)} ${place}${calm ? '' : ', the next at once'}`;
}

function tellVictims(kills: readonly Kill[]): void {
  say(`${'victim'.padEnd(28)} kills  with events on their way`);
  for (const victim of [...new Set(kills.map((kill) => kill.victim))].sort()) {
    const own = kills.filter((kill) => kill.victim === victim);
    const onTheirWay = own.filter(({ accepted, applied }) => accepted > applied).length;
    say(`${victim.padEnd(28)} ${String(own.length).padStart(5)}  ${onTheirWay}`);
  }
}

function added(): HubUnderTest {
  const hub = createHubUnderTest();
  hubs.push(hub);
  return hub;
}

/** Stopped, with its data and logs. */
async function leave(hub: HubUnderTest): Promise<void> {
  hubs.splice(hubs.indexOf(hub), 1);
  await stopLocalStack(hub.home);
  say(`left for whoever looks into it: ${hub.home}`);
}

export async function removeHubs(): Promise<void> {
  for (const hub of hubs.reverse()) await hub.remove();
}
