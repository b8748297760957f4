import { tmpdir } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { PROFILE_NAMES, type ProfileName } from '../../services/demo-province/commands.js';
import { readDemoTruth } from '../e2e/demo-truth.js';
import { createHubUnderTest, type HubUnderTest } from '../e2e/hub-under-test.js';
import { isPassed } from './comparison.js';
import { evaluateProvince } from './evaluate-province.js';
import { mendedRejects } from './mended-rejects.js';
import { evaluationTable, type Evaluation } from './evaluation-table.js';

/*
 * npm run evaluate: the main job on a province of each profile, and what the hub says of it (rejects, events reported
 * twice, links, G1, the briefing) against the truth. Exit code 0 when the clean one is right everywhere, and the others
 * say nothing false and miss nothing but what the truth marked as unresolvable when it was made.
 */
type Options = { scale: string; seed: string; profiles: ProfileName[]; home: string; json: boolean };

const options = new Command('evaluate')
  .option('--scale <n>', 'of the demo province', '0.1')
  .option('--seed <text>', 'of the demo province', 'jilin')
  .option('--profiles <list>', PROFILE_NAMES.join(', '), profileList, [...PROFILE_NAMES])
  .option('--home <folder>', 'where the homes of the hubs are made, and removed again', tmpdir())
  .option('--json', 'one JSON document instead of tables', false)
  .parse()
  .opts<Options>();

const hubs: HubUnderTest[] = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void removeAll().finally(() => process.exit(130)));
}
try {
  process.exitCode = (await evaluate(options)) ? 0 : 1;
} catch (error) {
  process.stderr.write(`FAILED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await removeAll();
}

async function evaluate({ profiles, json, ...size }: Options): Promise<boolean> {
  const evaluations: Evaluation[] = [];
  for (const profile of profiles) {
    const evaluation = await evaluated(profile, size);
    evaluations.push(evaluation);
    if (!json) evaluationTable(evaluation).forEach(say);
  }
  const passed = evaluations.every(({ profile, comparisons }) => comparisons.every((one) => isPassed(one, profile)));
  if (json) say(JSON.stringify({ ...size, passed, evaluations }));
  else say(passed ? 'everything as it must be' : 'WRONG: see above');
  return passed;
}

async function evaluated(profile: ProfileName, { scale, seed, home }: Omit<Options, 'profiles' | 'json'>) {
  const startedAt = performance.now();
  const hub = createHubUnderTest({}, home);
  hubs.push(hub);
  const job = await hub.run('start', '--once', '--profile', profile, '--scale', scale, '--seed', seed);
  if (job.code !== 0)
    throw new Error(`the main job on ${profile} ended with ${job.code ?? job.signal}:\n${job.output}`);
  const running = await hub.started('--no-demo');
  const truth = readDemoTruth(hub.home);
  const comparisons = [
    ...(await evaluateProvince(hub, truth, hub.report())),
    // Last: it changes what the others look at.
    ...(await mendedRejects(hub, truth, hub.report())),
  ];
  running.child.kill('SIGTERM');
  await running.ended;
  hubs.splice(hubs.indexOf(hub), 1);
  await hub.remove();
  return { profile, seconds: (performance.now() - startedAt) / 1000, comparisons };
}

function profileList(text: string): ProfileName[] {
  return text.split(',').map((name) => {
    const profile = PROFILE_NAMES.find((known) => known === name);
    if (profile) return profile;
    throw new InvalidArgumentError(`"${name}" is none of ${PROFILE_NAMES.join(', ')}.`);
  });
}

async function removeAll(): Promise<void> {
  for (const hub of hubs.splice(0)) await hub.remove();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
