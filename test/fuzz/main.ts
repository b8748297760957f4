import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { connectors } from '../../connectors/generated/feed-index.js';
import { FuzzRun, type Outcome } from './fuzz-run.js';
import { startIntakes, type Intakes } from './intakes-under-fuzz.js';

/*
 * npm run fuzz: what nobody should send goes to real intakes by every door. The seed gives the cases: the same seed and
 * number are the same bytes. Exit code 0 when every answer was due, nothing ended and the ledgers agree.
 */
type Flags = {
  seed: string;
  count: number;
  only?: number;
  pulls?: number;
  overload: boolean;
  departments: string;
  atOnce: number;
  within: number;
};

const { seed, count, only, pulls, overload, departments, atOnce, within } = new Command('fuzz')
  .option('--seed <text>', 'gives the cases', randomBytes(4).toString('hex'))
  .option('--count <n>', 'how many cases', Number, 2_000)
  .option('--only <n>', 'one case alone, by its number', Number)
  .option('--pulls <n>', 'how often each view of a department is spoilt (one in twenty of the cases)', Number)
  .option('--no-overload', 'without uploads beyond the limits')
  .option('--departments <list>', 'whose intakes', connectors.map(({ department }) => department).join(','))
  .option('--at-once <n>', 'cases under way at the same time', Number, 6)
  .option('--within <seconds>', 'every answer comes so soon after the last byte', Number, 2)
  .parse()
  .opts<Flags>();

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const keep = join(tmpdir(), `fuzz-${seed.replace(/[^\w-]/g, '_')}`);
const rounds = pulls ?? (only === undefined ? Math.ceil(count / 20) : 0);
const numbers = only === undefined ? Array.from({ length: count }, (_, number) => number) : [only];

say(`seed ${seed}: ${numbers.length} case(s), each view spoilt ${rounds} time(s)`);
const intakes = await startIntakes(departments.split(','), say);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void intakes.close().finally(() => process.exit(130)));
}
try {
  const options = {
    seed,
    numbers,
    rounds,
    overload: overload && only === undefined,
    atOnce,
    withinMs: within * 1000,
    keep,
  };
  const outcome = await new FuzzRun(intakes, options, say).run();
  tell(outcome, intakes);
  process.exitCode = outcome.faults.length === 0 ? 0 : 1;
} finally {
  await intakes.close();
}

function tell({ faults, statuses, slowest, late }: Outcome, { all }: Intakes): void {
  say(
    `answers: ${[...statuses]
      .sort()
      .map(([what, times]) => `${what}: ${times}`)
      .join(', ')}`,
  );
  say(`slowest: ${Math.round(slowest.ms)} ms after the last byte, case ${slowest.number} (${slowest.title})`);
  say(`later than ${within} s beside others: ${late}; each was asked for again alone`);
  for (const { department, peakMiB } of all) say(`memory of ${department}: at most ${Math.round(peakMiB())} MiB`);
  for (const { number, title, what } of faults) say(`FAULT ${number ?? ''} ${title}: ${what}`);
  const again = faults.some(({ number }) => number !== null)
    ? `; inputs in ${keep}, again with --seed ${seed} --only <n>`
    : '';
  say(`${faults.length} fault(s)${again}`);
}
